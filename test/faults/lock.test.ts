import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isUnderWay, lockWorkspace } from '../../src/run/index.js';
import { temporaryFolder } from '../sheet/files.js';
import { figures, LIMIT, times } from './form.js';

const CHILD = fileURLToPath(new URL('./lockChild.mjs', import.meta.url));

interface Told {
  won?: string;
  pid: number;
  refused?: { code: string; runId: string; pid: number };
}

/** A process that is about to take the lock of one workspace. */
class Rival {
  readonly #process: ChildProcess;
  #text = '';
  #wake: () => void = () => undefined;

  constructor(state: string, runId: string, heldUp = 0) {
    const told = [CHILD, state, runId, String(heldUp)];
    this.#process = spawn(process.execPath, told, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.stdout?.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString();
      this.#wake();
    });
  }

  async line(): Promise<string> {
    while (!this.#text.includes('\n')) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const [line = '', ...rest] = this.#text.split('\n');
    this.#text = rest.join('\n');
    return line;
  }

  go(): void {
    this.#process.stdin?.write('go\n');
  }

  /** Ends as a process that had no time to give its lock back. */
  async kill(): Promise<void> {
    const closed = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.kill('SIGKILL');
    await closed;
  }
}

/** How long rivals are held up at most, in ms, between any two things that they do with the lock's files. */
const HELD_UP = 40;

async function race(state: string, runIds: readonly string[], heldUp = 0): Promise<[Rival[], Told[]]> {
  const rivals = runIds.map((runId) => new Rival(state, runId, heldUp));
  for (const rival of rivals) await rival.line();
  for (const rival of rivals) rival.go();
  return [rivals, await Promise.all(rivals.map(async (rival) => JSON.parse(await rival.line()) as Told))];
}

/** Leaves a lock behind as a process does that was killed with it. */
async function leaveStale(state: string): Promise<void> {
  const dead = new Rival(state, 'dead');
  await dead.line();
  dead.go();
  expect(JSON.parse(await dead.line())).toMatchObject({ won: 'dead' });
  await dead.kill();
}

function expectOneWinner(told: readonly Told[], where: string): void {
  const winners = told.filter(({ won }) => won !== undefined);
  expect(winners, where).toHaveLength(1);
  const [winner] = winners;
  for (const { won, refused } of told) {
    if (won !== undefined) continue;
    expect(refused, where).toMatchObject({ code: 'run.locked', runId: winner?.won, pid: winner?.pid });
  }
}

describe('processes that want the lock of one workspace', () => {
  it(
    'race for it, also when a dead one has left it behind: one wins, and the other is told who has it',
    async () => {
      const races = times(4, 50);
      let stale = 0;
      for (let nth = 0; nth < races; nth += 1) {
        const state = temporaryFolder();
        if (nth % 2 === 1) {
          await leaveStale(state);
          stale += 1;
        }
        const [rivals, told] = await race(state, ['run-a', 'run-b']);
        expectOneWinner(told, `race ${nth}`);
        for (const rival of rivals) await rival.kill();
      }
      figures('lock', { races, 'over a dead one': stale, 'with one winner': races });
    },
    LIMIT,
  );

  it(
    'are held up at any moment while one that a dead process left is taken over, again and again: one wins each time',
    async () => {
      const rounds = times(4, 120);
      const state = temporaryFolder();
      await leaveStale(state);
      for (let round = 0; round < rounds; round += 1) {
        const names = ['a', 'b', 'c', 'd', 'e']
          .slice(0, times(3, 5))
          .map((letter) => `run-${round}-${letter}`);
        const [rivals, told] = await race(state, names, HELD_UP);
        expectOneWinner(told, `round ${round}`);
        // The winner dies with the lock, so that the next round is over a stale one again.
        for (const rival of rivals) await rival.kill();
      }
      figures('lock, many held up over a dead one', { rounds, 'with one winner': rounds });
    },
    LIMIT,
  );

  it('have it back as soon as its holder gives it back, and a late giving back takes it from nobody', async () => {
    const about = { stateDirectory: temporaryFolder(), origin: 'https://crm', workspaceId: 'ws-1' };
    const take = (runId: string, forceFrom?: string) =>
      lockWorkspace({ ...about, runId, now: () => new Date(0), ...(forceFrom && { forceFrom }) });
    const first = await take('run-1');
    await expect(take('run-2')).rejects.toMatchObject({ fact: { code: 'run.locked', runId: 'run-1' } });
    await first.release();
    const second = await take('run-2');
    // It is never taken from a process that lives on this computer.
    await expect(take('run-3', 'run-2')).rejects.toMatchObject({
      fact: { code: 'run.locked', runId: 'run-2' },
    });
    const folder = join(about.stateDirectory, 'locks');
    for (const name of readdirSync(folder)) {
      const holder = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      writeFileSync(join(folder, name), JSON.stringify({ ...holder, host: 'otra-computadora' }));
    }
    await expect(take('run-3')).rejects.toMatchObject({ fact: { code: 'run.locked', runId: 'run-2' } });
    const third = await take('run-3', 'run-2');
    await second.release();
    await expect(take('run-4')).rejects.toMatchObject({ fact: { code: 'run.locked', runId: 'run-3' } });
    expect(await isUnderWay(about.stateDirectory, 'run-3')).toBe(true);
    await third.release();
    expect(await isUnderWay(about.stateDirectory, 'run-3')).toBe(false);
    await (await take('run-5')).release();
  });
});
