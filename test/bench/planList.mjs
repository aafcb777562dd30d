import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { runChild } from './child.mjs';
import { median } from './measure.mjs';
import { csvOf } from './sheetFiles.mjs';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const RUNS = 3;
const TIMED_RUNS = 3;
/** What a page takes at the least; over the internet it is ten times as much. */
const LATENCY_MS = 5;

/** Does the work against a CRM of so many records, which lives in a process of its own. */
async function withServer(rows, latencyMs, work) {
  const server = spawn(process.execPath, [at('listServer.mjs'), String(rows), String(latencyMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [told] = await once(server.stdout, 'data');
    return await work(told.toString().trim());
  } finally {
    server.stdin.end();
    await once(server, 'close');
  }
}

/** Planning 100,000 rows from the list, from the first page to the plan on the disk, against the bare walk, in turn. */
export async function benchPlanList() {
  const file = await csvOf(100_000);
  const walks = [];
  const plans = [];
  await withServer(100_000, LATENCY_MS, async (told) => {
    for (let i = 0; i < TIMED_RUNS; i += 1) {
      walks.push(await runChild(at('listWalk.mjs'), [file, told]));
      plans.push(await runChild(at('listPlan.mjs'), [file, told]));
    }
  });
  const seconds = (runs) => median(runs.map(({ told }) => told)) / 1000;
  return {
    name: `plan of 100,000 rows from the list at ${LATENCY_MS} ms a page against the bare walk of the list`,
    ratio: seconds(plans) / seconds(walks),
    most: 1.15,
    figures: {
      'plan, s': seconds(plans).toFixed(2),
      'bare walk, s': seconds(walks).toFixed(2),
      'each plan, s': plans.map(({ told }) => (told / 1000).toFixed(2)).join(', '),
      'each walk, s': walks.map(({ told }) => (told / 1000).toFixed(2)).join(', '),
      'peak memory of the plan, MB': Math.round(median(plans.map(({ mb }) => mb))),
      'peak memory of the walk, MB': Math.round(median(walks.map(({ mb }) => mb))),
    },
  };
}

/** Peak memory of planning 100,000 rows from the list against that of 20,000. */
export async function benchPlanListMemory() {
  const peakOf = (rows) =>
    withServer(rows, 0, async (told) => {
      const file = await csvOf(rows);
      const peaks = [];
      for (let i = 0; i < RUNS; i += 1) peaks.push((await runChild(at('listPlan.mjs'), [file, told])).mb);
      return median(peaks);
    });
  const small = await peakOf(20_000);
  const large = await peakOf(100_000);
  return {
    name: 'memory of a plan from the list for 100,000 rows against 20,000 rows',
    ratio: large / small,
    most: 1.2,
    figures: { '100,000 rows, MB': Math.round(large), '20,000 rows, MB': Math.round(small) },
  };
}
