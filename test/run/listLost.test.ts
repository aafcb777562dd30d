import { describe, expect, it } from 'vitest';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from './memoryDisk.js';
import { accept, type Put, run, type Script, updates } from './running.js';

/** The server keeps every single value that it is not sent, but blanks the list of custom fields. */
const blanking: Script = (put) => {
  const record = put.apply();
  if (!('customFields' in put.sent)) blank(put);
  return { kind: 'accepted', httpStatus: 200, message: 'ok', record: { ...record, customFields: null } };
};
const blank = ({ live }: Put) => {
  live.customFields = null;
};

const LOST = ['customFields.Región', 'customFields.Canal'];

describe('a server that blanks the list of custom fields when it is not sent', () => {
  it('is found out at the first record, which gets its list again', async () => {
    const rows = updates(4);
    const { crm, result, outcomes } = await run(rows, blanking);
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 2, restored: true });
    expect(outcomes[0]).toMatchObject({
      status: 'not-sent',
      note: { code: 'fields.restored', differences: LOST.map((field) => ({ field, after: null })) },
    });
    for (const { id, beforeImage } of rows) expect(crm.records.get(id)).toEqual(beforeImage);
  });

  it('is found out at the first record that has one, among the first few', async () => {
    const rows = updates(8).map((update, i) => ({
      ...update,
      beforeImage: { ...update.beforeImage, ...(i < 3 && { customFields: [] }) },
    }));
    const { crm, result, outcomes } = await run(rows, blanking, { canary: 5 });
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 5, restored: true });
    expect(outcomes.slice(0, 4).map((outcome) => outcome?.status)).toEqual([
      ...['updated', 'updated', 'updated', 'not-sent'],
    ]);
    for (const { id, beforeImage } of rows.slice(3)) expect(crm.records.get(id)).toEqual(beforeImage);
  });

  it('and does not take it back, is not told to have got it again; and is sent all of it by a resume', async () => {
    const rows = updates(2);
    const disk = new MemoryDisk();
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    const first = await run(
      rows,
      (put) => {
        const answer = blanking(put);
        blank(put);
        return answer;
      },
      { crm, disk },
    );
    expect(first.result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 2, restored: false });
    expect(first.outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'fields.lost' } });
    expect(crm.puts.map(({ id }) => id)).toEqual(['op-1', 'op-1']);
    const second = await run(rows, blanking, {
      ...{ crm, disk: new MemoryDisk(disk.bytes), resumed: true, body: 'full' },
    });
    expect(second.result).toMatchObject({ stop: null, counts: { updated: 2 } });
    for (const [i, { id, beforeImage }] of rows.entries()) {
      expect(crm.records.get(id)).toEqual({ ...beforeImage, amount: String(i + 1) });
    }
  });
});

describe('a list of custom fields that is not shown', () => {
  it('by the answer to a PUT says nothing', async () => {
    const { outcomes } = await run(updates(3), ({ apply }) => ({
      ...{ kind: 'accepted', httpStatus: 200, message: 'ok' },
      record: { ...apply(), customFields: null },
    }));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'updated', note: null });
  });

  it('by any look at a record, though the plan has read it elsewhere, is not taken for lost', async () => {
    const rows = updates(3);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    const look = crm.look.bind(crm);
    crm.look = async (id) => {
      const looked = await look(id);
      if (looked.kind === 'record' && looked.record) looked.record.customFields = null;
      return looked;
    };
    const { outcomes, result } = await run(rows, accept, { crm });
    expect(result.stop).toBeNull();
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'updated', note: null });
  });
});
