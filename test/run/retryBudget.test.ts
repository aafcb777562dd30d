import { describe, expect, it } from 'vitest';
import type { LookOptions, WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { accept, type Put, run, updates } from './running.js';

describe('the budget of retries', () => {
  it('is spent on reading again, too: a server that fails at everything is asked little more than once a row', async () => {
    const rows = updates(300);
    let looks = 0;
    let again = 0;
    const crm = Object.assign(new FakeCrm(rows.map(({ beforeImage }) => beforeImage)), {
      look: async (_: string, { mayRetry = () => true }: LookOptions = {}) => {
        looks += 1;
        for (let tries = 1; tries < 4 && mayRetry(); tries += 1) again += 1;
        return { kind: 'unknown', reason: 'HTTP 503' } as const;
      },
    });
    const { result } = await run(
      rows,
      () => ({
        kind: 'failed',
        httpStatus: 503,
        message: null,
        errorCode: null,
        settled: true,
      }),
      { crm, recheckAfterMs: 0 },
    );
    expect(result.counts.updated).toBe(0);
    expect(result.stop?.cause).toBe('failing');
    expect(looks).toBeGreaterThan(0);
    // A full budget is 100 tries, and nothing has gone well.
    expect(again).toBeLessThanOrEqual(100);
    expect(again).toBeGreaterThan(0);
  });
});

describe('a PUT that is sent again', () => {
  const down = (httpStatus: number): WriteAnswer => ({
    ...{ kind: 'failed', httpStatus, message: 'no', errorCode: null, settled: true },
  });
  /** PUTs beyond the first of each row. */
  const again = ({ crm }: { crm: FakeCrm }) => crm.puts.length - new Set(crm.puts.map(({ id }) => id)).size;

  it('is paid from a hundred tries that a run has, and from one in five that go well', async () => {
    // Two of three rows go well; the others never do.
    const fails = ({ id }: Put) => Number(id.slice(3)) % 3 === 0;
    const ran = await run(updates(600), (put) => (fails(put) ? down(503) : accept(put)), { concurrency: 1 });
    expect(ran.result.counts.updated).toBe(400);
    expect(again(ran)).toBeLessThanOrEqual(100 + 400 / 5);
    expect(again(ran)).toBeGreaterThan(100);
    // Nothing of it is final: whoever goes on with the run tries them again.
    expect(ran.result.counts['not-sent']).toBe(200);
  });

  it('costs twice as much when no answer came', async () => {
    const silent: WriteAnswer = { kind: 'unanswered', reason: 'UND_ERR_HEADERS_TIMEOUT' };
    const ran = await run(updates(120), (put) => (put.id === 'op-1' ? accept(put) : silent), {
      concurrency: 1,
    });
    expect(again(ran)).toBeLessThanOrEqual(50);
    expect(again(ran)).toBeGreaterThan(40);
  });

  it('and cannot be paid for, leaves its row to be sent later, also where the server failed at the row itself', async () => {
    const fails = ({ id }: Put) => Number(id.slice(3)) % 3 === 0;
    const ran = await run(updates(900), (put) => (fails(put) ? down(500) : accept(put)), { concurrency: 1 });
    const told = ran.outcomes.filter((outcome) => outcome?.httpStatus === 500);
    const tries = (status: string) =>
      new Set(told.filter((outcome) => outcome?.status === status).map((outcome) => outcome?.attempts));
    // One that the server failed at again and again is its own fault; of one that was tried once nobody knows.
    expect(tries('rejected').size).toBeGreaterThan(0);
    expect([...tries('rejected')]).not.toContain(1);
    expect([...tries('not-sent')]).toContain(1);
  });
});
