import { describe, expect, it } from 'vitest';
import { FakeCrm } from '../plan/workspace.js';
import { run, updates } from './running.js';

describe('the budget of retries', () => {
  it('is spent on reading again, too: a server that fails at everything is asked little more than once a row', async () => {
    const rows = updates(300);
    let looks = 0;
    let again = 0;
    const crm = Object.assign(new FakeCrm(rows.map(({ beforeImage }) => beforeImage)), {
      look: async (_: string, mayRetry: () => boolean) => {
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
