#!/usr/bin/env node
import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

// React's development build keeps an entry for every frame (React #35761): it must be told before it is loaded.
process.env.NODE_ENV ??= 'production';

// A reader that went away (`opsheet ... | head`), or a terminal that was closed, is no reason to stop a run half sent.
const GONE = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);
// Nor is a disk that takes no more of what is printed; the exit code says that something of it is missing.
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
let full: string | null = null;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    const code = error.code ?? '';
    if (FULL.has(code)) full = code;
    else if (!GONE.has(code)) throw error;
  });
}

// Node aborts when it cannot put a terminal back as it was (node.cc, ResetStdio): one that is closed by then is let go.
const terminals = [0, 1, 2].filter((fd) => isatty(fd));
process.on('exit', () => {
  for (const fd of terminals) if (!isatty(fd)) closeSync(fd);
});

const { EXIT, messagesFor, processWorld, runCli } = await import('./cli/index.js');
const argv = process.argv.slice(2);
const exitCode = await runCli(argv, processWorld());
process.exitCode = exitCode;
const { commands } = await messagesFor(argv, process.env);
process.on('exit', () => {
  if (full === null) return;
  process.exitCode = Math.max(exitCode, EXIT.disk);
  process.stderr.write(`${commands.notPrinted(full)}\n`);
});
