import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const STUB = fileURLToPath(new URL('sendStub.mjs', import.meta.url));
const ROWS = 1_000_000;
const MOST_MB = 250;

/** What sendStub.mjs prints. */
async function stub(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', STUB, ...args.map(String)]);
  return JSON.parse(stdout);
}

/**
 * Memory while a million updates are sent: what is alive at the last of them against what is alive at a tenth, and for
 * the process as a whole the limit of 250 MB. The latter is larger at the end, too, by what the engine has taken to
 * work with: after the first third it comes and goes.
 */
export async function benchSendMemory() {
  const { early, late, peak, ms, counts } = await stub(ROWS, 4);
  if (counts.updated !== ROWS) throw new Error(`not what was meant: ${JSON.stringify(counts)}`);
  if (peak > MOST_MB) throw new Error(`sending took ${Math.round(peak)} MB`);
  return {
    name: `what is alive in memory at the last of ${ROWS} updates against that at a tenth of them (stub CRM)`,
    ratio: late.alive / early.alive,
    most: 1.05,
    figures: {
      'alive at 10%, MB': early.alive.toFixed(1),
      'alive at 100%, MB': late.alive.toFixed(1),
      'process at 10%, MB': Math.round(early.rss),
      'process at 100%, MB': Math.round(late.rss),
      'peak of the process, MB': Math.round(peak),
      'limit, MB': MOST_MB,
      'sent in, s': Math.round(ms / 1000),
    },
  };
}

/**
 * Requests to a server that fails at all PUTs, against those of a run that tries nothing again. Looks are among them:
 * after a PUT that failed the record is looked at once, whether it is tried again or not, because only that tells what
 * became of it.
 */
export async function benchSendRetries() {
  const rows = 20_000;
  const tried = await stub(rows, 4, 'fails');
  const once = await stub(rows, 0, 'fails');
  return {
    name: `requests of ${rows} updates to a server that fails all PUTs, against those without retries`,
    ratio: (tried.calls + tried.looks) / (once.calls + once.looks),
    most: 1.1,
    figures: {
      'PUTs with retries': tried.calls,
      'PUTs without': once.calls,
      'looks with retries': tried.looks,
      'looks without': once.looks,
      'different records among those with retries': tried.distinct,
      'stopped because': JSON.stringify(tried.stop),
    },
  };
}
