import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/mapping/index.js';
import { differences, type FieldPath, type Opportunity } from '../../src/opportunity/index.js';
import { PlanFile, type PlannedRow, type PlannedUpdate } from '../../src/plan/index.js';
import { StageBook } from '../../src/plan/stages.js';
import { PlanTally } from '../../src/plan/summary.js';
import { anyAmount, anyRecord, anyText, customField, record } from '../opportunity/record.js';
import { temporaryFolder } from '../sheet/files.js';
import { edit, FakeCrm, planHeader, planOf, STAGES } from './workspace.js';

const plan = (crm: FakeCrm, edits: readonly Edit[], by: 'id' | 'opportCode' = 'id') =>
  planOf(crm, edits, { by });

const crmOf = (...records: Partial<Opportunity>[]) =>
  new FakeCrm(
    records.map((changes, i) => record({ id: `op-${i + 1}`, opportCode: `OP-${i + 1}`, ...changes })),
  );

describe('a planned row', () => {
  it('is an update with only the fields that change, and the whole record from before', async () => {
    const crm = crmOf({ stageId: 's1' });
    const [row] = await plan(crm, [
      edit(2, 'op-1', { amount: '1500', stageId: 'propuesta ', name: 'Renovación anual' }),
    ]);
    expect(row).toMatchObject({
      verdict: 'update',
      id: 'op-1',
      changes: [
        { field: 'amount', before: '1200.5', after: '1500' },
        { field: 'stageId', before: 's1', after: 's2' },
      ],
      body: { amount: 1500, stageId: 's2' },
      beforeImage: { id: 'op-1', name: 'Renovación anual', amount: '1200.5' },
    });
    expect(Object.keys((row as PlannedUpdate).body)).toEqual(['amount', 'stageId']);
    expect(crm.puts).toEqual([]);
  });

  it('is unchanged when every value is already there in another writing', async () => {
    const [row] = await plan(crmOf({}), [
      edit(2, 'op-1', { amount: '1200.50', name: ' Renovacio\u0301n anual', 'customFields.Canal': 'Web' }),
    ]);
    expect(row).toMatchObject({ verdict: 'unchanged', rowNumber: 2, id: 'op-1' });
  });

  it('clears what it was told to clear, and shows it as no value', async () => {
    const cleared = { stageId: null, description: null, 'customFields.Canal': null };
    const [row] = await plan(crmOf({}), [edit(2, 'op-1', cleared)]);
    expect(row).toMatchObject({
      changes: [
        { field: 'description', before: 'Contrato marco', after: null },
        { field: 'stageId', before: 'stage-1', after: null },
        { field: 'customFields.Canal', before: 'Web', after: null },
      ],
      body: {
        description: '',
        stageId: null,
        customFields: [
          { name: 'Región', value: 'Sur' },
          { name: 'Canal', value: '' },
        ],
      },
    });
  });

  it('is missing when the workspace has no such record', async () => {
    const [row] = await plan(crmOf({}), [edit(2, 'nope', { name: 'x' })]);
    expect(row).toMatchObject({
      verdict: 'missing',
      problems: [{ code: 'record.missing', row: 2, text: 'nope' }],
    });
  });

  it.each<[string, Partial<Opportunity>, Partial<Record<FieldPath, string>>, string]>([
    ['the record was deleted', { deletionDate: '2026-01-01T00:00:00Z' }, { name: 'x' }, 'record.deleted'],
    ['no stage has that name', { stageId: 's1' }, { stageId: 'Propuest' }, 'stage.unknown'],
    [
      'the record did not show its custom fields',
      { customFields: null },
      { 'customFields.Zona': 'x' },
      'customFields.unread',
    ],
    [
      'the record has the custom field twice',
      { customFields: [customField('Zona', 'a'), customField('Zona', 'b')] },
      { 'customFields.Zona': 'x' },
      'customFields.repeated',
    ],
  ])('is invalid when %s', async (_, live, set, code) => {
    const [row] = await plan(crmOf(live), [edit(2, 'op-1', set)]);
    expect(row).toMatchObject({ verdict: 'invalid', problems: [{ code, row: 2 }] });
  });

  it('is invalid when its record cannot be read, and the others go on', async () => {
    const crm = crmOf({}, {});
    crm.unreadable.add('op-1');
    const rows = await plan(crm, [edit(2, 'op-1', { name: 'x' }), edit(3, 'op-2', { name: 'y' })]);
    expect(rows).toMatchObject([
      {
        verdict: 'invalid',
        problems: [{ code: 'record.unreadable', httpStatus: 500, message: 'base de datos' }],
      },
      { verdict: 'update' },
    ]);
  });

  it('suggests the stage that may have been meant', async () => {
    const crm = crmOf({ stageId: 's1' });
    const [row] = await plan(crm, [edit(2, 'op-1', { stageId: 'Propuest' })]);
    expect(row).toMatchObject({ problems: [{ suggestions: ['Propuesta'], text: 'Propuest' }] });
  });

  it('with a problem in a cell is never read nor sent', async () => {
    const crm = crmOf({});
    const problem = { code: 'amount.notNumber', row: 2, column: 'Monto', text: 'doce' } as const;
    const [row] = await plan(crm, [edit(2, 'op-1', { name: 'x' }, { problems: [problem] })]);
    expect(row).toMatchObject({ verdict: 'invalid', problems: [problem] });
    expect(crm.reads).toBe(0);
  });
});

describe('two rows of one record', () => {
  it('that agree are one update, and the second points at the first', async () => {
    const rows = await plan(crmOf({ stageId: 's1' }, {}), [
      edit(2, 'op-1', { amount: '1500.00', stageId: 'Propuesta' }),
      edit(3, 'op-2', { amount: '7' }),
      edit(4, 'op-1', { amount: '1500', stageId: 's2' }),
    ]);
    expect(rows).toMatchObject([
      { verdict: 'update', rowNumbers: [2, 4] },
      { verdict: 'update', rowNumbers: [3] },
      { verdict: 'duplicate', of: 2, id: 'op-1' },
    ]);
  });

  it('that disagree are both invalid and point at each other', async () => {
    const rows = await plan(crmOf({}), [edit(2, 'op-1', { amount: '1' }), edit(5, 'op-1', { amount: '2' })]);
    expect(rows).toMatchObject([
      { verdict: 'invalid', problems: [{ code: 'duplicate.conflict', row: 2, rows: [5] }] },
      { verdict: 'invalid', problems: [{ code: 'duplicate.conflict', row: 5, rows: [2] }] },
    ]);
  });

  it('of which one asks for nothing do not disagree, whichever of them it is', async () => {
    const rows = await plan(crmOf({}, {}), [
      edit(2, 'op-1', { amount: '5' }),
      edit(3, 'op-1', {}),
      edit(4, 'op-2', {}),
      edit(5, 'op-2', { amount: '5' }),
      edit(6, 'op-2', { amount: '5.00' }),
    ]);
    expect(rows).toMatchObject([
      { verdict: 'update', rowNumbers: [2] },
      { verdict: 'unchanged', rowNumber: 3, id: 'op-1' },
      { verdict: 'unchanged', rowNumber: 4, id: 'op-2' },
      { verdict: 'update', rowNumbers: [5, 6] },
      { verdict: 'duplicate', of: 5 },
    ]);
  });

  it('are not sent when one of them cannot be understood', async () => {
    const problem = { code: 'amount.notNumber', row: 3, column: 'Monto', text: 'x' } as const;
    const rows = await plan(crmOf({}), [
      edit(2, 'op-1', { amount: '1' }),
      edit(3, 'op-1', {}, { problems: [problem] }),
    ]);
    expect(rows.map(({ verdict }) => verdict)).toEqual(['invalid', 'invalid']);
  });

  it('are both missing, or both unchanged, when the record is', async () => {
    const rows = await plan(crmOf({}), [
      edit(2, 'nope', { name: 'x' }),
      edit(3, 'nope', { name: 'x' }),
      edit(4, 'op-1', { amount: '1200.5' }),
      edit(5, 'op-1', { amount: '1200.50' }),
    ]);
    expect(rows.map(({ verdict }) => verdict)).toEqual(['missing', 'missing', 'unchanged', 'unchanged']);
  });

  it('stand on one reading, also when it fails', async () => {
    const crm = crmOf({}, {});
    crm.unreadable.add('op-2');
    const rows = await plan(crm, [
      edit(2, 'op-1', { name: 'x' }),
      edit(3, 'op-2', { name: 'x' }),
      edit(4, 'op-1', { name: 'x' }),
      edit(5, 'op-2', { name: 'x' }),
    ]);
    const unreadable = { verdict: 'invalid', problems: [{ code: 'record.unreadable' }] };
    expect(rows).toMatchObject([{ verdict: 'update' }, unreadable, { verdict: 'duplicate' }, unreadable]);
    expect(crm.reads).toBe(2);
  });
});

describe('a code as key', () => {
  it('finds the record through the list, and says when it is unknown or not unique', async () => {
    const rows = await plan(
      crmOf({}, { opportCode: 'DUP' }, { opportCode: 'DUP' }),
      [edit(2, 'OP-1', { name: 'x' }), edit(3, 'DUP', { name: 'x' }), edit(4, 'ZZ', { name: 'x' })],
      'opportCode',
    );
    expect(rows).toMatchObject([
      { verdict: 'update', id: 'op-1' },
      { verdict: 'invalid', problems: [{ code: 'code.ambiguous', count: 2 }] },
      { verdict: 'missing' },
    ]);
  });
});

describe('an id and a code in one row', () => {
  const named = (rowNumber: number, key: string, otherKey: string | null) =>
    edit(rowNumber, key, { name: 'x' }, { otherKey });
  const other = (found: string) => ({
    verdict: 'invalid',
    problems: [{ code: 'record.otherKey', column: 'Otra clave', found }],
  });

  it('must be those of one opportunity', async () => {
    const edits = [named(2, 'op-1', 'OP-2'), named(3, 'op-2', 'op-2'), named(4, 'op-3', null)];
    expect(await plan(crmOf({}, {}, {}), edits)).toMatchObject([
      other('OP-1'),
      { verdict: 'update' },
      { verdict: 'update' },
    ]);
    // However the record is found, and whichever of the two finds it.
    const byCode = [named(2, 'OP-1', 'op-2'), named(3, 'OP-2', 'op-2')];
    expect(await plan(crmOf({}, {}), byCode, 'opportCode')).toMatchObject([
      other('op-1'),
      { verdict: 'update' },
    ]);
  });

  it('may differ in zeros that a spreadsheet took off, and cannot be held against a record without a code', async () => {
    const edits = [named(2, 'op-1', '123'), named(3, 'op-2', 'X-9')];
    const crm = crmOf({ opportCode: '00123' }, { opportCode: null });
    expect(await plan(crm, edits)).toMatchObject([{ verdict: 'update' }, { verdict: 'update' }]);
  });

  it('must be the same in all rows of a record', async () => {
    for (const second of ['OP-2', null]) {
      const rows = await plan(crmOf({}, {}), [named(2, 'op-1', 'OP-1'), named(3, 'op-1', second)]);
      const conflict = { verdict: 'invalid', problems: [{ code: 'duplicate.conflict' }] };
      expect(rows).toMatchObject([conflict, conflict]);
    }
    const agreeing = await plan(crmOf({}, {}), [named(2, 'op-1', 'OP-2'), named(3, 'op-1', 'op-2')]);
    expect(agreeing).toMatchObject([other('OP-1'), other('OP-1')]);
  });
});

describe('stages', () => {
  it('differ by their signs', () => {
    const book = new StageBook([
      ...STAGES,
      { id: 's10', name: 'Nivel A+' },
      { id: 's11', name: '<30 días' },
      { id: 's12', name: '>30 días' },
    ]);
    expect(book.match('nivel a+')).toEqual({ kind: 'stage', id: 's10' });
    expect(book.match('> 30 días').kind).toBe('unknown');
    expect(book.match('>30 DIAS')).toEqual({ kind: 'stage', id: 's12' });
    for (const text of ['Nivel A-', '¿Propuesta?', '≠ Propuesta', '!Propuesta', '- Propuesta'])
      expect(book.match(text).kind, text).toBe('unknown');
    expect(book.match('¿Propuesta?')).toMatchObject({ suggestions: ['Propuesta'] });
  });

  it('with one name are for a person to tell apart', () => {
    const book = new StageBook([...STAGES, { id: 's9', name: 'PROPUESTA' }]);
    expect(book.match('Propuesta')).toEqual({ kind: 'ambiguous', ids: ['s2', 's9'] });
    expect(book.match('s9')).toEqual({ kind: 'stage', id: 's9' });
    expect(book.match('negociacion')).toEqual({ kind: 'stage', id: 's3' });
  });
});

describe('any plan', () => {
  const anyEdit = fc.dictionary(
    fc.constantFrom<FieldPath>(
      'name',
      'description',
      'amount',
      'stageId',
      'customFields.Zona',
      'customFields.Canal',
    ),
    anyText,
  );

  it('leaves the live state as it was plus the edits, and nothing to do for a second one', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecord, anyEdit, anyAmount, async (live, texts, amount) => {
        const set: Partial<Record<FieldPath, string>> = { ...texts };
        if (set.amount !== undefined) set.amount = amount;
        if (set.stageId !== undefined) set.stageId = 'Negociación';
        const crm = new FakeCrm([live]);
        const [row] = await plan(crm, [edit(2, live.id, set)]);
        if (row?.verdict === 'update') {
          const after = crm.apply(row.id, row.body);
          const touched = differences(live, after).map(({ field }) => field);
          const wanted = Object.keys(set).map((field) => field.normalize('NFC'));
          for (const field of touched) expect(wanted).toContain(field.normalize('NFC'));
        } else expect(row?.verdict).toBe('unchanged');
        expect(await plan(crm, [edit(2, live.id, set)])).toMatchObject([{ verdict: 'unchanged' }]);
      }),
    );
  });
});

describe('a plan file', () => {
  const rows: PlannedRow[] = Array.from({ length: 450 }, (_, i) => {
    if (i % 3 === 0)
      return { verdict: 'unchanged', rowNumber: i + 2, id: `u${i}`, name: 'línea\u2028dos\nñ' };
    const changes = [{ field: 'amount', before: '1', after: '2' } as const];
    const beforeImage = record({ id: `op-${i}`, amount: '1' });
    return {
      verdict: 'update',
      rowNumber: i + 2,
      rowNumbers: [i + 2],
      id: `op-${i}`,
      changes,
      risks: [],
      body: { amount: 2 },
      beforeImage,
    };
  });

  async function saved(): Promise<PlanFile> {
    const path = join(temporaryFolder(), 'plan.jsonl');
    const file = await PlanFile.create(path, planHeader());
    const tally = new PlanTally();
    for (const row of rows) {
      tally.add(row);
      await file.append(row);
    }
    await file.finish(tally.summary());
    return file;
  }

  it('gives back every row, in order and by position', async () => {
    const file = await saved();
    const back: PlannedRow[] = [];
    for await (const row of file.rows()) back.push(row);
    expect(back).toEqual(rows);
    expect(await file.rowAt(300)).toEqual(rows[300]);
    const [first, second] = file.positions(['unchanged']);
    expect([first, second]).toEqual([0, 3]);
    expect(file.positions(['update', 'unchanged'])).toHaveLength(450);
    await file.close();
  });

  it('is one JSON line for the header, each row and the summary, for its owner only', async () => {
    const file = await saved();
    await file.close();
    const lines = readFileSync(file.path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual([
      'plan',
      ...rows.map(() => 'row'),
      'summary',
      'end',
    ]);
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
  });

  it('is never written over', async () => {
    const file = await saved();
    await file.close();
    await expect(PlanFile.create(file.path, file.header)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(existsSync(file.path)).toBe(true);
  });

  it('counts what it comes to', async () => {
    const file = await saved();
    expect(file.summary).toMatchObject({
      rows: 450,
      verdicts: { update: 300, unchanged: 150, invalid: 0 },
      fields: [{ field: 'amount', records: 300 }],
      amount: { before: '300', after: '600', difference: '300' },
    });
    await file.close();
  });
});
