import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Says that it is ready, tries to take a lock when told to, says how that went, and holds on until it is told to end.
// It is held up for up to so many ms around everything that it does with files, as a busy computer holds a process up.
const [stateDirectory, runId, heldUp] = process.argv.slice(2);
const most = Number(heldUp);
const pause = () => new Promise((done) => setTimeout(done, Math.random() < 0.5 ? 0 : Math.random() * most));
for (const name of most > 0 ? ['link', 'open', 'readdir', 'readFile', 'rename', 'rm'] : []) {
  const real = promises[name];
  promises[name] = async (...told) => {
    await pause();
    const done = await real(...told);
    await pause();
    return done;
  };
}
// Before anything is imported that takes them from there.
syncBuiltinESMExports();
const { lockWorkspace } = await import('../../dist/run/index.js');

process.stdout.write('ready\n');
for await (const line of process.stdin) {
  if (!String(line).startsWith('go')) break;
  try {
    const about = { origin: 'https://crm', workspaceId: 'ws-1', now: () => new Date() };
    await lockWorkspace({ stateDirectory, runId, ...about });
    process.stdout.write(`${JSON.stringify({ won: runId, pid: process.pid })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ pid: process.pid, refused: error.fact ?? String(error) })}\n`);
  }
}
process.exit();
