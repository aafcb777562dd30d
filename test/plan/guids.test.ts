import { describe, expect, it } from 'vitest';
import { StageBook } from '../../src/plan/stages.js';
import { record } from '../opportunity/record.js';
import { edit, FakeCrm, planOf } from './workspace.js';

const GUID = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
const CAPITALS = GUID.toUpperCase();

/** A server to which the case of an id does not matter, and which shows it in small letters. */
class CaselessCrm extends FakeCrm {
  override read(id: string) {
    return super.read(id.toLowerCase());
  }
}

describe.each(['rows', 'list'] as const)(
  'an id in capitals that the API shows in small letters, read by %s',
  (how) => {
    const crm = () =>
      how === 'rows' ? new CaselessCrm([record({ id: GUID })]) : new FakeCrm([record({ id: GUID })]);

    it('names its record, which is sent by its own spelling', async () => {
      const rows = await planOf(crm(), [edit(2, CAPITALS, { name: 'Otro' })], { how });
      expect(rows).toMatchObject([{ verdict: 'update', id: GUID, changes: [{ field: 'name' }] }]);
    });

    it('names the same record as in small letters: rows that agree are one change, the others none', async () => {
      const both = (one: string, other: string) => [
        edit(2, CAPITALS, { name: one }),
        edit(3, GUID, { name: other }),
      ];
      expect(await planOf(crm(), both('Otro', 'Otro'), { how })).toMatchObject([
        { verdict: 'update', rowNumbers: [2, 3] },
        { verdict: 'duplicate', of: 2 },
      ]);
      expect(await planOf(crm(), both('Uno', 'Dos'), { how })).toMatchObject([
        { verdict: 'invalid', problems: [{ code: 'duplicate.conflict', rows: [3] }] },
        { verdict: 'invalid', problems: [{ code: 'duplicate.conflict', rows: [2] }] },
      ]);
    });
  },
);

describe('an id that is no GUID', () => {
  it('is another one in capitals', async () => {
    const crm = new FakeCrm([record({ id: 'op-a' }), record({ id: 'OP-A' })]);
    const edits = [edit(2, 'op-a', { name: 'Uno' }), edit(3, 'OP-A', { name: 'Dos' })];
    expect(await planOf(crm, edits, { how: 'list' })).toMatchObject([
      { verdict: 'update', id: 'op-a' },
      { verdict: 'update', id: 'OP-A' },
    ]);
  });
});

describe('a stage or a contact in capitals that the API shows in small letters', () => {
  const OTHER = GUID.replace('6f', '7f');

  it('is no change of the record that has it', async () => {
    const crm = new FakeCrm([
      record({ id: 'op-1', contactId: GUID }),
      record({ id: 'op-2', contactId: OTHER }),
    ]);
    const edits = [edit(2, 'op-1', { contactId: CAPITALS }), edit(3, 'op-2', { contactId: CAPITALS })];
    expect(await planOf(crm, edits)).toMatchObject([
      { verdict: 'unchanged' },
      { verdict: 'update', changes: [{ field: 'contactId', before: OTHER, after: CAPITALS }] },
    ]);
  });

  it('is the stage of the workspace, and is sent as the workspace writes it', () => {
    expect(new StageBook([{ id: GUID, name: 'Propuesta' }]).match(CAPITALS)).toEqual({
      kind: 'stage',
      id: GUID,
    });
    const contradicted = new StageBook([{ id: 's1', name: 'Propuesta' }], new Set([GUID]));
    expect(contradicted.match(CAPITALS)).toEqual({ kind: 'stage', id: GUID });
    expect(contradicted.match(OTHER)).toEqual({ kind: 'untrusted' });
  });
});
