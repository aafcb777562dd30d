import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
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

  constructor(state: string, runId: string) {
    this.#process = spawn(process.execPath, [CHILD, state, runId], { stdio: ['pipe', 'pipe', 'inherit'] });
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

describe('two processes that want the lock of one workspace', () => {
  it(
    'race for it, also when a dead one has left it behind: one wins, and the other is told who has it',
    async () => {
      const races = times(6, 50);
      let stale = 0;
      for (let race = 0; race < races; race += 1) {
        const state = temporaryFolder();
        if (race % 2 === 1) {
          const dead = new Rival(state, 'dead');
          await dead.line();
          dead.go();
          expect(JSON.parse(await dead.line())).toMatchObject({ won: 'dead' });
          await dead.kill();
          stale += 1;
        }
        const rivals = [new Rival(state, 'run-a'), new Rival(state, 'run-b')];
        for (const rival of rivals) await rival.line();
        for (const rival of rivals) rival.go();
        const told = await Promise.all(rivals.map(async (rival) => JSON.parse(await rival.line()) as Told));
        const winners = told.filter(({ won }) => won !== undefined);
        expect(winners, `race ${race}`).toHaveLength(1);
        const loser = told.find(({ won }) => won === undefined);
        const [winner] = winners;
        expect(loser?.refused).toMatchObject({ code: 'run.locked', runId: winner?.won, pid: winner?.pid });
        for (const rival of rivals) await rival.kill();
      }
      figures('lock', { races, 'over a dead one': stale, 'with one winner': races });
    },
    LIMIT,
  );
});
