import { describe, expect, it } from 'vitest';
import type { LookUp, Outcome, RunStop, WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { ALWAYS, accept, run, type Setup, updates } from './running.js';

interface Line {
  /** How often it is sent, when the server always answers so and never applies it. */
  readonly puts: number;
  readonly status: Outcome['status'];
  readonly note: string | null;
  /** Why the run ends with it. */
  readonly stop?: RunStop['cause'];
}

const words = { message: 'no', errorCode: 'NO' };
const unsettled = (httpStatus: number): WriteAnswer => ({
  ...{ kind: 'failed', httpStatus, ...words, settled: false },
});

// What a run does with each answer of the retry table (RELIABILITY, "Retry table (PUT)"), in its order. Which reply of
// the network's is which answer stands in test/plazbot/classifyUpdate.
const LINES: readonly [string, WriteAnswer, Line][] = [
  [
    'no connection',
    { kind: 'unreached', reason: 'ECONNREFUSED' },
    { puts: 4, status: 'not-sent', note: 'connection.failed', stop: 'unreachable' },
  ],
  [
    'TLS that cannot be trusted',
    { kind: 'halt', cause: 'tls', httpStatus: null, message: 'CERT_HAS_EXPIRED' },
    { puts: 1, status: 'not-sent', note: 'run.stopped', stop: 'tls' },
  ],
  [
    'silence',
    { kind: 'unanswered', reason: 'ECONNRESET' },
    { puts: 4, status: 'not-sent', note: 'attempts.exhausted' },
  ],
  [
    'an error in the body',
    { kind: 'refused', httpStatus: 200, ...words },
    { puts: 1, status: 'rejected', note: null },
  ],
  [
    'a page',
    { kind: 'unreadable', httpStatus: 200 },
    { puts: 2, status: 'unverified', note: 'answer.unreadable', stop: 'wrongApi' },
  ],
  [
    '202',
    { kind: 'postponed', httpStatus: 202 },
    { puts: 1, status: 'unverified', note: 'answer.uncertain' },
  ],
  [
    '303',
    { kind: 'halt', cause: 'redirect', httpStatus: 303, message: 'https://other' },
    { puts: 1, status: 'not-sent', note: 'run.stopped', stop: 'redirect' },
  ],
  ['422', { kind: 'refused', httpStatus: 422, ...words }, { puts: 1, status: 'rejected', note: null }],
  [
    '401 without another token',
    { kind: 'unauthorized', httpStatus: 401, message: 'no' },
    { puts: 1, status: 'not-sent', note: 'run.stopped', stop: 'credentials' },
  ],
  ['404', { kind: 'refused', httpStatus: 404, ...words }, { puts: 1, status: 'rejected', note: null }],
  [
    '405',
    { kind: 'halt', cause: 'wrongApi', httpStatus: 405, message: null },
    { puts: 1, status: 'not-sent', note: 'run.stopped', stop: 'wrongApi' },
  ],
  ['408', unsettled(408), { puts: 4, status: 'not-sent', note: 'attempts.exhausted' }],
  ['409', { kind: 'contested', httpStatus: 409, ...words }, { puts: 3, status: 'conflict', note: null }],
  [
    '429',
    { kind: 'throttled', httpStatus: 429, message: 'no', retryAfterMs: 2000 },
    { puts: 11, status: 'not-sent', note: 'throttled.tooLong' },
  ],
  [
    '500',
    { kind: 'failed', httpStatus: 500, ...words, settled: true },
    { puts: 3, status: 'rejected', note: null },
  ],
  ['504', unsettled(504), { puts: 4, status: 'not-sent', note: 'attempts.exhausted' }],
  [
    '503 that asks for a wait',
    { kind: 'failed', httpStatus: 503, ...words, settled: true, retryAfterMs: 9000 },
    { puts: 4, status: 'not-sent', note: 'attempts.exhausted' },
  ],
];

/** Sends two rows, of which the second is answered so; when each of its PUTs left stands in `left`, in ms. */
async function against(answer: WriteAnswer, applies: boolean, more: Setup = {}) {
  let clock = 0;
  const left: number[] = [];
  const rows = updates(2);
  const ran = await run(
    rows,
    (put) => {
      if (put.id === 'op-1') return accept(put);
      left.push(clock);
      if (applies) put.apply();
      return answer;
    },
    {
      ...{ concurrency: 1, elapsed: () => clock, random: () => 0.999 },
      sleep: async (ms) => {
        clock += ms;
        await new Promise((resolve) => setImmediate(resolve));
      },
      ...more,
    },
  );
  return { ...ran, left, gaps: left.slice(1).map((at, i) => at - (left[i] ?? 0)) };
}

describe('the retry table, line by line', () => {
  it.each(LINES)('%s, for ever', async (_, answer, { puts, status, note, stop }) => {
    const { outcomes, left, result, journal } = await against(answer, false);
    expect(outcomes[1] ?? journal.toldOutcomeOf(3)).toMatchObject({ status });
    expect(outcomes[1]?.note?.code ?? null).toBe(note);
    expect(left).toHaveLength(puts);
    expect(result.stop?.cause).toBe(stop);
    // The server's own words are kept where it spoke of this row.
    if (status === 'rejected' || status === 'conflict') expect(outcomes[1]).toMatchObject(words);
  });

  it.each(
    LINES.filter(([, { kind }]) =>
      ['unanswered', 'unreadable', 'failed', 'contested', 'postponed'].includes(kind),
    ),
  )('%s, and the record shows the change: it is not sent again', async (_, answer) => {
    const { outcomes, left } = await against(answer, true);
    expect(outcomes[1]).toMatchObject({ status: 'updated', note: { code: 'answer.foundApplied' } });
    expect(left).toHaveLength(1);
  });

  it.each(
    LINES.filter(
      ([, answer]) => answer.kind === 'unanswered' || (answer.kind === 'failed' && !answer.settled),
    ),
  )('%s: nothing is sent again before it must have settled', async (_, answer) => {
    const { gaps } = await against(answer, false, { settleMs: 45_000 });
    expect(gaps).toHaveLength(3);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(45_000);
  });

  it('a failure whose change comes through before the second try is told as updated: it was sent', async () => {
    const rows = updates(2);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    let clock = 0;
    let late: (() => unknown) | null = null;
    const { outcomes } = await run(
      rows,
      (put) => {
        if (put.id === 'op-1') return accept(put);
        late = put.apply;
        return { kind: 'failed', httpStatus: 500, ...words, settled: true };
      },
      {
        ...{ crm, concurrency: 1, recheckAfterMs: ALWAYS },
        sleep: async (ms) => {
          clock += ms;
          late?.();
          await new Promise((resolve) => setImmediate(resolve));
        },
        elapsed: () => clock,
      },
    );
    expect(outcomes[1]).toMatchObject({
      ...{ status: 'updated', attempts: 1, note: { code: 'answer.foundApplied' } },
    });
    expect(crm.puts).toHaveLength(2);
  });

  it('a wait that the server names is kept in full, each time', async () => {
    for (const [name, ms] of [
      ['429', 2000],
      ['503 that asks for a wait', 9000],
    ] as const) {
      const [, answer] = LINES.find(([line]) => line === name) ?? [];
      const { gaps } = await against(answer as WriteAnswer, false);
      expect(gaps.length, name).toBeGreaterThan(2);
      for (const gap of gaps) expect(gap, name).toBeGreaterThanOrEqual(ms);
    }
  });

  it('where it names none, the waits are any time below a bound that is doubled each time, up to twenty seconds', async () => {
    const refused: WriteAnswer = { kind: 'unreached', reason: 'ECONNREFUSED' };
    const longest = await against(refused, false, { retries: 7 });
    const bounds = [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000];
    expect(longest.gaps.map((gap) => Math.round(gap / 0.999))).toEqual(bounds);
    const half = await against(refused, false, { retries: 7, random: () => 0.5 });
    expect(half.gaps).toEqual(bounds.map((bound) => bound / 2));
    const throttled: WriteAnswer = { kind: 'throttled', httpStatus: 429, message: null, retryAfterMs: null };
    const slower = await against(throttled, false, { random: () => 0.5 });
    expect(slower.gaps.slice(0, 3)).toEqual([1000, 2000, 4000]);
  });

  it.each<[string, LookUp, RunStop]>([
    [
      'redirected',
      { kind: 'halt', cause: 'redirect', httpStatus: 302, message: 'https://sso' },
      { cause: 'redirect', httpStatus: 302, message: 'https://sso' },
    ],
    [
      'refused for the token',
      { kind: 'unauthorized', httpStatus: 401, message: 'no' },
      { cause: 'credentials', httpStatus: 401, message: 'no' },
    ],
  ])(
    'a look that is %s stops the run, before a PUT and after one, and the row is told as it is',
    async (_, look, stop) => {
      for (const [from, status, puts] of [
        // The looks: at the first row before and after its PUT, and then at the second after its own is lost.
        [1, 'not-sent', 0],
        [2, 'unverified', 1],
        [3, 'unverified', 2],
      ] as const) {
        const rows = updates(5);
        const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
        const real = crm.look.bind(crm);
        let looks = 0;
        crm.look = async (id) => {
          looks += 1;
          return looks < from ? real(id) : look;
        };
        const { result, outcomes } = await run(
          rows,
          (put) => (put.id === 'op-1' ? accept(put) : { kind: 'unanswered', reason: 'ECONNRESET' }),
          { crm, concurrency: 1 },
        );
        expect(result.stop, `look ${from}`).toEqual(stop);
        expect(outcomes[from === 3 ? 1 : 0]?.status, `look ${from}`).toBe(status);
        expect(crm.puts, `look ${from}`).toHaveLength(puts);
        expect(result.counts.rejected + result.counts.conflict).toBe(0);
      }
    },
  );

  it('an expired token costs a row nothing: with another one it is sent, and counted once', async () => {
    let expired = true;
    const { result, outcomes } = await run(
      updates(2),
      (put) => {
        if (put.id === 'op-2' && expired)
          return { kind: 'unauthorized', httpStatus: 401, message: 'expired' };
        return accept(put);
      },
      {
        renewToken: async () => {
          expired = false;
          return true;
        },
      },
    );
    expect(result).toMatchObject({ stop: null, counts: { updated: 2 } });
    expect(outcomes[1]).toMatchObject({ status: 'updated', attempts: 1, httpStatus: 200 });
  });
});
