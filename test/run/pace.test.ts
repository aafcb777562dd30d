import { describe, expect, it } from 'vitest';
import type { LookOptions, RunEvent, WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { ALWAYS, accept, type Put, run, type Script, updates } from './running.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Every change of how many are sent at once: the number, why, and with which answer from the last change on. */
function pacesOf(events: readonly RunEvent[]): [number, string, number][] {
  const paces: [number, string, number][] = [];
  let answers = 0;
  let before = 0;
  for (const event of events) {
    if (event.kind === 'answered') answers += 1;
    if (event.kind !== 'pace') continue;
    // The answer that brought it is told after it.
    paces.push([event.concurrency, event.cause, answers + 1 - before]);
    before = answers + 1;
  }
  return paces;
}

/** Time that all who wait share. */
function sharedTime() {
  let clock = 0;
  return {
    elapsed: () => clock,
    sleep: async (ms: number) => {
      const until = clock + ms;
      await turn();
      clock = Math.max(clock, until);
    },
  };
}

/** Answers in the order in which PUTs leave: by this rule where it gives something, else accepted. */
function ordered(rule: (nth: number, put: Put) => WriteAnswer | undefined): Script {
  let left = 0;
  return async (put) => {
    left += 1;
    const nth = left;
    await turn();
    return rule(nth, put) ?? accept(put);
  };
}

const throttled: WriteAnswer = { kind: 'throttled', httpStatus: 429, message: null, retryAfterMs: 400 };
const muchThrottled: WriteAnswer = { ...throttled, retryAfterMs: 1500 };
/** The answer is lost, or a failure, and the record shows the change. */
const lost = ({ apply }: Put): WriteAnswer => {
  apply();
  return { kind: 'unanswered', reason: 'ECONNRESET' };
};
const failed = ({ apply }: Put): WriteAnswer => {
  apply();
  return { kind: 'failed', httpStatus: 503, message: null, errorCode: null, settled: true };
};

describe('how many are sent at once', () => {
  it('begins at two and is doubled in each round that goes well, up to what is allowed', async () => {
    const { events } = await run(
      updates(120),
      ordered(() => undefined),
      { concurrency: 12 },
    );
    const paces = pacesOf(events);
    expect(paces.map(([now, cause]) => [now, cause])).toEqual([
      [4, 'recovering'],
      [8, 'recovering'],
      [12, 'recovering'],
    ]);
    // A round has as many answers as may be under way in it.
    expect(paces.map(([, , answers]) => answers)).toEqual([2, 4, 8]);
  });

  it('never is above one when one is allowed', async () => {
    const { events } = await run(
      updates(30),
      ordered(() => undefined),
      { concurrency: 1 },
    );
    expect(pacesOf(events)).toEqual([]);
  });

  it('is halved when the server wants fewer, once for all that say so at a time, and then grows by one a round', async () => {
    const { events } = await run(
      updates(200),
      ordered((nth) => (nth >= 40 && nth < 44 ? throttled : undefined)),
      { concurrency: 12, ...sharedTime() },
    );
    const paces = pacesOf(events).slice(3);
    expect(paces.map(([now, cause]) => [now, cause])).toEqual([
      [6, 'throttled'],
      ...[7, 8, 9, 10, 11, 12].map((now) => [now, 'recovering']),
    ]);
    for (const [now, , answers] of paces.slice(2)) expect(answers).toBe(now - 1);
  });

  it('is halved again by what comes later, and is never less than one', async () => {
    const { events, result } = await run(
      updates(60),
      ordered((nth) => (nth > 20 && nth < 31 && nth % 2 === 0 ? muchThrottled : undefined)),
      { concurrency: 4, ...sharedTime() },
    );
    const paces = pacesOf(events);
    expect(Math.min(...paces.map(([now]) => now))).toBe(1);
    expect(paces.filter(([, cause]) => cause === 'throttled').length).toBeGreaterThan(1);
    expect(result.counts.updated).toBe(60);
  });

  it('is a tenth less when an answer never comes', async () => {
    const { events } = await run(
      updates(90),
      ordered((nth, put) => (nth === 60 ? lost(put) : undefined)),
      { concurrency: 12 },
    );
    expect(pacesOf(events)[3]?.slice(0, 2)).toEqual([10, 'slow']);
  });

  it('is a tenth less when answers take more than three times the shortest, and half a second', async () => {
    for (const [ms, isSlow] of [
      [600, true],
      [400, false],
    ] as const) {
      let clock = 0;
      const { events } = await run(
        updates(90),
        ordered((nth) => {
          clock += nth === 60 ? ms : 0;
          return undefined;
        }),
        { concurrency: 12, elapsed: () => clock },
      );
      const slowed = pacesOf(events).filter(([, cause]) => cause === 'slow');
      expect(slowed.map(([now]) => now)).toEqual(isSlow ? [10] : []);
    }
  });

  it('takes no measure at answers that a server gives without doing anything', async () => {
    let clock = 0;
    const { events } = await run(
      updates(60),
      async (put) => {
        await turn();
        if (Number(put.id.slice(3)) % 3 === 2)
          return { kind: 'refused', httpStatus: 422, message: 'no', errorCode: 'NO' };
        clock += 600;
        return accept(put);
      },
      { concurrency: 2, elapsed: () => clock },
    );
    expect(pacesOf(events)).toEqual([]);
  });

  it('does not grow while the server fails, and by one a round after that', async () => {
    const { events } = await run(
      updates(80),
      ordered((nth, put) => (nth > 1 && nth <= 16 ? failed(put) : undefined)),
      { concurrency: 6 },
    );
    const paces = pacesOf(events);
    expect(paces.map(([now]) => now)).toEqual([3, 4, 5, 6]);
    expect(paces[0]?.[2]).toBeGreaterThanOrEqual(18);
  });
});

describe('a server that says how many requests it has left', () => {
  const limited =
    (resetMs: number, from: number): Script =>
    (put) => {
      const n = Number(put.id.slice(3));
      const allowance = { remaining: n >= from ? 0 : 5, resetMs };
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: put.apply(), allowance };
    };

  it('is given its time before any other PUT, and that is told', async () => {
    const { events, waits, result } = await run(updates(6), limited(7000, 3), { concurrency: 1 });
    expect(result.counts.updated).toBe(6);
    expect(waits).toEqual([7000, 7000, 7000]);
    expect(events).toContainEqual({ kind: 'waiting', ms: 7000, cause: 'throttled' });
  });

  it('for longer than a run sits through, stops it, to be taken up later', async () => {
    const { result, crm, waits } = await run(updates(6), limited(3_600_000, 3), { concurrency: 1 });
    expect(result.stop).toEqual({ cause: 'throttled', waitMs: 3_600_000 });
    expect(result.counts).toMatchObject({ updated: 3, 'not-sent': 3 });
    expect(crm.puts).toHaveLength(3);
    expect(waits).toEqual([]);
  });

  it('with the very last row, stops nothing', async () => {
    const { result } = await run(updates(6), limited(3_600_000, 6), { concurrency: 1 });
    expect(result).toMatchObject({ stop: null, counts: { updated: 6 } });
  });
});

describe('a wait that the server asks for with its answer to a read', () => {
  it('holds back the PUTs of all rows, and is told', async () => {
    const rows = updates(6);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    const real = crm.look.bind(crm);
    let asked: number | null = null;
    crm.look = async (id: string, options: LookOptions = {}) => {
      if (id === 'op-4' && asked === null) {
        asked = time.elapsed();
        options.onAsked?.(9000);
      }
      await turn();
      return real(id);
    };
    const time = sharedTime();
    const left: number[] = [];
    const { events, result } = await run(
      rows,
      async (put) => {
        if (asked !== null) left.push(time.elapsed() - asked);
        await turn();
        return accept(put);
      },
      { crm, concurrency: 2, recheckAfterMs: ALWAYS, ...time },
    );
    expect(result.counts.updated).toBe(6);
    expect(events).toContainEqual({ kind: 'waiting', ms: 9000, cause: 'throttled' });
    expect(left.length).toBeGreaterThanOrEqual(3);
    for (const ms of left) expect(ms).toBeGreaterThanOrEqual(9000);
  });
});
