import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { understandSheet, writtenRows } from '../../src/mapping/index.js';
import { loadMessages } from '../../src/messages/index.js';
import type { PlannedRow } from '../../src/plan/index.js';
import { PlanTally } from '../../src/plan/summary.js';
import { RowTally, writeResults } from '../../src/results/index.js';
import type { Outcome } from '../../src/run/index.js';
import { openSheet, RESULT_COLUMNS, textCell } from '../../src/sheet/index.js';
import { record } from '../opportunity/record.js';
import { STAGES } from '../plan/workspace.js';
import { file, rowsOf, temporaryFolder, textsOf, written } from '../sheet/files.js';

const messages = await loadMessages('en', 'en-US');

const ROWS: PlannedRow[] = [
  {
    verdict: 'update',
    rowNumber: 2,
    rowNumbers: [2, 6],
    id: 'a',
    changes: [
      { field: 'amount', before: '1200.5', after: '1500' },
      { field: 'stageId', before: 's1', after: 's2' },
    ],
    risks: ['field.cleared'],
    body: { amount: 1500, stageId: 's2' },
    beforeImage: record({ id: 'a' }),
  },
  { verdict: 'unchanged', rowNumber: 3, id: 'b', name: 'B' },
  {
    verdict: 'invalid',
    rowNumber: 4,
    key: 'c',
    problems: [{ code: 'amount.notNumber', row: 4, column: 'Monto', text: 'doce' }],
  },
  {
    verdict: 'missing',
    rowNumber: 5,
    key: 'd',
    problems: [{ code: 'record.missing', row: 5, column: 'ID', text: 'd' }],
  },
  { verdict: 'duplicate', rowNumber: 6, id: 'a', of: 2 },
];

const REFUSED: Outcome = {
  rowNumber: 2,
  rowNumbers: [2, 6],
  id: 'a',
  status: 'rejected',
  message: '=HYPERLINK("http://evil")',
  errorCode: 'OPP_CLOSED',
  note: null,
  httpStatus: 200,
  attempts: 1,
  finishedAt: '2026-01-01T00:00:00.000Z',
};

const CSV = 'ID;Monto;Nota\na;1500;x\nb;1;"ü;""\n"\n\nc;doce;\n\nd;1;=1+1\na;1500;-\n';

async function results(input: string, plan: readonly PlannedRow[], outcomes: readonly Outcome[]) {
  const sheet = await openSheet(input);
  const { mapping, width } = await understandSheet(sheet);
  const tally = new PlanTally();
  for (const row of plan) tally.add(row);
  const { delimiter } = sheet.source;
  const format = sheet.source.format === 'csv' ? 'csv' : 'xlsx';
  return writeResults({
    file: join(temporaryFolder(), `out.${format}`),
    format,
    delimiter,
    input: writtenRows(sheet, mapping),
    width,
    keyedBy: mapping.key.by,
    plan: (async function* () {
      yield* plan;
    })(),
    stages: STAGES,
    summary: tally.summary(),
    outcomeOf: (rowNumber) => outcomes.find((outcome) => outcome.rowNumber === rowNumber) ?? null,
    messages,
    facts: {
      runId: 'r1',
      sheet: input,
      target: { origin: 'https://x', workspaceId: 'w', workspaceName: 'Ventas' },
      startedAt: '2026-01-01T00:00:00.000Z',
      elapsedMs: 1234,
      stopped: null,
    },
  });
}

/** The plan's rows with the row numbers of the CSV above, which has blank lines. */
const PLAN = ROWS.map((row, i): PlannedRow => {
  const rowNumber = [2, 3, 5, 7, 8][i] ?? 0;
  return row.verdict === 'update' ? { ...row, rowNumber, rowNumbers: [2, 8] } : { ...row, rowNumber };
});

describe('a results sheet', () => {
  it('counts a row that was left out, and asks nobody to look at it', async () => {
    const plan: PlannedRow[] = [{ verdict: 'skipped', rowNumber: 2, reason: 'done' }];
    const { tally, taken } = await results(file('a.csv', 'ID;Monto\na;1\n'), plan, []);
    expect(tally.counts.skipped).toBe(1);
    expect(tally.groups()).toEqual([]);
    expect(taken).toBeNull();
  });

  it('does not take the code of a row that is not in the CRM for its id', async () => {
    const plan: PlannedRow[] = [
      { verdict: 'unchanged', rowNumber: 2, id: 'op-1', name: null },
      {
        verdict: 'missing',
        rowNumber: 3,
        key: 'C-2',
        problems: [{ code: 'record.missing', row: 3, column: 'Código', text: 'C-2' }],
      },
    ];
    const ids = async (key: string) => {
      const { file: path } = await results(file('a.csv', `${key};Monto\nC-1;1\nC-2;1\n`), plan, []);
      const [header, ...rows] = await textsOf(await openSheet(path));
      return rows.map((row) => row[header?.indexOf('_id') ?? -1]);
    };
    expect(await ids('Código')).toEqual(['op-1', '']);
    expect(await ids('ID')).toEqual(['op-1', 'C-2']);
  });

  it('has every input row in its place, all input columns as they were, and what became of it', async () => {
    const { file: path, tally } = await results(file('a.csv', CSV), PLAN, [REFUSED]);
    const [header, ...rows] = await textsOf(await openSheet(path));
    expect(header).toEqual(['ID', 'Monto', 'Nota', ...RESULT_COLUMNS, '_escape']);
    const column = (name: string) => rows.map((row) => row[header?.indexOf(name) ?? -1]);
    expect(column('ID')).toEqual(['a', 'b', 'c', 'd', 'a']);
    expect(column('Nota')).toEqual(['x', 'ü;"\n', '', "'=1+1", '-']);
    expect(column('_row')).toEqual(['2', '3', '5', '7', '8']);
    expect(column('_status')).toEqual(['rejected', 'unchanged', 'invalid', 'invalid', 'rejected']);
    expect(column('_errorCode')).toEqual([
      'OPP_CLOSED',
      '',
      'amount.notNumber',
      'record.missing',
      'OPP_CLOSED',
    ]);
    expect(column('_message')).toEqual([
      `'${REFUSED.message}`,
      'Already so: nothing was sent.',
      'Monto “doce” is not an amount. Write the number alone, without words.',
      'ID “d” is not in this workspace.',
      `'${REFUSED.message}`,
    ]);
    expect(column('_changes')[0]).toBe('Amount: 1,200.50 → 1,500; Stage: Prospecto → Propuesta');
    expect(tally.counts).toMatchObject({ rejected: 2, unchanged: 1, invalid: 2, updated: 0 });
    expect(tally.groups()[0]).toMatchObject({ errorCode: 'OPP_CLOSED', rows: 2, examples: [2, 8] });
  });

  it('says of an update that was never tried that it was not sent', async () => {
    const { tally } = await results(file('a.csv', CSV), PLAN, []);
    expect(tally.counts['not-sent']).toBe(2);
    expect(tally.groups()[0]).toMatchObject({ status: 'not-sent', errorCode: 'run.stopped' });
  });

  it('is itself an input: its own columns are ignored and replaced, and its texts are what they were', async () => {
    const once = await results(file('a.csv', CSV), PLAN, [REFUSED]);
    const again = await openSheet(once.file);
    const { mapping } = await understandSheet(again);
    expect(mapping.columns.filter(({ use }) => use.kind !== 'ignored').map(({ header }) => header)).toEqual([
      'ID',
      'Monto',
    ]);
    const renumbered = PLAN.map((row, i): PlannedRow => ({ ...row, rowNumber: i + 2 }) as PlannedRow);
    const twice = await results(once.file, renumbered, [REFUSED]);
    const [header, ...rows] = await textsOf(await openSheet(twice.file));
    expect(header).toEqual(['ID', 'Monto', 'Nota', ...RESULT_COLUMNS, '_escape']);
    expect(rows.map((row) => row[2])).toEqual(['x', 'ü;"\n', '', "'=1+1", '-']);
  });

  it('of a workbook keeps kinds, colours the status, and adds a summary that is not read as data', async () => {
    const input = await written('xlsx', [
      [textCell('ID'), textCell('Monto'), textCell('Fecha')],
      [textCell('a'), { kind: 'number', text: '1,500.00', number: 1500, format: '#,##0.00' }, textCell('x')],
      [
        textCell('b'),
        textCell('1'),
        { kind: 'date', text: '15/03/2023', number: 45000, format: 'dd/mm/yyyy' },
      ],
      [textCell('c'), textCell('doce')],
      [textCell('d'), { kind: 'error', text: '#N/A' }],
      [textCell('a'), textCell('1500')],
    ]);
    const { file: path } = await results(input, ROWS, [REFUSED]);
    const sheet = await openSheet(path);
    const rows = await rowsOf(sheet);
    expect(rows).toHaveLength(6);
    expect(rows[1]?.cells[1]).toEqual({ kind: 'number', text: '1,500.00', number: 1500, format: '#,##0.00' });
    expect(rows[2]?.cells[2]).toMatchObject({ kind: 'date', number: 45000 });
    expect(rows[4]?.cells[1]).toEqual({ kind: 'error', text: '#N/A' });

    const summary = read(readFileSync(path), { sheets: 'Summary' }).Sheets.Summary ?? {};
    const told = utils.sheet_to_json<(string | number)[]>(summary, { header: 1, blankrows: false });
    expect(told).toEqual(
      expect.arrayContaining([
        ['Amount of the planned records before', 1200.5],
        ['Field', 'Records'],
        ['Amount', 1],
        ['Stage', 'Records before', 'Amount before', 'Records after', 'Amount after'],
        ['stage-1', 1, 1200.5, 0, 0],
        ['Propuesta', 0, 0, 1, 1500],
        ['Prospecto', 1, 'Propuesta'],
        ['field.cleared', 1, '1 opportunity would lose the value of a field (row 2).', '2'],
      ]),
    );

    const book = read(readFileSync(path), { cellStyles: true, cellFormula: true, dense: true });
    expect(book.SheetNames).toEqual(['Results', 'Summary']);
    expect(sheet.source.sheetName).toBe('Results');
    const data = (book.Sheets.Results?.['!data'] ?? []) as {
      s?: { fgColor?: { rgb: string } };
      f?: string;
    }[][];
    expect(data[1]?.[5]?.s?.fgColor?.rgb).toBe('F4CCCC');
    expect(data.flat().filter((cell) => cell?.f !== undefined)).toEqual([]);
  });

  it('leaves nothing behind when the plan turns out not to fit the sheet', async () => {
    await expect(results(file('a.csv', CSV), PLAN.slice(1), [])).rejects.toThrow(/does not match/);
  });
});

describe('rows that need a person', () => {
  it('are grouped by their code, and it is known whether they all say the same', () => {
    const row = {
      id: '',
      status: 'invalid',
      httpStatus: null,
      changes: '',
      attempts: 0,
      finishedAt: '',
    } as const;
    const tally = new RowTally();
    const stage = (rowNumber: number, text: string) =>
      tally.add({ ...row, rowNumber, errorCode: 'stage.unknown', message: `Etapa “${text}”` });
    stage(5, 'En negociación');
    stage(6, 'Ganada');
    stage(7, 'En negociación');
    for (const rowNumber of [8, 9])
      tally.add({ ...row, rowNumber, errorCode: 'id.empty', message: 'ID is empty' });
    expect(tally.groups()).toMatchObject([
      {
        errorCode: 'stage.unknown',
        message: 'Etapa “En negociación”',
        alike: false,
        rows: 3,
        examples: [5, 6, 7],
      },
      { errorCode: 'id.empty', alike: true, rows: 2, examples: [8, 9] },
    ]);
  });
});
