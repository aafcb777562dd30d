import { describe, expect, it } from 'vitest';
import type { LookUp } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from './memoryDisk.js';
import { accept, run, type Script, update, updates } from './running.js';

/** Updates of the amount; from the n-th on their records have a contact, too. */
function withContactFrom(n: number, count: number) {
  return updates(count).map((row, i) => ({
    ...row,
    beforeImage: { ...row.beforeImage, contactId: i + 1 < n ? null : `ct-${i + 1}` },
  }));
}

/** Keeps all that it is not sent but the contact, from so many PUTs on. */
function blanksContact(from = 0): Script {
  let puts = 0;
  return (put) => {
    const record = put.apply();
    puts += 1;
    if (puts > from && !('contactId' in put.sent)) put.live.contactId = null;
    return {
      kind: 'accepted',
      httpStatus: 200,
      message: 'ok',
      record: { ...record, contactId: put.live.contactId },
    };
  };
}

const contactsIn = (crm: FakeCrm) =>
  [...crm.records.values()].filter(({ contactId }) => contactId !== null).length;

describe('a server that blanks one field which a PUT does not carry', () => {
  it.each([1, 8])(
    'is found out at the first record that has it, however late that comes, and it is put back: concurrency %i',
    async (concurrency) => {
      const rows = withContactFrom(21, 60);
      const { crm, result, outcomes } = await run(rows, blanksContact(), { canary: 5, concurrency });
      expect(result.stop).toMatchObject({ cause: 'fieldsLost', restored: true });
      expect(contactsIn(crm)).toBe(40);
      for (const outcome of outcomes.slice(20)) expect(outcome?.status ?? 'not-sent').toBe('not-sent');
      expect(result.counts.updated).toBe(20);
    },
  );

  it('once it was seen to keep it is found out at the record after the one that lost it', async () => {
    const rows = withContactFrom(1, 60);
    const { result, outcomes, crm } = await run(rows, blanksContact(20), { canary: 5, concurrency: 1 });
    // Of the first nobody knows yet who has emptied it.
    expect(outcomes[20]).toMatchObject({
      status: 'updated',
      note: {
        code: 'record.editedMeanwhile',
        differences: [{ field: 'contactId', before: 'ct-21', after: null }],
      },
    });
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 23, restored: true });
    expect(contactsIn(crm)).toBe(59);
    expect(result.counts.updated).toBe(21);
  });

  it('costs a server that keeps all a look or two for the record that first has it, and no more', async () => {
    const rows = withContactFrom(21, 60);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    const looked: string[] = [];
    const look = crm.look.bind(crm);
    crm.look = async (id) => {
      looked.push(id);
      return look(id);
    };
    const { result } = await run(rows, accept, { crm, canary: 5, concurrency: 1 });
    expect(result.counts.updated).toBe(60);
    expect(looked).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 21, 21].map((n) => `op-${n}`));
  });
});

describe('a record whose read-back fails after its PUT was accepted', () => {
  const unread: LookUp = { kind: 'unknown', reason: 'HTTP 502' };

  it('and whose own answer shows what it lost, is told so, and the run stops', async () => {
    const rows = withContactFrom(1, 3);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    const look = crm.look.bind(crm);
    crm.look = async (id) => (crm.puts.length > 0 ? unread : look(id));
    const disk = new MemoryDisk();
    const { result, outcomes } = await run(rows, blanksContact(), { crm, disk });
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 2 });
    expect(outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'fields.lost' } });
    // The restoring PUT has put it back; a resume that can read sees it.
    crm.look = look;
    const again = await run(rows, accept, {
      crm,
      disk: new MemoryDisk(disk.bytes),
      resumed: true,
      body: 'full',
    });
    expect(again.result.counts.updated).toBe(3);
    expect(contactsIn(crm)).toBe(3);
  });
});

describe('a server that answers from a copy which is behind', () => {
  /** Shows what was there before until it was asked so often since the last PUT. */
  function behind(times: number) {
    const rows = updates(8);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    const look = crm.look.bind(crm);
    let asked = 0;
    const stale = new Map<string, LookUp>();
    crm.look = async (id) => {
      const fresh = await look(id);
      const isNew = crm.puts.some((put) => put.id === id);
      if (!isNew) stale.set(id, structuredClone(fresh));
      asked = isNew ? asked + 1 : 0;
      return isNew && asked <= times ? (stale.get(id) ?? fresh) : fresh;
    };
    return { rows, crm };
  }

  it('is asked again for a few seconds, and is not taken for one that does something else', async () => {
    const { rows, crm } = behind(3);
    const { result, waits } = await run(rows, accept, { crm, canary: 2, concurrency: 1 });
    expect(result.counts.updated).toBe(8);
    expect(waits).toEqual([200, 400, 800, 200, 400, 800]);
  });

  it('and never shows the change, is stopped at the first record', async () => {
    const { rows, crm } = behind(99);
    const { result, outcomes } = await run(rows, accept, { crm, canary: 2 });
    expect(result.stop).toMatchObject({ cause: 'canary', rowNumber: 2 });
    expect(outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'values.differ' } });
    expect(crm.puts).toHaveLength(1);
  });

  it('and shows in its answer what was there before, is asked what is there now', async () => {
    const rows = updates(9);
    const { result } = await run(
      rows,
      (put) => {
        const before = structuredClone(put.live);
        put.apply();
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: before };
      },
      { canary: 1 },
    );
    expect(result.counts.updated).toBe(9);
  });
});

describe('a server that stores something else than it is sent', () => {
  it('only after the canary, is stopped after ten rows', async () => {
    let puts = 0;
    const { result, crm } = await run(
      updates(60),
      (put) => {
        const record = put.apply();
        puts += 1;
        return {
          kind: 'accepted',
          httpStatus: 200,
          message: 'ok',
          record: puts > 5 ? { ...record, amount: '777' } : record,
        };
      },
      { canary: 5, concurrency: 1, errorLimit: { kind: 'default' } },
    );
    expect(result.stop).toMatchObject({ cause: 'canary', rowNumber: 16 });
    expect(crm.puts).toHaveLength(15);
  });
});

describe('a custom field', () => {
  it('that a colleague sets while another one of the same record is sent is kept, also right after planning', async () => {
    const origin = { name: 'Origen', value: 'Web', wire: { name: 'Origen', value: 'Web' } };
    const region = { name: 'Región', value: 'Lima', wire: { name: 'Región', value: 'Lima' } };
    const rows = [1, 2, 3].map((n) => {
      const row = update(n, [{ field: 'customFields.Origen', before: 'Web', after: 'Feria' }]);
      return { ...row, beforeImage: { ...row.beforeImage, customFields: [origin, region] } };
    });
    const crm = new FakeCrm(rows.map(({ beforeImage }) => structuredClone(beforeImage)));
    const live = crm.records.get('op-3');
    if (live)
      live.customFields = [origin, { ...region, value: 'Cusco', wire: { name: 'Región', value: 'Cusco' } }];
    const { result } = await run(rows, accept, {
      ...{ crm, canary: 1, concurrency: 1, recheckAfterMs: 60_000 },
      now: () => new Date('2026-01-01T00:00:10.000Z'),
    });
    expect(result.counts.updated).toBe(3);
    expect(crm.records.get('op-3')?.customFields).toMatchObject([{ value: 'Feria' }, { value: 'Cusco' }]);
  });
});

describe('a server that keeps all', () => {
  it('and shows the sent fields alone in its answers, is asked for the others of each record', async () => {
    const rows = withContactFrom(1, 60);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    let looks = 0;
    const look = crm.look.bind(crm);
    crm.look = async (id) => {
      looks += 1;
      return look(id);
    };
    const blank = { name: null, description: null, stageId: null, contactId: null };
    const { result, outcomes } = await run(
      rows,
      (put) => ({ kind: 'accepted', httpStatus: 200, message: 'ok', record: { ...put.apply(), ...blank } }),
      { crm, canary: 1, concurrency: 1 },
    );
    expect([result.counts.updated, result.stop]).toEqual([60, null]);
    for (const outcome of outcomes) expect(outcome?.note).toBeNull();
    expect(looks).toBe(1 + 60);
  });

  it('until it begins to lose a field which its answers never show, is found out at once', async () => {
    const rows = withContactFrom(1, 60);
    const loses = blanksContact(40);
    const blank = { name: null, description: null, stageId: null, contactId: null };
    const { result, outcomes, crm } = await run(
      rows,
      async (put) => {
        const answer = await loses(put);
        return answer.kind === 'accepted' && answer.record
          ? { ...answer, record: { ...answer.record, ...blank } }
          : answer;
      },
      { canary: 1, concurrency: 1 },
    );
    expect(outcomes[40]?.note).toMatchObject({ code: 'record.editedMeanwhile' });
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 43, restored: true });
    expect(contactsIn(crm)).toBe(59);
  });

  it('and of which a colleague empties a field meanwhile, gets the other rows all the same', async () => {
    const rows = withContactFrom(1, 40);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => structuredClone(beforeImage)));
    for (const id of ['op-12', 'op-30']) Object.assign(crm.records.get(id) ?? {}, { contactId: null });
    const { result, outcomes } = await run(rows, accept, { crm, canary: 5, concurrency: 1 });
    expect([result.counts.updated, result.stop]).toEqual([40, null]);
    expect(outcomes[11]?.note).toMatchObject({ code: 'record.editedMeanwhile' });
  });

  it('and gives 0 for an amount that was empty, has lost nothing', async () => {
    const rows = [1, 2, 3, 4].map((n) => {
      const row = update(n, [{ field: 'name', before: 'x', after: `Nuevo ${n}` }]);
      return { ...row, beforeImage: { ...row.beforeImage, name: 'x', amount: null } };
    });
    const { result } = await run(
      rows,
      (put) => {
        put.apply();
        put.live.amount = '0';
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: structuredClone(put.live) };
      },
      { canary: 2 },
    );
    expect([result.counts.updated, result.stop]).toEqual([4, null]);
  });

  it('and shows no custom fields where one record is read, is not asked for them again and again', async () => {
    const origin = { name: 'Origen', value: 'Web', wire: { name: 'Origen', value: 'Web' } };
    const rows = updates(60).map((row) => ({
      ...row,
      beforeImage: { ...row.beforeImage, customFields: [origin] },
    }));
    const crm = new FakeCrm(rows.map(({ beforeImage }) => structuredClone(beforeImage)));
    let looks = 0;
    const look = crm.look.bind(crm);
    crm.look = async (id) => {
      looks += 1;
      const found = await look(id);
      return found.kind === 'record' && found.record
        ? { kind: 'record', record: { ...found.record, customFields: null } }
        : found;
    };
    const { result } = await run(rows, accept, { crm, canary: 5, concurrency: 1 });
    expect(result.counts.updated).toBe(60);
    expect(looks).toBe(10);
  });
});

it('a token that is refused at the look after a PUT stops the run, whatever its answer shows', async () => {
  const refused: LookUp = { kind: 'unauthorized', httpStatus: 401, message: 'expired' };
  for (const body of ['changes', 'full'] as const) {
    const rows = withContactFrom(1, 9);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    const look = crm.look.bind(crm);
    crm.look = async (id) => (crm.puts.length > 0 ? refused : look(id));
    const { result } = await run(rows, blanksContact(), { crm, canary: 5, body });
    expect(result.stop?.cause).toMatch(/^(?:credentials|fieldsLost)$/);
    expect(new Set(crm.puts.map(({ id }) => id)).size).toBe(1);
  }
});

describe('a record that the server stores otherwise, and ruins', () => {
  it('is put back, and both are told', async () => {
    const rows = withContactFrom(1, 3);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => structuredClone(beforeImage)));
    const { result, outcomes } = await run(
      rows,
      (put) => {
        put.apply();
        if (!('contactId' in put.sent)) Object.assign(put.live, { amount: '777', contactId: null });
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: null };
      },
      { crm },
    );
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 2, restored: true });
    expect(outcomes[0]).toMatchObject({ status: 'not-sent', note: { code: 'fields.restored' } });
    expect([...crm.records.values()]).toEqual(rows.map(({ beforeImage }) => beforeImage));
  });
});

describe('a server that shows no custom fields where one record is read', () => {
  it('and in its answer that they are gone, is found out by that', async () => {
    const origin = { name: 'Origen', value: 'Web', wire: { name: 'Origen', value: 'Web' } };
    const rows = updates(9).map((row) => ({
      ...row,
      beforeImage: { ...row.beforeImage, customFields: [origin] },
    }));
    const crm = new FakeCrm(rows.map(({ beforeImage }) => structuredClone(beforeImage)));
    const look = crm.look.bind(crm);
    crm.look = async (id) => {
      const found = await look(id);
      return found.kind === 'record' && found.record
        ? { kind: 'record', record: { ...found.record, customFields: null } }
        : found;
    };
    const { result, outcomes } = await run(
      rows,
      (put) => {
        put.apply();
        if (!('customFields' in put.sent)) put.live.customFields = [];
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: structuredClone(put.live) };
      },
      { crm },
    );
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 2 });
    expect(outcomes.filter((outcome) => outcome?.status === 'updated')).toEqual([]);
    expect(crm.records.get('op-1')?.customFields).toMatchObject([{ name: 'Origen', value: 'Web' }]);
  });
});
