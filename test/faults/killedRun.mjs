import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

// A run, or the going on with one, that kills itself with kill -9 at the point that it is told. Ends with code 0
// when the run came to its end; prints its counts.
const told = JSON.parse(process.argv[2] ?? '{}');
const {
  origin,
  workspaceId,
  token,
  plan: planPath,
  journal: journalPath,
  concurrency,
  settleMs,
  at,
  nth,
} = told;

let writes = 0;
let syncs = 0;
let puts = 0;
const die = () => process.kill(process.pid, 'SIGKILL');
const { writeSync, fdatasync } = fs;
fs.writeSync = (fd, bytes, ...rest) => {
  writes += 1;
  if (at === 'before-write' && writes === nth) die();
  if (at === 'half-written' && writes === nth) {
    writeSync(fd, bytes, 0, bytes.length >> 1, rest[2]);
    die();
  }
  const written = writeSync(fd, bytes, ...rest);
  if (at === 'after-write' && writes === nth) die();
  return written;
};
fs.fdatasync = (fd, done) => {
  syncs += 1;
  const mine = syncs;
  if (at === 'before-sync' && mine === nth) die();
  fdatasync(fd, (error) => {
    if (at === 'after-sync' && mine === nth) die();
    done(error);
  });
};
// Before anything is imported that takes them from there.
syncBuiltinESMExports();

const { Journal, runPlan, systemClock } = await import('../../dist/run/index.js');
const { PlanFile } = await import('../../dist/plan/index.js');
const { PlazbotClient } = await import('../../dist/plazbot/index.js');
const { Secret } = await import('../../dist/settings/index.js');

const sleep = (ms, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
const client = new PlazbotClient({
  ...{ origin, workspaceId, token: new Secret(token), connections: concurrency, timeout: 5000 },
  ...{ random: Math.random, sleep },
});
const writer = {
  look: (id, options) => client.look(id, options),
  update: async (id, body) => {
    puts += 1;
    const mine = puts;
    if (at === 'before-put' && mine === nth) die();
    const sending = client.update(id, body);
    if (at === 'under-way' && mine === nth) setTimeout(die, 8);
    const answer = await sending;
    if (at === 'after-put' && mine === nth) die();
    return answer;
  },
};
const plan = await PlanFile.open(planPath);
const journal = fs.existsSync(journalPath)
  ? Journal.open(journalPath, systemClock)
  : Journal.create(journalPath, systemClock);
if (journal.hasHeader) await journal.commit({ k: 'resume' });
else {
  const { sha256, summary } = plan;
  const run = { k: 'run', v: 1, runId: 'r1', kind: 'apply', of: null, tool: '0', planSha256: sha256 };
  const output = { file: 'r.csv', format: 'csv' };
  const how = { output, language: 'en', locale: 'en', body: 'changes' };
  journal.append({ ...run, updates: summary.verdicts.update, ...how });
  await journal.commit({ k: 'approve' });
}
const { counts, stop } = await runPlan({
  ...{
    plan,
    writer,
    journal,
    concurrency,
    settleMs,
    canary: 1,
    recheckAfterMs: 0,
    retries: 5,
    body: 'changes',
  },
  errorLimit: { kind: 'none' },
  renewToken: async () => false,
  signal: new AbortController().signal,
  ...systemClock,
  random: Math.random,
  onEvent: () => undefined,
  sleep,
});
await journal.close();
await client.close();
process.stdout.write(JSON.stringify({ ...counts, stop }));
