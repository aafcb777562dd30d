#!/usr/bin/env node
// React's development build keeps an entry for every frame (React #35761): it must be told before it is loaded.
process.env.NODE_ENV ??= 'production';

// A reader that went away (`opsheet ... | head`) is no reason to stop a run that is half sent.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
  });
}

const { processWorld, runCli } = await import('./cli/index.js');
process.exitCode = await runCli(process.argv.slice(2), processWorld());
