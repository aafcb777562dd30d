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
const ROWS = 100_000;
/** Rows of each after which its code is warm: the two do not begin at the same moment. */
const WARM_ROWS = 20_000;
const CONCURRENCY = 32;
const PAIRS = 7;
/** What the screen may cost of the throughput of a run at full speed. */
const MOST_COST = 0.05;
/** The longest that the event loop may be blocked, in ms. */
const MOST_BLOCKED = 100;

/**
 * Sends 100,000 changed rows as fast as it goes, on a real pseudo-terminal with the screen of progress and with `--json`
 * on a pipe, both at once and each to a server of its own: what else the machine does weighs on both alike, which runs
 * one after another do not have. The rows that each gets done in the time in which both send, and are warm, are
 * compared; the event loop is looked at in the meantime.
 */
export async function benchScreenCost() {
  const pairs = await compare();
  const shares = pairs.map(({ drawn, silent }) => silent.done / drawn.done);
  const cost = median(shares) - 1;
  const blocked = median(pairs.map(({ drawn }) => drawn.blocked));
  const percent = (share) => `${(100 * share).toFixed(1)}%`;
  const rate = (kind) => Math.round(median(pairs.map((pair) => pair[kind].done / (pair.ms / 1000))));
  return {
    name: `sending ${ROWS} rows at full speed with --json, against the same with the screen beside it; and the longest block of its event loop against ${MOST_BLOCKED} ms`,
    ratio: Math.max(1 + cost, (blocked / MOST_BLOCKED) * (1 + MOST_COST)),
    most: 1 + MOST_COST,
    figures: {
      'the screen costs': `${percent(cost)} (at most ${percent(MOST_COST)})`,
      'each pair': shares.map((share) => share.toFixed(3)).join(', '),
      'the same by what the process computed for a row': percent(
        median(pairs.map(({ drawn, silent }) => drawn.cpu / drawn.done / (silent.cpu / silent.done))) - 1,
      ),
      'PUTs a second with the screen': rate('drawn'),
      'PUTs a second with --json': rate('silent'),
      'frames and titles, kB a run': Math.round(median(pairs.map(({ drawn }) => drawn.bytes)) / 1024),
      'event loop blocked at the longest, ms, each run': pairs
        .map(({ drawn }) => Math.round(drawn.blocked))
        .join(', '),
      'the same with --json, ms': pairs.map(({ silent }) => Math.round(silent.blocked)).join(', '),
    },
  };
}

async function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'opsheet-bench-'));
  const sheet = join(folder, 'deals.csv');
  const lines = Array.from({ length: ROWS }, (_, i) => `op-${i};${200 + i}\n`);
  writeFileSync(sheet, `ID;Monto\n${lines.join('')}`);
  const drawn = await openSide(folder, 'drawn', (args, env) => onTerminal(process.execPath, args, env));
  const silent = await openSide(folder, 'silent', (args, env) =>
    onTerminal('/bin/sh', ['-c', 'exec "$0" "$@" > /dev/null', process.execPath, ...args, '--json'], env),
  );
  try {
    const args = [MAIN, 'apply', sheet, '--yes', '--read', 'list', '--concurrency', String(CONCURRENCY)];
    const pairs = [];
    for (let i = 0; i < PAIRS; i += 1) {
      const [one, other] = await Promise.all([drawn.sent(args), silent.sent(args)]);
      const from = Math.max(...[one, other].map(({ marks }) => marks[WARM_ROWS / 1000 - 1]));
      const to = Math.min(one.last, other.last);
      pairs.push({ drawn: within(one, from, to), silent: within(other, from, to), ms: to - from });
    }
    return pairs;
  } finally {
    drawn.close();
    silent.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A server, and the program that sends to it in one of the two ways. Each of these processes is the first of a session
 * of its own: Linux shares the processor out among sessions first.
 */
async function openSide(folder, name, run) {
  const server = spawn(process.execPath, [at('sendServer.mjs'), String(ROWS), '0'], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = String((await once(server.stdout, 'data'))[0]).trim();
  const gaps = join(folder, `${name}.json`);
  const env = {
    ...{ PATH: process.env.PATH, LANG: 'en_US.UTF-8', XDG_STATE_HOME: join(folder, name) },
    ...{ PLAZBOT_API_URL: url, PLAZBOT_TOKEN: 'token', PLAZBOT_WORKSPACE_ID: 'w' },
    ...{ NODE_OPTIONS: `--import=${at('loopGaps.mjs')}`, LOOP_GAPS: gaps },
  };
  return {
    close: () => server.kill(),
    /** Runs it to its end. Times are in ms since 1970. */
    sent: async (args) => {
      const { status, bytes, said } = await run(args, env);
      const { puts, first, last, marks, origin } = await (await fetch(`${url}/stats`)).json();
      if (status !== 0 || puts !== ROWS) throw new Error(`exit code ${status}, ${puts} PUTs: ${said}`);
      return {
        ...{ first: origin + first, last: origin + last, marks: marks.map((mark) => origin + mark), bytes },
        notes: JSON.parse(readFileSync(gaps, 'utf8')),
      };
    },
  };
}

/** Rows that were done in a time, ms that were computed in it, and ms that the loop was late at most in all the sending. */
function within({ first, last, marks, notes, bytes }, from, to) {
  const sending = notes.filter(([now]) => now >= first && now <= last);
  const inside = sending.filter(([now]) => now >= from && now <= to);
  return {
    ...{ done: 1000 * (placeOf(marks, to) - placeOf(marks, from)), cpu: inside.at(-1)[2] - inside[0][2] },
    ...{ blocked: Math.max(...sending.map(([, late]) => late)), bytes },
  };
}

/** How many marks were made before a time, the next one by the part of its way that was gone. */
function placeOf(marks, time) {
  const next = marks.findIndex((mark) => mark > time);
  if (next === -1) return marks.length;
  const last = marks[next - 1];
  return last === undefined ? 0 : next + (time - last) / (marks[next] - last);
}

/** In a terminal that takes what it is sent as fast as it comes, as a quick one does. */
async function onTerminal(file, args, env) {
  const child = spawnOnTerminal(file, args, {
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
