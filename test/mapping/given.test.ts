import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Edit,
  editsOf,
  foldedHeaders,
  type GivenMapping,
  inspectSheet,
  possibleHeaders,
  type UnderstandOptions,
  understandSheet,
} from '../../src/mapping/index.js';
import type { Cell } from '../../src/sheet/index.js';
import { refusalOf } from '../sheet/files.js';
import { memorySheet } from './memorySheet.js';

type Row = readonly (string | Cell)[];

function given(parts: Partial<GivenMapping>): GivenMapping {
  return { file: 'm.json', columns: {}, constants: {}, values: {}, placeholders: [], ...parts };
}

async function edits(rows: readonly Row[], parts: Partial<GivenMapping>, options: UnderstandOptions = {}) {
  const sheet = memorySheet(rows);
  const understanding = await understandSheet(sheet, { ...options, given: given(parts) });
  const all: Edit[] = [];
  for await (const batch of editsOf(sheet, understanding)) all.push(...batch);
  return all;
}

const fieldsOf = (values: Edit['values']): Record<string, string | null> =>
  Object.fromEntries(values.map(({ field, value }) => [field, value]));
const sets = (all: readonly Edit[]) => all.map(({ values }) => fieldsOf(values));
const refused = (rows: readonly Row[], parts: Partial<GivenMapping>, options: UnderstandOptions = {}) =>
  refusalOf(edits(rows, parts, options));

const ROWS = [
  ['ID', 'Monto', 'Etapa', 'Nota'],
  ['op-1', '5', 'Ganado', 'x'],
];
const stages = (entries: Record<string, string | null>, otherwise: 'keep' | 'refuse' = 'refuse') => ({
  values: { Etapa: { entries, otherwise } },
});

describe('columns of a mapping file', () => {
  it('are found by header, exactly or folded, and by letters', async () => {
    const columns = { MONTO: '-', D: 'description', id: 'id' };
    expect(sets(await edits(ROWS, { columns }))).toEqual([{ stageId: 'Ganado', description: 'x' }]);
  });

  it('lose to what was typed', async () => {
    const all = await edits(ROWS, { columns: { Nota: 'description', Monto: '-' } }, { map: ['Nota=name'] });
    expect(sets(all)).toEqual([{ stageId: 'Ganado', name: 'x' }]);
  });

  it('make a header of a row that opsheet does not know by itself', async () => {
    const rows = [
      ['Ref', 'Cuanto'],
      ['op-1', '5'],
    ];
    expect(sets(await edits(rows, { columns: { Ref: 'id', Cuanto: 'amount' } }))).toEqual([{ amount: '5' }]);
  });

  it('that the sheet does not have, or that are the same one, are refused', async () => {
    expect(await refused(ROWS, { columns: { Mnto: '-' } })).toMatchObject({
      code: 'given.noSuchColumn',
      mapping: 'm.json',
      path: ['columns', 'Mnto'],
      columns: ROWS[0],
    });
    expect(await refused(ROWS, { placeholders: ['Mnto'] })).toMatchObject({ code: 'given.noSuchColumn' });
    expect(await refused(ROWS, { columns: { Monto: '-', monto: 'amount' } })).toMatchObject({
      code: 'given.sameColumn',
    });
  });
});

describe('constants', () => {
  it('are set on every data row, and on no line of totals', async () => {
    const rows = [
      ['ID', 'Monto'],
      ['op-1', '5'],
      ['op-2', ''],
      ['Total', '5'],
    ];
    const constants = { stage: 'Propuesta', description: null, 'customFields.Origen': 'campaña' };
    const all = await edits(rows, { constants });
    const fixed = { stageId: 'Propuesta', description: null, 'customFields.Origen': 'campaña' };
    expect(sets(all)).toEqual([{ amount: '5', ...fixed }, fixed, {}]);
    expect(all[2]?.skip).toBe('total');
  });

  it('are enough for a sheet with nothing but ids', async () => {
    expect(sets(await edits([['ID'], ['op-1']], { constants: { amount: 1500.5 } }))).toEqual([
      { amount: '1500.5' },
    ]);
  });

  it.each([
    [{ stageId: 'x' }, 'given.constantAndColumn'],
    [{ stage: 'x' }, 'given.constantAndColumn'],
    [{ id: 'x' }, 'given.noSuchField'],
    [{ 'customFields.constructor': 'x' }, 'given.noSuchField'],
    [{ 'customFields.Zona': 'x', 'customFields.zona': 'y' }, 'given.sameField'],
    [{ name: null }, 'given.notCleared'],
    [{ name: '' }, 'given.badText'],
    [{ name: '#N/A' }, 'given.badText'],
    [{ name: 'a\u0007' }, 'given.badText'],
    [{ contactId: 7 }, 'given.notText'],
  ])('%j is refused', async (constants, code) => {
    const path = ['constants', Object.keys(constants).at(-1)];
    expect(await refused(ROWS, { constants })).toMatchObject({ code, path });
  });

  it.each(['1,5', '1.234,5', '5k', '', '1e3', '0.00001', 1e21, 123456789012345680])(
    'an amount of %j is refused',
    async (amount) => {
      expect(await refused([['ID'], ['op-1']], { constants: { amount } })).toMatchObject({
        code: 'given.notAmount',
      });
    },
  );
});

describe('values of a mapping file', () => {
  it('stand for the texts, whatever their case, accents and spaces', async () => {
    const rows = [
      ['ID', 'Etapa'],
      ['op-1', 'GANADO '],
      ['op-2', 'en  negociación'],
      ['op-3', 'Perdido'],
      ['op-4', ''],
    ];
    const all = await edits(rows, stages({ Ganado: 's1', 'En negociacion': 's2', perdido: null }));
    expect(sets(all)).toEqual([{ stageId: 's1' }, { stageId: 's2' }, { stageId: null }, {}]);
  });

  it('do not confuse texts that differ in a sign', async () => {
    const rows = [
      ['ID', 'Etapa'],
      ['op-1', 'A+'],
      ['op-2', 'A-'],
      ['op-3', 'A'],
    ];
    const all = await edits(rows, stages({ 'A+': 's1', 'A-': 's2' }));
    expect(sets(all)).toEqual([{ stageId: 's1' }, { stageId: 's2' }, {}]);
    expect(all[2]?.problems).toMatchObject([{ code: 'value.unmapped' }]);
  });

  it('refuse another text with near misses, or let it pass', async () => {
    const rows = [
      ['ID', 'Etapa'],
      ['op-1', 'Gnado'],
      ['op-2', 'Gan'],
      ['op-3', 'zzz'],
    ];
    const all = await edits(rows, stages({ Ganado: 's1', Perdido: 's2' }));
    const problem = { code: 'value.unmapped', column: 'Etapa' };
    expect(all.map(({ problems }) => problems)).toMatchObject([
      [{ ...problem, row: 2, text: 'Gnado', suggestions: ['Ganado'] }],
      [{ ...problem, suggestions: ['Ganado'] }],
      [{ ...problem, suggestions: [] }],
    ]);
    expect(sets(await edits(rows, stages({ Ganado: 's1' }, 'keep')))[0]).toEqual({ stageId: 'Gnado' });
  });

  it('keep what a cell means without them: errors, <clear>, whole numbers, yes and no', async () => {
    const rows: Row[] = [
      ['ID', 'Etapa'],
      ['op-1', '#N/A'],
      ['op-2', '<borrar>'],
      ['op-3', { kind: 'number', text: '1', number: 1 }],
      ['op-4', { kind: 'boolean', text: 'TRUE', boolean: true }],
      ['op-5', { kind: 'date', text: '1', number: 1, format: 'd' }],
    ];
    const all = await edits(rows, stages({ 1: 's1', TRUE: 's2' }));
    expect(sets(all)).toEqual([{}, { stageId: null }, { stageId: 's1' }, { stageId: 's2' }, {}]);
    expect([all[0], all[4]].map((edit) => edit?.problems[0]?.code)).toEqual(['cell.error', 'text.notText']);
  });

  it('answer for texts that would else be asked about', async () => {
    const rows = [
      ['ID', 'Monto'],
      ['op-1', 'N/A'],
      ['op-2', '1.234'],
    ];
    const values = { Monto: { entries: { 'N/A': '0', '1.234': '1234' }, otherwise: 'keep' as const } };
    expect(sets(await edits(rows, { values }))).toEqual([{ amount: '0' }, { amount: '1234' }]);
    const refusing = { Monto: { entries: { bajo: '1' }, otherwise: 'refuse' as const } };
    const [, second] = await edits(
      [
        ['ID', 'Monto'],
        ['op-1', 'bajo'],
        ['op-2', '1.234'],
      ],
      { values: refusing },
    );
    expect(second?.problems).toMatchObject([{ code: 'value.unmapped', text: '1.234' }]);
  });

  it.each([
    [stages({ Ganado: 's1', GANADO: 's2' }), 'given.sameEntry', ['values', 'Etapa', 'entries', 'GANADO']],
    [stages({ ' ': 's1' }), 'given.emptyEntry', ['values', 'Etapa', 'entries', ' ']],
    [
      { values: { Monto: { entries: { a: '1,5' }, otherwise: 'keep' as const } } },
      'given.notAmount',
      ['values', 'Monto', 'entries', 'a'],
    ],
    [
      { values: { Nota: { entries: {}, otherwise: 'keep' as const } } },
      'given.valuesUnused',
      ['values', 'Nota'],
    ],
    [{ values: { ID: { entries: {}, otherwise: 'keep' as const } } }, 'given.valuesUnused', ['values', 'ID']],
    [
      { values: { Fase: { entries: {}, otherwise: 'keep' as const } } },
      'given.noSuchColumn',
      ['values', 'Fase'],
    ],
  ])('%j is refused', async (parts, code, path) => {
    expect(await refused(ROWS, parts)).toMatchObject({ code, path });
  });

  it('of a column that was typed to be ignored are not needed', async () => {
    expect(sets(await edits(ROWS, stages({ Ganado: 's1' }), { map: ['Etapa=-'] }))).toEqual([
      { amount: '5' },
    ]);
  });

  it('are shown by check as the values of its samples', async () => {
    const options = { given: given({ ...stages({ Ganado: 's1' }), constants: { name: 'x' } }) };
    const { understanding, inspection } = await inspectSheet(memorySheet(ROWS), options);
    expect(inspection.columns[2]?.samples).toMatchObject([{ text: 'Ganado', value: 's1' }]);
    expect(understanding.mapping.constants).toEqual([{ field: 'name', value: 'x' }]);
  });

  it('never set anything but a value of the map, whatever the cells', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (cells) => {
        const rows = [['ID', 'Etapa'], ...cells.map((cell, i) => [`op-${i + 1}`, cell])];
        for (const { values, problems } of await edits(rows, stages({ Ganado: 's1', a: 's2' })).catch(
          asOpen,
        )) {
          expect(['s1', 's2', null, undefined]).toContain(fieldsOf(values).stageId);
          expect(values.length + problems.length).toBeLessThan(2);
        }
      }),
    );
  });
});

/** A placeholder such as N/A is still a question, and then nothing is read. */
function asOpen(error: { fact?: { code: string } }): readonly Edit[] {
  if (error.fact?.code === 'cells.placeholder') return [];
  throw error;
}

describe('a sheet that is known again', () => {
  it('has the same folded headers, below a title and in its results sheet too', async () => {
    const headers = foldedHeaders(['ID', 'Monto Total']);
    expect(
      await possibleHeaders(
        memorySheet([
          ['Ventas', ''],
          ['id', 'MONTO  total'],
        ]),
      ),
    ).toContainEqual(headers);
    const results = memorySheet([
      ['ID', 'Monto Total', '_row', '_status'],
      ['op-1', '5', '2', 'updated'],
    ]);
    expect(await possibleHeaders(results)).toContainEqual(headers);
  });
});
