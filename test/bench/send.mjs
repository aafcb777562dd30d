import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { median } from './measure.mjs';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const MAIN = at('../../dist/main.js');
const ROWS = 20_000;
/** Rows without latency: enough that what is measured is not how long code takes to get warm. */
const FAST_ROWS = 60_000;
/** What the server takes to answer; with the way there and back a little more. */
const HELD_MS = 20;
const CONCURRENCY = 32;
const RUNS = 3;
/** Turns of the one that is short, so that one in which the machine was busy with other things is outvoted. */
const FAST_RUNS = 7;
/** Requests, one after another, of which the latency of one is told; as many before them. */
const ALONE = 200;
/** The part of bare undici's requests a second that sending reaches at the least. */
const LEAST_SHARE = 0.6;

/**
 * Sends 20,000 changed rows at 20 ms latency and concurrency 32: the built program as a child process, with journal,
 * verification, and progress on a pipe. The time is the server's, from the arrival of the first PUT to the answer of
 * the last, against the least that this latency and concurrency allow. The latency is what its sender sees: ms from
 * sending a request to having read the answer, when there is no other. Bare undici with p-limit, taken turn and turn
 * about, tells how much of the rest is the machine's. What comes out against the time with the server alone is told,
 * too: no client could send so fast.
 */
export async function benchSend() {
  const { sent, bare, alone } = await compare(ROWS, HELD_MS, RUNS);
  const latency = median(alone);
  const least = (ms) => (ROWS * ms) / CONCURRENCY;
  const ratios = (runs, ms) => runs.map((run) => (run.ms / least(ms)).toFixed(3)).join(', ');
  return {
    name: `sending ${ROWS} rows at ${HELD_MS} ms, concurrency ${CONCURRENCY}, against rows x latency / concurrency`,
    ratio: median(sent.map(({ ms }) => ms)) / least(latency),
    most: 1.08,
    figures: {
      'opsheet, ratio of each run': ratios(sent, latency),
      'bare undici with p-limit, ratio of each run': ratios(bare, latency),
      'latency: a request that is alone takes, ms': alone.map((ms) => ms.toFixed(2)).join(', '),
      'the server has a PUT of opsheet, ms': median(sent.map(({ held }) => held)).toFixed(2),
      'the server has a PUT of bare undici, ms': median(bare.map(({ held }) => held)).toFixed(2),
      [`opsheet, ratio of each run if ${HELD_MS} ms were the latency`]: ratios(sent, HELD_MS),
      [`bare undici, ratio of each run if ${HELD_MS} ms were the latency`]: ratios(bare, HELD_MS),
      'least possible, s': (least(latency) / 1000).toFixed(2),
    },
  };
}

/**
 * The same without latency: how many requests a second are lost to all that makes sending safe. The median of the turns'
 * ratios: each is of two runs that followed each other, on a machine that may be another one a minute later.
 */
export async function benchSendRate() {
  const { sent, bare } = await compare(FAST_ROWS, 0, FAST_RUNS);
  const rate = (runs) => FAST_ROWS / (median(runs.map(({ ms }) => ms)) / 1000);
  const ratios = sent.map(({ ms }, turn) => ms / bare[turn].ms);
  const ratio = median(ratios);
  return {
    name: `bare undici's requests a second against those of sending, concurrency ${CONCURRENCY}, no latency`,
    ratio,
    most: 1 / LEAST_SHARE,
    figures: {
      'opsheet, PUTs a second': Math.round(rate(sent)),
      'bare undici with p-limit, PUTs a second': Math.round(rate(bare)),
      'share of bare undici': `${Math.round(100 / ratio)}% (at least ${100 * LEAST_SHARE}%)`,
      'share of each turn': ratios.map((turn) => `${Math.round(100 / turn)}%`).join(', '),
    },
  };
}

async function compare(rows, heldMs, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'opsheet-bench-'));
  const server = spawn(process.execPath, [at('sendServer.mjs'), String(rows), String(heldMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const url = String((await once(server.stdout, 'data'))[0]).trim();
    const sheet = join(folder, 'deals.csv');
    const lines = Array.from({ length: rows }, (_, i) => `op-${i};${200 + i}\n`);
    writeFileSync(sheet, `ID;Monto\n${lines.join('')}`);
    const sent = [];
    const bare = [];
    const alone = [];
    for (let i = 0; i < runs; i += 1) {
      alone.push(await latencyOf(url));
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
    return { sent, bare, alone };
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** ms that a PUT takes from end to end when there is no other: the median of those at a server and client that are warm. */
async function latencyOf(url) {
  const pool = new Pool(url, { connections: 1 });
  const path = '/api/opportunity?id=op-0&workspaceId=w';
  const headers = { 'content-type': 'application/json' };
  const times = [];
  for (let i = 0; i < 2 * ALONE; i += 1) {
    const sentAt = performance.now();
    const { body } = await pool.request({
      method: 'PUT',
      path,
      headers,
      body: JSON.stringify({ amount: i }),
    });
    await body.text();
    times.push(performance.now() - sentAt);
  }
  await pool.close();
  await (await fetch(`${url}/stats`)).json();
  return median(times.slice(ALONE));
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
