import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../dist/sandbox/index.js';
import { median } from './measure.mjs';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const ROWS = 10_000;
const LATENCY_MS = 20;
const CONCURRENCY = 32;
const RUNS = 3;

/**
 * Sends 10,000 changed rows at 20 ms latency and concurrency 32, the built program as a child process. The time is
 * taken by the server: from the arrival of the first PUT to the answer of the last. The baseline is the least
 * that this latency and concurrency allow.
 */
export async function benchSend() {
  const ideal = (ROWS * LATENCY_MS) / CONCURRENCY;
  const times = [];
  for (let i = 0; i < RUNS; i += 1) times.push(await sendOnce());
  return {
    name: `sending ${ROWS} rows at ${LATENCY_MS} ms, concurrency ${CONCURRENCY}, against rows x latency / concurrency`,
    ratio: median(times) / ideal,
    most: 1.25,
    figures: {
      'least possible, s': (ideal / 1000).toFixed(2),
      'median of the runs, s': (median(times) / 1000).toFixed(2),
      'each run, s': times.map((ms) => (ms / 1000).toFixed(2)).join(', '),
    },
  };
}

async function sendOnce() {
  const folder = mkdtempSync(join(tmpdir(), 'opsheet-bench-'));
  const opportunities = Array.from({ length: ROWS }, (_, i) => ({
    id: `bench-${i}`,
    opportCode: `B-${i}`,
    name: `Oportunidad ${i}`,
    description: null,
    amount: 100,
    stageId: null,
    contactId: null,
    customFields: [],
    updatedDate: null,
    deletionDate: null,
  }));
  const sandbox = await startSandbox({ opportunities, faults: { latencyMs: LATENCY_MS } });
  try {
    const sheet = join(folder, 'deals.csv');
    writeFileSync(sheet, `ID;Monto\n${opportunities.map(({ id }, i) => `${id};${200 + i}`).join('\n')}\n`);
    const args = [MAIN, 'apply', sheet, '--yes', '--json', '--concurrency', String(CONCURRENCY)];
    const status = await new Promise((resolve) => {
      const child = spawn(process.execPath, args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          PATH: process.env.PATH,
          XDG_STATE_HOME: folder,
          PLAZBOT_API_URL: sandbox.url,
          PLAZBOT_TOKEN: sandbox.token,
          PLAZBOT_WORKSPACE_ID: sandbox.workspaceId,
        },
      });
      child.on('close', resolve);
    });
    const puts = sandbox.puts();
    if (status !== 0 || puts.length !== ROWS) throw new Error(`exit code ${status}, ${puts.length} PUTs`);
    return Math.max(...puts.map((put) => put.answeredAt)) - Math.min(...puts.map((put) => put.receivedAt));
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
