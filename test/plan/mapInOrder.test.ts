import { createHook } from 'node:async_hooks';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Later, mapInOrder } from '../../src/plan/mapInOrder.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await turn();
}

class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

/** What one item's work does: answers at once, or by a promise after some turns, or fails in one way or the other. */
interface Task {
  /** `null` answers without a promise. */
  readonly turns: number | null;
  readonly fails: boolean;
  /** How it answers later: by a promise, by what is made of one, or by a promise that is made of one. */
  readonly by: 'promise' | 'later' | 'laterYet' | 'laterSaved';
}

/** What comes is the item's number, or an error. `laterSaved` fails, and makes its result all the same. */
class LaterTask extends Later<number, number> {
  constructor(
    coming: Promise<number>,
    private readonly by: Task['by'],
    private readonly n: number,
  ) {
    super(coming);
  }

  override came(n: number): number | Promise<number> {
    if (this.by === 'laterSaved') throw new Error('to be saved');
    return this.by === 'laterYet' ? turn().then(() => n) : n;
  }

  override failed(error: unknown): number {
    if (error instanceof Error && error.message === 'to be saved') return this.n;
    throw error;
  }
}

const anyTask = (failing: boolean): fc.Arbitrary<Task> =>
  fc.record({
    turns: fc.oneof(fc.constant(null), fc.constant(0), fc.nat(4), fc.nat(40)),
    fails: failing
      ? fc.oneof({ weight: 19, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) })
      : fc.constant(false),
    by: fc.constantFrom('promise', 'later', 'laterYet', 'laterSaved'),
  });

const anyBatches = (failing: boolean) =>
  fc.array(
    fc.oneof(fc.array(anyTask(failing), { maxLength: 4 }), fc.array(anyTask(failing), { maxLength: 60 })),
    { maxLength: 8 },
  );

const anyConcurrency = fc.integer({ min: 1, max: 5 });

interface Mapping {
  readonly batches: readonly (readonly Task[])[];
  readonly concurrency: number;
  /** Turns that each batch takes to come. */
  readonly sourceTurns: number;
  /** The batches fail when they have all been given. */
  readonly sourceFails: boolean;
  /** Turns for which whoever takes the results is busy with each lot. */
  readonly busyTurns: number;
  /** So many results are taken, and no more. */
  readonly leavesAfter: number;
}

const anyMapping = (failing: boolean, leavesAfter: fc.Arbitrary<number>): fc.Arbitrary<Mapping> =>
  fc.record({
    batches: anyBatches(failing),
    concurrency: anyConcurrency,
    sourceTurns: fc.oneof(fc.constant(0), fc.nat(6)),
    sourceFails: failing ? fc.boolean() : fc.constant(false),
    busyTurns: fc.oneof(fc.constant(0), fc.nat(10)),
    leavesAfter,
  });

const NEVER_LEAVES = fc.constant(Number.POSITIVE_INFINITY);

/** Maps, and tells what was seen. */
async function seenOf({ batches, concurrency, sourceTurns, sourceFails, busyTurns, leavesAfter }: Mapping) {
  const seen = {
    results: [] as number[],
    error: null as string | null,
    begun: 0,
    begunAtTheEnd: 0,
    /** How often the batches were let go of. */
    closed: 0,
    mostRunning: 0,
    /** The most items from the first undone to one that is being begun. */
    mostAhead: 0,
    emptyLots: 0,
    /** Items that were begun although some work had failed. */
    begunInVain: 0,
  };
  let failed = false;
  const done: boolean[] = [];
  let firstUndone = 0;
  let running = 0;
  async function* source() {
    let n = 0;
    try {
      for (const batch of batches) {
        await turns(sourceTurns);
        yield batch.map((task) => ({ task, n: n++ }));
      }
      await turns(sourceTurns);
      if (sourceFails) throw new Error('source');
    } finally {
      seen.closed += 1;
    }
  }
  const finish = (n: number, { fails }: Task) => {
    running -= 1;
    if (fails) {
      setImmediate(() => {
        failed = true;
      });
      throw new Error(`item ${n}`);
    }
    done[n] = true;
    while (done[firstUndone]) firstUndone += 1;
    return n;
  };
  const later = async (n: number, task: Task) => {
    await turns(task.turns ?? 0);
    return finish(n, task);
  };
  const work = ({ task, n }: { task: Task; n: number }) => {
    expect(n).toBe(seen.begun);
    seen.begun += 1;
    if (failed) seen.begunInVain += 1;
    running += 1;
    seen.mostRunning = Math.max(seen.mostRunning, running);
    seen.mostAhead = Math.max(seen.mostAhead, n - firstUndone + 1);
    if (task.turns === null) return finish(n, task);
    return task.by === 'promise' ? later(n, task) : new LaterTask(later(n, task), task.by, n);
  };
  try {
    for await (const some of mapInOrder(source(), concurrency, work)) {
      if (some.length === 0) seen.emptyLots += 1;
      seen.results.push(...some);
      await turns(busyTurns);
      if (seen.results.length >= leavesAfter) break;
    }
  } catch (error) {
    seen.error = (error as Error).message;
  }
  seen.begunAtTheEnd = seen.begun;
  // Until all that was under way is over.
  while (running > 0) await turn();
  await turn();
  return seen;
}

describe('mapping in order', () => {
  const unhandled: unknown[] = [];
  const listener = (error: unknown) => unhandled.push(error);
  beforeAll(() => void process.on('unhandledRejection', listener));
  afterAll(() => {
    process.off('unhandledRejection', listener);
    expect(unhandled).toEqual([]);
  });

  it('gives every result once, in the order of the items, and lets go of the batches', async () => {
    await fc.assert(
      fc.asyncProperty(anyMapping(false, NEVER_LEAVES), async (mapping) => {
        const { results, error, closed, emptyLots } = await seenOf(mapping);
        expect(results).toEqual(mapping.batches.flat().map((_, n) => n));
        expect({ error, closed, emptyLots }).toEqual({ error: null, closed: 1, emptyLots: 0 });
      }),
    );
  });

  it('never does more at once than it may, nor gets further ahead of the first undone', async () => {
    await fc.assert(
      fc.asyncProperty(anyMapping(true, NEVER_LEAVES), async (mapping) => {
        const { mostRunning, mostAhead } = await seenOf(mapping);
        expect(mostRunning).toBeLessThanOrEqual(mapping.concurrency);
        expect(mostAhead).toBeLessThanOrEqual(mapping.concurrency * 4);
      }),
    );
  });

  it('throws the first error of the line after all results before it, and begins no more', async () => {
    await fc.assert(
      fc.asyncProperty(anyMapping(true, NEVER_LEAVES), async (mapping) => {
        const { results, error, begun, begunAtTheEnd, begunInVain, closed } = await seenOf(mapping);
        const tasks = mapping.batches.flat();
        const failing = tasks.findIndex(({ fails }) => fails);
        expect(results).toEqual((failing < 0 ? tasks : tasks.slice(0, failing)).map((_, n) => n));
        expect(error).toBe(failing >= 0 ? `item ${failing}` : mapping.sourceFails ? 'source' : null);
        expect(begunInVain).toBe(0);
        expect(begun).toBe(begunAtTheEnd);
        expect(closed).toBe(1);
      }),
    );
    expect(unhandled).toEqual([]);
  });

  it('begins no more when nobody wants the results, and lets go of the batches', async () => {
    await fc.assert(
      fc.asyncProperty(anyMapping(true, fc.nat(60)), async (mapping) => {
        const { results, begun, begunAtTheEnd, closed } = await seenOf(mapping);
        expect(results).toEqual(results.map((_, n) => n));
        expect(begun).toBe(begunAtTheEnd);
        expect(closed).toBe(1);
      }),
    );
    expect(unhandled).toEqual([]);
  });

  it('lets the others go on while one is slow, over the ends of batches, but not pile up', async () => {
    const gate = new Gate();
    const begun: number[] = [];
    async function* source() {
      for (let n = 0; n < 90; n += 3) yield [n, n + 1, n + 2];
    }
    const work = async (n: number) => {
      begun.push(n);
      if (n === 4) await gate.opened;
      return n;
    };
    const results: number[] = [];
    const mapped = (async () => {
      for await (const some of mapInOrder(source(), 3, work)) results.push(...some);
    })();
    await turns(3);
    expect(begun).toEqual(Array.from({ length: 4 + 12 }, (_, n) => n));
    expect(results).toEqual([0, 1, 2, 3]);
    gate.open();
    await mapped;
    expect(results).toEqual(Array.from({ length: 90 }, (_, n) => n));
  });

  it('keeps as much under way as it may when a slow one that held the others up is done', async () => {
    const gates = [new Gate(), new Gate()];
    let running = 0;
    async function* source() {
      yield Array.from({ length: 90 }, (_, n) => n);
    }
    const work = async (n: number) => {
      running += 1;
      if (n === 0) await gates[0]?.opened;
      if (n === 6 || n >= 12) await gates[1]?.opened;
      running -= 1;
      return n;
    };
    const mapped = mapInOrder(source(), 3, work);
    const first = mapped.next();
    await turns(3);
    expect(running).toBe(2);
    gates[0]?.open();
    await turns(3);
    expect(running).toBe(3);
    gates[1]?.open();
    expect((await first).value?.[0]).toBe(0);
    for await (const _ of mapped);
  });

  it('gives a few rounds of results at a time, not each by itself', async () => {
    async function* source() {
      yield Array.from({ length: 480 }, (_, n) => n);
    }
    const work = async (n: number) => {
      await turns(n % 3);
      return n;
    };
    let lots = 0;
    for await (const some of mapInOrder(source(), 4, work)) {
      lots += 1;
      expect(some.length).toBeLessThanOrEqual(2 * 16);
    }
    expect(lots).toBeLessThanOrEqual(480 / 16 + 4);
  });

  it('waits for whoever takes the results, a few rounds ahead', async () => {
    let begun = 0;
    async function* source() {
      yield Array.from({ length: 500 }, (_, n) => n);
    }
    const work = async (n: number) => {
      begun += 1;
      await turns(n % 3);
      return n;
    };
    let taken = 0;
    for await (const some of mapInOrder(source(), 4, work)) {
      taken += some.length;
      await turns(40);
      expect(begun - taken).toBeLessThanOrEqual(2 * 4 * 4);
    }
    expect(taken).toBe(500);
  });

  it('stops at once at an abort, however long what is under way takes', async () => {
    const stop = new AbortController();
    let begun = 0;
    let closed = false;
    async function* batches() {
      try {
        yield [1, 2, 3, 4];
      } finally {
        closed = true;
      }
    }
    const never = () => {
      begun += 1;
      return new Promise<number>(() => undefined);
    };
    const results = mapInOrder(batches(), 2, never, stop.signal);
    const first = results.next();
    await turns(3);
    stop.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expect({ begun, closed }).toEqual({ begun: 2, closed: true });
  });

  it('stops at an abort also where work answers at once', async () => {
    const stop = new AbortController();
    async function* batches() {
      for (;;) yield [1];
    }
    const results = mapInOrder(batches(), 2, (item) => item, stop.signal);
    await results.next();
    stop.abort(new Error('enough'));
    await expect(results.next()).rejects.toThrow('enough');
  });

  it('tells first what the work has thrown, also when the batches do not close well', async () => {
    async function* source() {
      try {
        yield [1, 2, 3];
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: what a closing that fails looks like
        throw new Error('closing');
      }
    }
    const mapAll = async (work: (n: number) => number) => {
      for await (const _ of mapInOrder(source(), 2, work)) break;
    };
    await expect(
      mapAll(() => {
        throw new Error('work');
      }),
    ).rejects.toThrow('work');
    await expect(mapAll((n) => n)).rejects.toThrow('closing');
  });

  describe('costs', () => {
    const BATCHES = 100;
    const IN_BATCH = 50;

    /** Promises, those of an `await` too, that mapping makes for each item beside those of the batches. */
    async function promisesOf(work: (n: number) => number | Promise<number>): Promise<number> {
      let promises = 0;
      const hook = createHook({
        init: (_id, type) => {
          if (type === 'PROMISE') promises += 1;
        },
      });
      async function* source() {
        for (let i = 0; i < BATCHES; i += 1) yield Array.from({ length: IN_BATCH }, (_, n) => n);
      }
      hook.enable();
      for await (const _ of mapInOrder(source(), 4, work));
      hook.disable();
      return promises / (BATCHES * IN_BATCH);
    }

    it('no promise for work that answers at once', async () => {
      expect(await promisesOf((n) => n)).toBeLessThan(0.5);
    });

    it('one `await` for work that takes a promise', async () => {
      // The work's own is one of them.
      expect(await promisesOf(async (n) => n)).toBeLessThan(3);
    });
  });
});
