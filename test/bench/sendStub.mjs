// Sends a plan to a CRM that is made up on the spot: what sending itself costs, without any network. The arguments:
// updates, how often one is tried again, and `fails` for a server that fails at all of them. Prints what was found, as JSON.
import { join } from 'node:path';
import { PlanFile } from '../../dist/plan/index.js';
import { PlanTally } from '../../dist/plan/summary.js';
import { Journal, runPlan, systemClock } from '../../dist/run/index.js';
import { benchFolder } from './sheetFiles.mjs';

const rows = Number(process.argv[2]);
const retries = Number(process.argv[3]);
const fails = process.argv[4] === 'fails';
const CONCURRENCY = 32;

const recordOf = (i, amount) => ({
  id: `op-${i}`,
  opportCode: `C-${i}`,
  name: `Oportunidad ${i}`,
  description: null,
  amount,
  stageId: null,
  contactId: null,
  customFields: [],
  winLossStatus: 0,
  updatedDate: null,
  deletionDate: null,
});

const plan = await PlanFile.create(join(benchFolder(), 'plan.jsonl'), {
  ...{ kind: 'plan', version: 1, planId: 'p', createdAt: new Date().toISOString() },
  ...{ sheet: {}, mapping: {}, amountStyle: null, stages: [] },
  target: { origin: 'http://127.0.0.1', workspaceId: 'w', workspaceName: null },
});
const tally = new PlanTally();
for (let i = 0; i < rows; i += 1) {
  const row = {
    ...{ verdict: 'update', rowNumber: i + 2, rowNumbers: [i + 2], id: `op-${i}` },
    changes: [{ field: 'amount', before: '100', after: String(200 + i) }],
    ...{ risks: [], body: { amount: 200 + i }, beforeImage: recordOf(i, '100') },
  };
  tally.add(row);
  const written = plan.append(row);
  if (written) await written;
}
await plan.finish(tally.summary());

const journal = Journal.create(join(benchFolder(), 'journal.jsonl'), systemClock);
const output = { file: 'r.csv', format: 'csv' };
journal.append({
  ...{
    k: 'run',
    v: 1,
    runId: 'r',
    kind: 'apply',
    of: null,
    tool: '0',
    planSha256: plan.sha256,
    updates: rows,
  },
  ...{ output, language: 'en', locale: 'en', body: 'changes' },
});

const puts = new Map();
let calls = 0;
let looks = 0;
/** The amount that each record was given; 0 before. */
const amounts = new Int32Array(rows);
const writer = {
  update: async (id, body) => {
    calls += 1;
    if (fails) {
      puts.set(id, (puts.get(id) ?? 0) + 1);
      const settled = { settled: true, retryAfterMs: null };
      return { kind: 'failed', httpStatus: 500, message: 'no', errorCode: null, ...settled };
    }
    const i = Number(id.slice(3));
    amounts[i] = body.amount;
    return { kind: 'accepted', httpStatus: 200, message: 'ok', record: recordOf(i, String(body.amount)) };
  },
  look: async (id) => {
    looks += 1;
    const i = Number(id.slice(3));
    return { kind: 'record', record: recordOf(i, String(amounts[i] || 100)) };
  },
};

// Waiting takes no time here: a server that fails at everything is waited for by the hour.
let waited = 0;
let ended = 0;
let early = null;
let late = null;
/** What is alive, and the process as a whole, in MB: what the engine keeps to work with comes and goes. */
const memoryNow = () => {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { alive: mb(heapUsed + external), rss: mb(rss) };
};
const mb = (bytes) => bytes / 1024 / 1024;
const begin = performance.now();
const result = await runPlan({
  ...{ plan, writer, journal, concurrency: CONCURRENCY, canary: 5, body: 'changes', retries },
  ...{ recheckAfterMs: 60_000, settleMs: 2000, errorLimit: { kind: 'none' } },
  renewToken: async () => false,
  signal: new AbortController().signal,
  ...systemClock,
  elapsed: () => performance.now() + waited,
  random: Math.random,
  sleep: async (ms) => {
    waited += ms;
  },
  onEvent: ({ kind }) => {
    if (kind !== 'ended') return;
    ended += 1;
    if (ended === Math.floor(rows / 10)) early = memoryNow();
    if (ended === rows) late = memoryNow();
  },
});
const ms = performance.now() - begin;
await journal.close();
await plan.close();
const memory = { early, late, peak: process.resourceUsage().maxRSS / 1024 };
console.log(
  JSON.stringify({
    ms,
    calls,
    looks,
    distinct: puts.size,
    ...memory,
    counts: result.counts,
    stop: result.stop,
  }),
);
