import { describe, expect, it } from 'vitest';
import { run, type Script, updates } from './running.js';

describe('a change that the server has accepted for later (202)', () => {
  const later =
    (applies: boolean): Script =>
    ({ apply }) => {
      if (applies) setImmediate(apply);
      return { kind: 'postponed', httpStatus: 202 };
    };

  it('is looked for until the record shows it', async () => {
    const { outcomes, crm } = await run(updates(2), later(true));
    expect(outcomes.map((outcome) => outcome?.status)).toEqual(['updated', 'updated']);
    expect(crm.puts).toHaveLength(2);
  });

  it('is looked for a minute at least, then told as not known, and not sent again', async () => {
    const { outcomes, waits, crm } = await run(updates(1), later(false), { settleMs: 1000 });
    expect(outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'answer.uncertain' } });
    expect(crm.puts).toHaveLength(1);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(60_000);
  });
});
