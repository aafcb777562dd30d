import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Pacer } from '../../src/plazbot/pacer.js';
import { clientOf, scripted } from './scriptedServer.js';

/** A clock that goes on only when something sleeps, in steps that may fall short of what was asked. */
function clock(shortBy: () => number = () => 0) {
  let time = 0;
  return {
    now: () => time,
    sleep: async (ms: number) => {
      time += Math.max(0.25, ms - shortBy());
    },
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe('a pace', () => {
  it('lets no more than so many go in any second, in the order in which they came, whatever comes when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 60 }),
        fc.infiniteStream(fc.constantFrom(0, 0.25, 1, 2)),
        async (perSecond, gaps, short) => {
          const { now, sleep, pass } = clock(() => short.next().value ?? 0);
          const pacer = new Pacer({ perSecond, now, sleep });
          const left: { i: number; at: number }[] = [];
          const turns: Promise<unknown>[] = [];
          for (const [i, gap] of gaps.entries()) {
            turns.push(pacer.turn().then(() => left.push({ i, at: now() })));
            // Some come together, some after the one before has gone.
            if (gap > 500) await turns.at(-1);
            if (gap > 300) pass(gap);
          }
          await Promise.all(turns);
          expect(left.map(({ i }) => i)).toEqual(gaps.map((_, i) => i));
          for (const [i, { at }] of left.entries()) {
            const earlier = left[i - perSecond];
            if (earlier) expect(at - earlier.at).toBeGreaterThanOrEqual(1000);
          }
        },
      ),
    );
  });

  it('makes nobody wait who comes slowly enough', async () => {
    const { now, sleep, pass } = clock();
    const pacer = new Pacer({ perSecond: 2, now, sleep });
    for (let i = 0; i < 10; i += 1) {
      await pacer.turn();
      pass(500);
    }
    expect(now()).toBe(5000);
  });

  it('lets go at once of all who wait when it is over, and of whoever comes later', async () => {
    let slept = 0;
    const until = (_ms: number, signal: AbortSignal) => {
      slept += 1;
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    };
    const pacer = new Pacer({ perSecond: 1, now: () => 0, sleep: until });
    await pacer.turn();
    const waiting = [pacer.turn(), pacer.turn(), pacer.turn()];
    await new Promise((resolve) => setImmediate(resolve));
    pacer.close();
    await Promise.all([...waiting, pacer.turn()]);
    expect(slept).toBe(1);
  });

  it('of a closed client lets nothing leave', async () => {
    const { port, received } = await scripted({ json: { id: 'a1', name: 'Uno' } });
    const until = (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    const client = clientOf(port, { pace: { perSecond: 1, now: () => 0, sleep: until } });
    await client.read('a1');
    const waiting = Promise.allSettled([client.read('a1'), client.update('a1', { amount: 1 })]);
    await client.close();
    await waiting;
    expect(received).toHaveLength(1);
  });

  it('is one for reads and writes', async () => {
    const { now, sleep } = clock();
    const { port, received } = await scripted({ json: { id: 'a1', name: 'Uno' } });
    const client = clientOf(port, { pace: { perSecond: 2, now, sleep } });
    onTestFinished(() => client.close());
    await Promise.all([client.read('a1'), client.update('a1', { amount: 1 }), client.count()]);
    expect(now()).toBe(1000);
    expect(received).toHaveLength(3);
  });
});
