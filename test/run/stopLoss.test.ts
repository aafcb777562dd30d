import { describe, expect, it } from 'vitest';
import type { ErrorLimit, WriteAnswer } from '../../src/run/index.js';
import { accept, run, type Script, updates } from './running.js';

/** Refuses those rows of which this is true, with this status and code. */
const refusing =
  (isRefused: (n: number) => boolean, httpStatus: number, codeOf: (n: number) => string): Script =>
  (put): WriteAnswer | Promise<WriteAnswer> => {
    const n = Number(put.id.slice('op-'.length));
    if (!isRefused(n)) return accept(put);
    return { kind: 'refused', httpStatus, message: 'no', errorCode: codeOf(n) };
  };

const DEFAULT: ErrorLimit = { kind: 'default' };
const each = (n: number) => `CODE-${n}`;
const always = () => true;

async function stopOf(script: Script, errorLimit: ErrorLimit, rows = 60) {
  const { result, crm } = await run(updates(rows), script, { errorLimit, concurrency: 1 });
  return { stop: result.stop, sent: crm.puts.length, counts: result.counts };
}

describe('a run of which rows are refused', () => {
  it('stops at the tenth in a row with one code, which is a wrong mapping, and names the code', async () => {
    const { stop, sent, counts } = await stopOf(
      refusing(always, 422, () => 'BAD'),
      DEFAULT,
    );
    expect(stop).toEqual({ cause: 'tooManyErrors', rejected: 10, sent: 10, errorCode: 'BAD' });
    expect([sent, counts['not-sent']]).toEqual([10, 50]);
  });

  it('stops at the fifth in a row for want of rights, whatever number of errors is allowed', async () => {
    const forbidden = refusing(always, 403, () => 'ROLE');
    for (const limit of [DEFAULT, { kind: 'count', count: 50 }] as const) {
      expect(await stopOf(forbidden, limit)).toMatchObject({ sent: 5, stop: { errorCode: 'ROLE' } });
    }
  });

  it('stops at the twentieth and more than a tenth of them, when each has a code of its own', async () => {
    expect(await stopOf(refusing(always, 422, each), DEFAULT)).toMatchObject({
      sent: 20,
      stop: { cause: 'tooManyErrors', errorCode: null },
    });
    // One in eleven is under a tenth.
    const few = refusing((n) => n % 11 === 0, 422, each);
    expect(await stopOf(few, DEFAULT, 300)).toMatchObject({ sent: 300, stop: null });
  });

  it('stops at the number or the share that it is told, and not at all when it is told so', async () => {
    const half = refusing((n) => n % 2 === 0, 422, each);
    expect(await stopOf(half, { kind: 'count', count: 3 })).toMatchObject({ sent: 6 });
    expect(await stopOf(half, { kind: 'share', share: 0.4 })).toMatchObject({ sent: 20 });
    expect(await stopOf(half, { kind: 'share', share: 0.6 })).toMatchObject({ sent: 60, stop: null });
    expect(await stopOf(refusing(always, 422, each), { kind: 'none' })).toMatchObject({
      sent: 60,
      stop: null,
    });
  });
});

describe('the first rows of a run', () => {
  it('are read back, and a run stops at one that the server shows otherwise', async () => {
    const rounding: Script = ({ id, apply, live }) => {
      const record = apply();
      if (id === 'op-3') live.amount = '999';
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record };
    };
    const { result, outcomes, crm } = await run(updates(20), rounding, { canary: 5 });
    expect(result.stop).toEqual({ cause: 'canary', rowNumber: 4 });
    expect(outcomes[2]).toMatchObject({ status: 'unverified', note: { code: 'values.differ' } });
    expect(crm.puts.map(({ id }) => id)).toEqual(['op-1', 'op-2', 'op-3']);
  });

  it('go one after another, as many as are wanted', async () => {
    let running = 0;
    const seen: number[] = [];
    const script: Script = async (put) => {
      running += 1;
      seen.push(running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return accept(put);
    };
    await run(updates(30), script, { canary: 5, concurrency: 4 });
    expect(seen.slice(0, 5)).toEqual([1, 1, 1, 1, 1]);
    expect(Math.max(...seen)).toBeGreaterThan(1);
  });
});
