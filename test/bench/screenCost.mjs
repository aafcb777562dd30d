import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn as spawnOnTerminal } from '@lydell/node-pty';
import { median } from './measure.mjs';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const MAIN = at('../../dist/main.js');
const ROWS = 60_000;
const CONCURRENCY = 32;
const RUNS = 5;
/** What the screen may cost of the throughput of a run at full speed. */
const MOST_COST = 0.05;
/** The longest that the event loop may be blocked, in ms. */
const MOST_BLOCKED = 100;

/**
 * Sends 60,000 changed rows as fast as it goes, on a real pseudo-terminal with the screen of progress and with `--json`
 * on a pipe, turn and turn about. The time is the server's, from the arrival of the first PUT to the answer of the
 * last; the event loop is looked at in the meantime.
 */
export async function benchScreenCost() {
  const { drawn, silent } = await compare();
  const ms = (runs) => median(runs.map((run) => run.ms));
  // A run beside the one before it: what else the machine does weighs on both.
  const cost = median(drawn.map((run, i) => run.ms / silent[i].ms)) - 1;
  const blocked = median(drawn.map((run) => run.blocked));
  const percent = (share) => `${(100 * share).toFixed(1)}%`;
  return {
    name: `sending ${ROWS} rows at full speed with the screen, against --json; and the longest block of its event loop against ${MOST_BLOCKED} ms`,
    ratio: Math.max(1 + cost, (blocked / MOST_BLOCKED) * (1 + MOST_COST)),
    most: 1 + MOST_COST,
    figures: {
      'the screen costs': `${percent(cost)} (at most ${percent(MOST_COST)})`,
      'each run, against the one beside it': drawn
        .map((run, i) => (run.ms / silent[i].ms).toFixed(3))
        .join(', '),
      'the same by what the process computed': percent(
        median(drawn.map((run) => run.cpu)) / median(silent.map((run) => run.cpu)) - 1,
      ),
      'PUTs a second with the screen': Math.round(ROWS / (ms(drawn) / 1000)),
      'PUTs a second with --json': Math.round(ROWS / (ms(silent) / 1000)),
      'frames and titles, kB a run': Math.round(median(drawn.map((run) => run.bytes)) / 1024),
      'event loop blocked at the longest, ms, each run': drawn
        .map((run) => Math.round(run.blocked))
        .join(', '),
      'the same with --json, ms': silent.map((run) => Math.round(run.blocked)).join(', '),
    },
  };
}

async function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'opsheet-bench-'));
  const server = spawn(process.execPath, [at('sendServer.mjs'), String(ROWS), '0'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const url = String((await once(server.stdout, 'data'))[0]).trim();
    const sheet = join(folder, 'deals.csv');
    const lines = Array.from({ length: ROWS }, (_, i) => `op-${i};${200 + i}\n`);
    writeFileSync(sheet, `ID;Monto\n${lines.join('')}`);
    const args = [MAIN, 'apply', sheet, '--yes', '--read', 'list', '--concurrency', String(CONCURRENCY)];
    const gaps = join(folder, 'gaps.json');
    const env = {
      ...{ PATH: process.env.PATH, LANG: 'en_US.UTF-8', XDG_STATE_HOME: folder },
      ...{ PLAZBOT_API_URL: url, PLAZBOT_TOKEN: 'token', PLAZBOT_WORKSPACE_ID: 'w' },
      ...{ NODE_OPTIONS: `--import=${at('loopGaps.mjs')}`, LOOP_GAPS: gaps },
    };
    const silent = [];
    const drawn = [];
    for (let i = 0; i < RUNS; i += 1) {
      silent.push(await measured(url, gaps, () => onPipe([...args, '--json'], env)));
      drawn.push(await measured(url, gaps, () => onTerminal(args, env)));
    }
    return { drawn, silent };
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs it to its end: ms from its first PUT to its last answer, and ms that its loop was blocked at a stretch. */
async function measured(url, gaps, run) {
  const { status, bytes, said } = await run();
  const { puts, first, last, origin } = await (await fetch(`${url}/stats`)).json();
  if (status !== 0 || puts !== ROWS) throw new Error(`exit code ${status}, ${puts} PUTs: ${said}`);
  const notes = JSON.parse(readFileSync(gaps, 'utf8')).filter(
    ([now]) => now >= origin + first && now <= origin + last,
  );
  const cpu = notes.at(-1)[2] - notes[0][2];
  return { ms: last - first, cpu, bytes, blocked: Math.max(...notes.map(([, late]) => late)) };
}

async function onPipe(args, env) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  child.stdout.resume();
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [status] = await once(child, 'close');
  return { status, bytes: 0, said };
}

/** In a terminal that takes what it is sent as fast as it comes, as a quick one does. */
async function onTerminal(args, env) {
  const child = spawnOnTerminal(process.execPath, args, {
    ...{ name: 'xterm-256color', cols: 80, rows: 24 },
    env: { ...env, TERM: 'xterm-256color' },
  });
  let bytes = 0;
  let said = '';
  child.onData((data) => {
    bytes += data.length;
    said = (said + data).slice(-2000);
  });
  const status = await new Promise((resolve) => child.onExit(({ exitCode }) => resolve(exitCode)));
  return { status, bytes, said };
}
