import { describe, expect, it } from 'vitest';
import type { FieldChange } from '../../src/opportunity/index.js';
import type { WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from './memoryDisk.js';
import { accept, run, type Script, update } from './running.js';

const NAME: FieldChange = { field: 'name', before: 'Renovación anual', after: 'Nuevo' };
const AMOUNT: FieldChange = { field: 'amount', before: '1200.5', after: '77' };

/** One update of two fields, of which the record holds what the plan read. */
function two() {
  const row = update(1, [NAME, AMOUNT]);
  const beforeImage = { ...row.beforeImage, name: NAME.before };
  return [{ ...row, beforeImage }];
}

const HALF = { status: 'conflict', note: { code: 'record.halfChanged' } };

describe('a record that shows a part of what was sent', () => {
  it.each<[string, WriteAnswer]>([
    ['the answer was lost', { kind: 'unanswered', reason: 'ECONNRESET' }],
    [
      'the server failed',
      { kind: 'failed', httpStatus: 500, message: 'x', errorCode: null, settled: true, retryAfterMs: null },
    ],
    ['the record was in use', { kind: 'contested', httpStatus: 409, message: 'x', errorCode: null }],
  ])('after %s is a conflict that says what is missing, and is not sent again', async (_, answer) => {
    const halfway: Script = ({ live }) => {
      live.name = NAME.after;
      return answer;
    };
    const { crm, outcomes } = await run(two(), halfway);
    expect(outcomes[0]).toMatchObject(HALF);
    expect(outcomes[0]?.note).toMatchObject({
      differences: [{ field: 'amount', before: '77', after: '1200.5' }],
    });
    expect(crm.puts).toHaveLength(1);
  });

  it('and of which a person took the rest back while the run was cut off, is not gone over by the resume', async () => {
    const rows = two();
    const disk = new MemoryDisk();
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    const stop = new AbortController();
    const lost: Script = ({ apply, live }) => {
      apply();
      live.amount = AMOUNT.before;
      stop.abort();
      return { kind: 'unanswered', reason: 'ECONNRESET' };
    };
    const first = await run(rows, lost, { crm, disk, signal: stop.signal });
    expect(first.outcomes[0]?.status).toBe('unverified');
    const second = await run(rows, accept, { crm, disk: new MemoryDisk(disk.bytes), resumed: true });
    expect(second.outcomes[0]).toMatchObject(HALF);
    expect(crm.puts).toHaveLength(1);
  });

  it('before anything was sent is sent: nothing of anybody is overwritten by that', async () => {
    const rows = two();
    const crm = new FakeCrm(rows.map(({ beforeImage }) => ({ ...beforeImage, name: NAME.after })));
    const { outcomes } = await run(rows, accept, { crm, recheckAfterMs: 0 });
    expect(outcomes[0]?.status).toBe('updated');
    expect(crm.records.get('op-1')).toMatchObject({ name: NAME.after, amount: AMOUNT.after });
  });
});
