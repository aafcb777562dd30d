import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measure.mjs';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const MAIN = at('../../dist/main.js');
const ROWS = 20_000;
/** Rows without latency: enough that what is measured is not how long code takes to get warm. */
const FAST_ROWS = 60_000;
const LATENCY_MS = 20;
/** How far an answer's own latency is from that, in ms, at the most. */
const SPREAD_MS = 2;
const CONCURRENCY = 32;
const RUNS = 3;
/** The part of bare undici's requests a second that sending reaches at the least. */
const LEAST_SHARE = 0.6;

/**
 * Sends 20,000 changed rows at 20 ms latency and concurrency 32: the built program as a child process, with journal,
 * verification, and progress on a pipe. The time is the server's, from the arrival of the first PUT to the answer of
 * the last, against the least that this latency and concurrency allow. Bare undici with p-limit, taken turn and turn
 * about, tells how much of the rest is the machine's. The latency is 20 ms on average and a little spread, as any
 * server's is: timers of one length that were set within a ms fire at once in Node, so that answers which are all
 * after 20 ms sharp come in ever larger bunches, of which the last waits for all the others. What that costs, both
 * opsheet and bare undici, is told beside it.
 */
export async function benchSend() {
  const ideal = (ROWS * LATENCY_MS) / CONCURRENCY;
  const { sent, bare } = await compare(ROWS, { ms: LATENCY_MS, spreadMs: SPREAD_MS }, RUNS);
  const sharp = await compare(ROWS, { ms: LATENCY_MS, spreadMs: 0 }, 1);
  return {
    name: `sending ${ROWS} rows at ${LATENCY_MS} ms, concurrency ${CONCURRENCY}, against rows x latency / concurrency`,
    ratio: median(sent.map(({ ms }) => ms)) / ideal,
    most: 1.08,
    figures: {
      'bare undici with p-limit, ratio': (median(bare.map(({ ms }) => ms)) / ideal).toFixed(3),
      'opsheet, ratio of each run': sent.map(({ ms }) => (ms / ideal).toFixed(3)).join(', '),
      'after 20 ms sharp, ratio of opsheet and of bare undici': [sharp.sent[0].ms, sharp.bare[0].ms]
        .map((ms) => (ms / ideal).toFixed(3))
        .join(' and '),
      'least possible, s': (ideal / 1000).toFixed(2),
      'the server answered a PUT of opsheet after, ms': median(sent.map(({ held }) => held)).toFixed(2),
      'the server answered a PUT of bare undici after, ms': median(bare.map(({ held }) => held)).toFixed(2),
    },
  };
}

/** The same without latency: how many requests a second are lost to all that makes sending safe. */
export async function benchSendRate() {
  const { sent, bare } = await compare(FAST_ROWS, { ms: 0, spreadMs: 0 }, RUNS);
  const rate = (runs) => FAST_ROWS / (median(runs.map(({ ms }) => ms)) / 1000);
  return {
    name: `bare undici's requests a second against those of sending, concurrency ${CONCURRENCY}, no latency`,
    ratio: rate(bare) / rate(sent),
    most: 1 / LEAST_SHARE,
    figures: {
      'opsheet, PUTs a second': Math.round(rate(sent)),
      'bare undici with p-limit, PUTs a second': Math.round(rate(bare)),
      'share of bare undici': `${Math.round((100 * rate(sent)) / rate(bare))}% (at least ${100 * LEAST_SHARE}%)`,
    },
  };
}

async function compare(rows, { ms, spreadMs }, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'opsheet-bench-'));
  const server = spawn(process.execPath, [at('sendServer.mjs'), ...[rows, ms, spreadMs].map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const url = String((await once(server.stdout, 'data'))[0]).trim();
    const sheet = join(folder, 'deals.csv');
    const lines = Array.from({ length: rows }, (_, i) => `op-${i};${200 + i}\n`);
    writeFileSync(sheet, `ID;Monto\n${lines.join('')}`);
    const sent = [];
    const bare = [];
    for (let i = 0; i < runs; i += 1) {
      bare.push(await measured(rows, url, [at('sendBare.mjs'), url, String(rows), String(CONCURRENCY)], {}));
      const args = ['apply', sheet, '--yes', '--read', 'list', '--concurrency', String(CONCURRENCY)];
      const environment = {
        XDG_STATE_HOME: folder,
        PLAZBOT_API_URL: url,
        PLAZBOT_TOKEN: 'token',
        PLAZBOT_WORKSPACE_ID: 'w',
      };
      sent.push(await measured(rows, url, [MAIN, ...args], environment));
    }
    return { sent, bare };
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a script to its end; ms from its first PUT to its last answer, and ms that a PUT was with the server. */
async function measured(rows, url, args, environment) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...environment },
  });
  child.stdout.resume();
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [status] = await once(child, 'close');
  const { puts, first, last, held } = await (await fetch(`${url}/stats`)).json();
  if (status !== 0 || puts !== rows) throw new Error(`exit code ${status}, ${puts} PUTs: ${stderr}`);
  return { ms: last - first, held: held / puts };
}
