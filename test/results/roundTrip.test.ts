import { join } from 'node:path';
import Excel from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editsOf, understandSheet, writtenRows } from '../../src/mapping/index.js';
import { loadMessages } from '../../src/messages/index.js';
import type { PlannedRow } from '../../src/plan/index.js';
import { PlanTally } from '../../src/plan/summary.js';
import { writeResults } from '../../src/results/index.js';
import {
  type Cell,
  EMPTY_CELL,
  openSheet,
  type SheetFormat,
  type SheetRow,
  textCell,
} from '../../src/sheet/index.js';
import { c, n, row, s, sheetXml, stylesXml, workbook, zipParts } from '../sheet/corpus/workbook.mjs';
import { file, rowsOf, temporaryFolder, written } from '../sheet/files.js';

const messages = await loadMessages('es', 'es-PE');

/** Plans nothing for every row, and writes the results. */
async function resultsOf(path: string, as?: SheetFormat): Promise<string> {
  const sheet = await openSheet(path, { delimiter: ';' });
  try {
    const understanding = await understandSheet(sheet, { headerRow: 1, map: ['C=-', 'D=-', 'E=-'] });
    const plan: PlannedRow[] = [];
    for await (const edits of editsOf(sheet, understanding)) {
      for (const { rowNumber } of edits) {
        plan.push({
          verdict: 'invalid',
          rowNumber,
          key: null,
          problems: [{ code: 'row.header', row: rowNumber }],
        });
      }
    }
    const format = as ?? (sheet.source.format === 'csv' ? 'csv' : 'xlsx');
    const { file } = await writeResults({
      file: join(temporaryFolder(), `results.${format}`),
      format,
      delimiter: sheet.source.delimiter ?? ';',
      input: writtenRows(sheet, understanding.mapping, format),
      width: understanding.width,
      plan: (async function* () {
        yield* plan;
      })(),
      keyedBy: 'id',
      stages: [],
      summary: new PlanTally().summary(),
      outcomeOf: () => null,
      messages,
      facts: {
        runId: 'r',
        sheet: path,
        target: { origin: 'https://x', workspaceId: 'w', workspaceName: null },
        startedAt: '2026-01-01T00:00:00.000Z',
        elapsedMs: 1,
        stopped: null,
      },
    });
    return file;
  } finally {
    await sheet.close();
  }
}

/** The user's own cells of a sheet, as a reader of the results has them: without what opsheet added. */
async function ownCells(path: string): Promise<Cell[][]> {
  const sheet = await openSheet(path, { delimiter: ';' });
  try {
    const { mapping } = await understandSheet(sheet, { headerRow: 1, map: ['C=-', 'D=-', 'E=-'] });
    const rows: SheetRow[] = [];
    for await (const batch of writtenRows(sheet, mapping)) rows.push(...batch);
    expect(rows.length).toBe((await rowsOf(sheet)).length);
    return rows.map((row) => Array.from({ length: 5 }, (_, index) => row.cell(index)));
  } finally {
    await sheet.close();
  }
}

/** What each row asks for: its first value, or the code of its first problem. */
async function asked(path: string): Promise<unknown[]> {
  const sheet = await openSheet(path, { delimiter: ';' });
  try {
    const understanding = await understandSheet(sheet, { map: ['C=-', 'D=-', 'E=-'] });
    const found: unknown[] = [];
    for await (const edits of editsOf(sheet, understanding)) {
      for (const { values, problems } of edits) found.push(problems[0]?.code ?? values[0]?.value);
    }
    return found;
  } finally {
    await sheet.close();
  }
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.toWellFormed()),
  fc.constantFrom(
    '=1+1',
    "'=1",
    '_x0041_',
    '_x000D_',
    '&amp;lt;',
    'a\r\nb',
    'a\rb',
    '\n',
    '"',
    ';',
    ' x ',
    '-5',
    '#N/A',
  ),
);

const anyCell = fc.oneof(
  { weight: 3, arbitrary: anyText.map(textCell) },
  fc.constant(EMPTY_CELL),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
    .map((number): Cell => ({ kind: 'number', text: String(number), number })),
  fc
    .integer({ min: 1, max: 80_000 })
    .map((number): Cell => ({ kind: 'date', text: '', number, format: 'yyyy-mm-dd' })),
  fc.boolean().map((boolean): Cell => ({ kind: 'boolean', text: String(boolean).toUpperCase(), boolean })),
  fc.constantFrom<Cell>({ kind: 'error', text: '#N/A' }, { kind: 'error', text: '#DIV/0!' }),
);

/**
 * What must come back: the kind and the value; how a number is shown follows from its format. A spreadsheet knows
 * no negative zero. A line end inside a workbook's cell is one line feed however it was written, as Excel keeps it.
 */
const essence = (cell: Cell) =>
  cell.kind === 'number' || cell.kind === 'date'
    ? { kind: cell.kind, number: cell.number + 0 }
    : { ...cell, text: cell.text.replaceAll('\r\n', '\n') };

const HEADER = ['ID', 'Nombre', 'uno', 'dos', 'tres'].map(textCell);

async function comesBack(format: SheetFormat, rows: readonly (readonly Cell[])[]): Promise<void> {
  const input = await written(format, [HEADER, ...rows.map((cells, i) => [textCell(`op-${i}`), ...cells])]);
  const before = await ownCells(input);
  const results = await resultsOf(input);
  expect(await ownCells(results)).toEqual(before);
  // And once more: what is read of results of results is still the same.
  expect(await ownCells(await resultsOf(results))).toEqual(before);
  const kept = rows.map((cells, i) => [textCell(`op-${i}`), ...cells].map(essence));
  if (format === 'xlsx') expect(before.slice(1).map((cells) => cells.map(essence))).toEqual(kept);
  else
    expect(before.slice(1).map((cells) => cells.map(({ text }) => text))).toEqual(
      rows.map((cells, i) => [`op-${i}`, ...cells.map(({ text }) => text)]),
    );
}

describe('a sheet, its results, and the results read again', () => {
  it('are the same cells in a CSV', async () => {
    const row = fc.tuple(
      fc.constant(textCell('x')),
      anyText.map(textCell),
      anyText.map(textCell),
      anyText.map(textCell),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => comesBack('csv', rows)),
      { numRuns: 60 },
    );
  }, 60_000);

  it('are the same cells in a workbook', async () => {
    const row = fc.tuple(fc.constant(textCell('x')), anyCell, anyCell, anyCell);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => comesBack('xlsx', rows)),
      { numRuns: 12 },
    );
  }, 120_000);

  it('ask for the same, also where text begins with =', async () => {
    const texts = ['=1+1', ' =A1', '=== Nota ===', '=', "'=1+1", '@ana'];
    const rows = texts.map((text, i) => [
      textCell(`op-${i}`),
      textCell(text),
      EMPTY_CELL,
      EMPTY_CELL,
      EMPTY_CELL,
    ]);
    for (const format of ['csv', 'xlsx'] as const) {
      const input =
        format === 'xlsx'
          ? await written('xlsx', [HEADER, ...rows])
          : file(
              'a.csv',
              `ID;Nombre;uno;dos;tres\n${rows.map((row) => row.map(({ text }) => text).join(';')).join('\n')}\n`,
            );
      const expected = ['cell.formula', 'cell.formula', '=== Nota ===', '=', 'text.escaped', '@ana'];
      expect(await asked(input)).toEqual(expected);
      const results = await resultsOf(input);
      expect(await asked(results)).toEqual(expected);
      expect(await asked(await resultsOf(results))).toEqual(expected);
    }
  });

  it('keep the value of merged cells where it stands, and say of what they cover that it has none', async () => {
    const book = new Excel.Workbook();
    const tab = book.addWorksheet('Datos');
    tab.addRow(HEADER.map(({ text }) => text));
    for (const n of [1, 2, 3, 4, 5]) tab.addRow([`op-${n}`, `x${n}`, 5, 'a', 'b']);
    tab.mergeCells('B2:B3');
    tab.mergeCells('C2:C3');
    tab.mergeCells('D3:E4');
    tab.mergeCells('A5:A6');
    const input = file('merged.xlsx', new Uint8Array(await book.xlsx.writeBuffer()));
    // An empty cell would ask for nothing, and its row would pass as one that was meant so.
    const expected = ['x1', 'cell.merged', 'x3', 'x4', 'cell.merged'];
    expect(await asked(input)).toEqual(expected);
    const results = await resultsOf(input);
    const texts = (await ownCells(results)).map((cells) => cells.map(({ text }) => text));
    expect(texts.slice(1)).toEqual([
      ['op-1', 'x1', '5', 'a', 'b'],
      ['op-2', '#MERGED!', '#MERGED!', 'a', '#MERGED!'],
      ['op-3', 'x3', '5', '#MERGED!', '#MERGED!'],
      ['op-4', 'x4', '5', 'a', 'b'],
      ['#MERGED!', 'x5', '5', 'a', 'b'],
    ]);
    expect(await asked(results)).toEqual(expected);
    expect(await asked(await resultsOf(results))).toEqual(expected);
  });

  it('say of what shows otherwise than it is stored that it does', async () => {
    const t = (ref: string, text: string) => c(ref, 't="inlineStr" s="1"', `<is><t>${text}</t></is>`);
    const head = row(
      1,
      HEADER.map(({ text }, i) => s(`${'ABCDE'.charAt(i)}1`, text)),
    );
    const hiding = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>';
    const xml = sheetXml(
      [
        head,
        row(2, [s('A2', 'op-1'), t('B2', 'Juan'), n('C2', 5)]),
        row(3, [s('A3', 'op-2'), s('B3', 'x'), n('C3', 0)]),
      ],
      { before: hiding },
    );
    const book = workbook({ sheets: [{ name: 'Datos', xml }], styles: stylesXml([0, '"Sr. "@']) });
    const input = file('styled.xlsx', book);
    expect(await asked(input)).toEqual(['cell.styled', 'x']);
    const results = await resultsOf(input);
    const texts = (await ownCells(results)).map((cells) => cells.map(({ text }) => text));
    expect(texts.slice(1)).toEqual([
      ['op-1', '#STYLED! Juan', '5', '', ''],
      ['op-2', 'x', '#STYLED! 0', '', ''],
    ]);
    expect(await asked(results)).toEqual(['cell.styled', 'x']);
    expect(await asked(await resultsOf(results))).toEqual(['cell.styled', 'x']);
  });

  const FIELDS = ['ID', 'Nombre', 'Monto', 'Descripción', 'tres'];
  const headed = row(
    1,
    FIELDS.map((text, i) => s(`${'ABCDE'.charAt(i)}1`, text)),
  );

  it('say of the 0 of a formula in a column for text that it is none, and keep it elsewhere', async () => {
    const zero = (ref: string) => c(ref, '', '<f>VLOOKUP(A2,H!A:B,2,0)</f><v>0</v>');
    const cells = [s('A2', 'op-1'), ...['B2', 'C2', 'D2', 'E2'].map(zero)];
    const xml = sheetXml([headed, row(2, cells), row(3, [s('A3', 'op-2'), n('B3', 0), n('C3', 0)])]);
    const input = file('zeros.xlsx', workbook({ sheets: [{ name: 'Datos', xml }] }));
    expect(await asked(input)).toEqual(['text.zero', '0']);
    for (const format of ['xlsx', 'csv'] as const) {
      const results = await resultsOf(input, format);
      const texts = (await ownCells(results)).map((own) => own.map(({ text }) => text));
      // That of the texts is not read here, but may be when this is given back.
      expect(texts.slice(1)).toEqual([
        ['op-1', '#STYLED! 0', '0', '#STYLED! 0', '0'],
        ['op-2', '0', '0', '', ''],
      ]);
      expect(await asked(results)).toEqual(['cell.styled', '0']);
    }
  });

  it('say of what is no text in a workbook that it is none, where the results are a CSV', async () => {
    const xml = sheetXml([
      headed,
      row(2, [s('A2', 'op-1'), n('B2', 45296, 1), n('C2', 1234.567, 2)]),
      row(3, [s('A3', 'op-2'), c('B3', 't="b"', '<v>1</v>'), n('C3', 5.25)]),
      row(4, [s('A4', 'op-3'), n('B4', 3.5), n('C4', 1500, 2)]),
      row(5, [s('A5', 'op-4'), n('B5', 7), n('C5', 45296, 1), n('E5', 45296, 1)]),
    ]);
    const book = workbook({ sheets: [{ name: 'Datos', xml }], styles: stylesXml([0, 14, 3]) });
    const input = file('typed.xlsx', book);
    const notText = ['text.notText', 'text.notText', 'text.notText', '7'];
    expect(await asked(input)).toEqual(notText);
    expect(await asked(await resultsOf(input))).toEqual(notText);
    const results = await resultsOf(input, 'csv');
    const texts = (await ownCells(results)).map((own) => own.map(({ text }) => text));
    expect(texts.slice(1)).toEqual([
      ['op-1', '#STYLED! 1/5/24', '#STYLED! 1,235', '', ''],
      ['op-2', '#STYLED! TRUE', '5.25', '', ''],
      ['op-3', '#STYLED! 3.5', '1,500', '', ''],
      ['op-4', '7', '#STYLED! 1/5/24', '', '1/5/24'],
    ]);
    expect(await asked(results)).toEqual(['cell.styled', 'cell.styled', 'cell.styled', '7']);
  });

  it('say of what a format of an .ods shows that it is shown, where the format is not known', async () => {
    const spaces =
      'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"';
    const styles =
      '<number:number-style style:name="N1P0"><number:text>Sí</number:text></number:number-style><number:number-style style:name="N1"><number:text>No</number:text><style:map style:condition="value()=1" style:apply-style-name="N1P0"/></number:number-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>';
    const t = (text: string) =>
      `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`;
    const number = (value: number, shown: string) =>
      `<table:table-cell table:style-name="ce1" office:value-type="float" office:value="${value}"><text:p>${shown}</text:p></table:table-cell>`;
    const line = (...cells: string[]) => `<table:table-row>${cells.join('')}</table:table-row>`;
    const mime = 'application/vnd.oasis.opendocument.spreadsheet';
    const book = zipParts([
      ['mimetype', mime],
      ['META-INF/manifest.xml', `<manifest media-type="${mime}"/>`],
      [
        'content.xml',
        `<?xml version="1.0"?><office:document-content ${spaces}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Datos">${line(...FIELDS.map(t))}${line(t('op-1'), t('x'), number(5, '5'), t('y'), number(1, 'Sí'))}</table:table></office:spreadsheet></office:body></office:document-content>`,
      ],
      ['styles.xml', `<?xml version="1.0"?><office:document-styles ${spaces}></office:document-styles>`],
    ]);
    const results = await ownCells(await resultsOf(file('a.ods', book)));
    expect(results[1]).toEqual([
      textCell('op-1'),
      textCell('x'),
      { kind: 'number', text: '5', number: 5 },
      textCell('y'),
      textCell('#STYLED! Sí'),
    ]);
  });

  it('leave a merged header as it was: what it covers names no column', async () => {
    const book = new Excel.Workbook();
    const tab = book.addWorksheet('Datos');
    tab.addRow(HEADER.map(({ text }) => text));
    tab.addRow(['op-1', 'x', 5, 'a', 'b']);
    tab.mergeCells('D1:E1');
    const input = file('header.xlsx', new Uint8Array(await book.xlsx.writeBuffer()));
    const [header] = await ownCells(await resultsOf(input));
    expect(header?.map(({ text }) => text)).toEqual(['ID', 'Nombre', 'uno', 'dos', '']);
  });

  it('mean the same where somebody typed spaces around it', async () => {
    const input = file('typed.csv', 'ID;Nombre;uno;dos;tres\nop-1; #MERGED! ;;;\n #MERGED!;x;;;\n');
    expect(await asked(input)).toEqual(['cell.merged', 'cell.merged']);
  });
});

/** A sheet's texts, row by row, as its file has them. */
async function textsIn(path: string): Promise<string[][]> {
  const sheet = await openSheet(path, { delimiter: ';' });
  try {
    return (await rowsOf(sheet)).map((row) => row.cells.map(({ text }) => text));
  } finally {
    await sheet.close();
  }
}

describe("columns of a sheet's own that are called as those of the results", () => {
  it.each([
    ['beside words that no run ends with', 'ID;Nombre;_status;_message;_row', 'op-1;x;activo;llamar;7'],
    [
      'though one word is ours',
      'ID;Nombre;_status;_message;_row',
      'op-1;x;updated;llamar;7\nop-2;y;activo;;8',
    ],
    ['without a status', 'ID;Nombre;_id;_message;_row', 'op-1;x;5f1;llamar;7'],
    ['with nothing in the status', 'ID;Nombre;_status;_message;_row', 'op-1;x;;llamar;7'],
  ])('stand in the results under other names, %s', async (_, header, records) => {
    const [names = [], first = []] = await textsIn(
      await resultsOf(file('own.csv', `${header}\n${records}\n`)),
    );
    const own = header.split(';').slice(2);
    expect(names.slice(0, 5)).toEqual(['ID', 'Nombre', ...own.map((name) => `_own${name}`)]);
    expect(first.slice(0, 5)).toEqual(records.split('\n')[0]?.split(';'));
    expect(names.slice(5, 8)).toEqual(['_row', '_id', '_status']);
    const notices = await noticesOf(file('own.csv', `${header}\n${records}\n`));
    expect(notices).toEqual([{ code: 'notice.renamed', columns: own, as: own.map((name) => `_own${name}`) }]);
  });

  it('stay there when the results are given back, and those of the results are replaced', async () => {
    const own = file('own.csv', 'ID;Nombre;_status;_message;_row\nop-1;x;activo;llamar;7\n');
    const results = await resultsOf(own);
    const [names = [], first = []] = await textsIn(await resultsOf(results));
    expect([names, first.slice(0, 6)]).toEqual([
      (await textsIn(results))[0],
      ['op-1', 'x', 'activo', 'llamar', '7', '2'],
    ]);
    expect(await noticesOf(results)).toMatchObject([{ code: 'notice.results' }]);
  });

  it.each([
    ['words of a run alone', 'ID;Nombre;_status;_message;C', 'op-1;x;rejected;no;\nop-2;y;;;'],
    ["a person's word beside the error codes", 'ID;Nombre;_status;_errorCode;C', 'op-1;x;lista;a.b;'],
  ])('are those of an earlier run where they hold %s', async (_, header, records) => {
    const sheet = file('ours.csv', `${header}\n${records}\n`);
    expect(await noticesOf(sheet)).toMatchObject([{ code: 'notice.results' }]);
    const [names = []] = await textsIn(await resultsOf(sheet));
    expect(names.slice(0, 5)).toEqual(['ID', 'Nombre', 'C', '_row', '_id']);
  });
});

async function noticesOf(path: string): Promise<readonly unknown[]> {
  const sheet = await openSheet(path, { delimiter: ';' });
  try {
    return (await understandSheet(sheet, { map: ['C=-', 'D=-', 'E=-'] })).notices;
  } finally {
    await sheet.close();
  }
}
