import { lockWorkspace } from '../../dist/run/index.js';

// Says that it is ready, tries to take a lock when told to, says how that went, and holds on until it is told to end.
const [stateDirectory, runId] = process.argv.slice(2);
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
