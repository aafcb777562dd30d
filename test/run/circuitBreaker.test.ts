import { describe, expect, it } from 'vitest';
import type { LookUp, RunEvent, RunStop, WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { accept, type Put, run, type Setup, updates } from './running.js';

const DOWN: WriteAnswer = { kind: 'failed', httpStatus: 503, message: null, errorCode: null, settled: true };

/**
 * Sends rows one after another to a server that answers PUTs, in the order in which they leave, as `answer` says, and
 * reads as `look` says; both are told of the pauses so far, in ms, that the run made because the server fails. What was
 * sent and read stands in `calls`.
 */
async function against(
  rows: number,
  answer: (nth: number, pauses: readonly number[]) => WriteAnswer | undefined,
  look: (nth: number, pauses: readonly number[]) => LookUp | undefined = () => undefined,
  more: Setup = {},
) {
  const planned = updates(rows);
  const crm = new FakeCrm(planned.map(({ beforeImage }) => beforeImage));
  const calls: string[] = [];
  const pauses: number[] = [];
  const onEvent = (event: RunEvent) => {
    if (event.kind === 'waiting' && event.cause === 'failing') pauses.push(event.ms);
  };
  const real = crm.look.bind(crm);
  let looks = 0;
  crm.look = async (id) => {
    looks += 1;
    const told = look(looks, pauses);
    calls.push(told ? 'look failed' : 'look');
    return told ?? real(id);
  };
  let puts = 0;
  const script = (put: Put) => {
    puts += 1;
    const told = answer(puts, pauses) ?? accept(put);
    calls.push(`put ${'kind' in told ? told.kind : 'later'}`);
    return told;
  };
  const ran = await run(planned, script, { crm, concurrency: 1, retries: 0, canary: 0, onEvent, ...more });
  return { ...ran, calls, pauses };
}

describe('a server that fails', () => {
  it('at half of its last twenty PUTs gets a pause, and is sent to again after three good reads', async () => {
    const { calls, pauses, result } = await against(60, (nth) => (nth > 10 && nth <= 20 ? DOWN : undefined));
    expect(pauses).toEqual([15_000]);
    // Each failure is looked at once; the tenth of them makes it half, and then come the three probes.
    const last = calls.lastIndexOf('put failed');
    expect(calls.slice(last, last + 6)).toEqual([
      ...['put failed', 'look', 'look', 'look', 'look', 'put accepted'],
    ]);
    expect(result).toMatchObject({ stop: null, counts: { updated: 50, 'not-sent': 10 } });
  });

  it('at fewer than half of them, or at a few of the first, gets none', async () => {
    expect((await against(90, (nth) => (nth % 3 === 0 ? DOWN : undefined))).pauses).toEqual([]);
    expect((await against(60, (nth) => (nth <= 9 ? DOWN : undefined))).pauses).toEqual([]);
  });

  it('at reads as well is not sent to before they are good, and the pauses grow', async () => {
    const unread: LookUp = { kind: 'unknown', reason: 'HTTP 503' };
    // The looks at the failures come first, then the probes.
    let probing = false;
    const { calls, pauses } = await against(
      60,
      (nth) => {
        probing = nth >= 20;
        return nth > 10 && nth <= 20 ? DOWN : undefined;
      },
      (_, so) => (probing && so.length < 4 && so.length > 0 ? unread : undefined),
    );
    expect(pauses).toEqual([15_000, 30_000, 60_000, 120_000]);
    const failed = calls.lastIndexOf('look failed');
    expect(calls.slice(failed + 1, failed + 5)).toEqual(['look', 'look', 'look', 'put accepted']);
    expect(calls.slice(calls.lastIndexOf('put failed') + 1, failed)).not.toContain('put accepted');
  });

  it('and never takes a PUT again, though it reads well, is given up after ten minutes, and no row is failed for it', async () => {
    const { result, pauses, crm } = await against(600, (nth) => (nth > 1 ? DOWN : undefined));
    expect(result.stop?.cause).toBe('failing');
    expect(result.stop?.cause === 'failing' && result.stop.forMs).toBeGreaterThanOrEqual(600_000);
    expect(pauses).toEqual([15_000, 30_000, 60_000, 120_000, 240_000, 300_000]);
    expect(result.counts.rejected + result.counts.unverified).toBe(0);
    expect(crm.puts.length).toBeLessThan(200);
  });

  it('and is well again in between is forgotten for what it did: the next pause is a short one', async () => {
    const bad = (nth: number) => (nth > 10 && nth <= 20) || (nth > 100 && nth <= 140);
    const { pauses } = await against(200, (nth) => (bad(nth) ? DOWN : undefined));
    expect(pauses.slice(0, 2)).toEqual([15_000, 15_000]);
  });

  it('is no less failing for a connection that it does not take in between', async () => {
    let refused = false;
    // As a server that is started again: it does not listen for a moment, and then fails as before.
    const { pauses } = await against(
      120,
      (nth, so) => {
        if (nth === 1) return undefined;
        if (refused || so.length === 0) return DOWN;
        refused = true;
        return { kind: 'unreached', reason: 'ECONNREFUSED' };
      },
      () => undefined,
      { retries: 1 },
    );
    expect(refused).toBe(true);
    expect(pauses.slice(0, 2)).toEqual([15_000, 30_000]);
  });

  const expired: LookUp = { kind: 'unauthorized', httpStatus: 401, message: 'expired' };
  const down = (nth: number) => (nth > 1 && nth <= 20 ? DOWN : undefined);

  it('and whose token expires in the pause is read with another one, and sent to again', async () => {
    let asked = 0;
    const { pauses, result } = await against(
      40,
      down,
      (_, so) => (so.length > 0 && asked === 0 ? expired : undefined),
      {
        renewToken: async () => {
          asked += 1;
          return true;
        },
      },
    );
    expect(asked).toBe(1);
    expect(pauses).toEqual([15_000]);
    expect(result).toMatchObject({ stop: null, counts: { updated: 21, 'not-sent': 19 } });
  });

  it.each<[string, LookUp, RunStop]>([
    ['for want of a token', expired, { cause: 'credentials', httpStatus: 401, message: 'expired' }],
    [
      'when it is not that server any more',
      { kind: 'halt', cause: 'redirect', httpStatus: 302, message: 'https://sso' },
      { cause: 'redirect', httpStatus: 302, message: 'https://sso' },
    ],
  ])('and in the pause cannot be read %s, is not waited for', async (_, look, stop) => {
    const { pauses, result, calls } = await against(40, down, (_nth, so) =>
      so.length > 0 ? look : undefined,
    );
    expect(result.stop).toEqual(stop);
    expect(pauses).toEqual([15_000]);
    expect(calls.filter((call) => call === 'look failed')).toHaveLength(1);
  });
});
