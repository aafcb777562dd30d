// Workbooks written by exceljs.
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { at, COLUMNS, DATE_FORMAT, deals, MONEY_FORMAT, plainRows } from './data.mjs';
import { date, error, number, serial, shows, text, uncomputed } from './expect.mjs';

const HEADER = ['ID', 'Nombre', 'Monto', 'Etapa'];
const FIRST = ['OP-1', 'Ferretería Núñez', 1500.5, 'Negociación'];
const LAST = ['OP-9', 'Bodega "Sur"', 20000, 'Ganada'];
const writer = 'exceljs 4.4.0';

/** A workbook that `fill` puts sheets into, as an item of the corpus. */
async function made(file, about, expect, fill, more = {}) {
  const book = new ExcelJS.Workbook();
  book.created = at('2026-01-15');
  book.modified = at('2026-01-15');
  await fill(book);
  const bytes = Buffer.from(await book.xlsx.writeBuffer());
  return { file, writer, about, expect, ...more, bytes };
}

function simple(book, rows = [HEADER, FIRST, LAST], name = 'Datos') {
  const sheet = book.addWorksheet(name);
  sheet.addRows(rows);
  return sheet;
}

function formatted(sheet) {
  sheet.getColumn(3).numFmt = MONEY_FORMAT;
  sheet.getColumn(5).numFmt = DATE_FORMAT;
}

/** The same deals by the streaming writer: inline strings, or shared ones at the end of the zip. */
async function streamed(file, about, useSharedStrings) {
  const stream = new PassThrough();
  const bytes = buffer(stream);
  const created = at('2026-01-15');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings, created });
  const sheet = book.addWorksheet('Datos');
  formatted(sheet);
  for (const row of [COLUMNS, ...plainRows()]) sheet.addRow(row).commit();
  sheet.commit();
  await book.commit();
  return { file, writer, about, expect: deals('Datos'), bytes: await bytes };
}

export const byExceljs = () =>
  Promise.all([
    made('exceljs-deals.xlsx', 'Texts, amounts, dates and booleans', deals('Datos'), (book) => {
      formatted(simple(book, [COLUMNS, ...plainRows()]));
    }),
    made('exceljs-1904.xlsx', 'The same in a workbook of the 1904 date system', deals('Datos'), (book) => {
      book.properties.date1904 = true;
      formatted(simple(book, [COLUMNS, ...plainRows()]));
    }),
    streamed('exceljs-stream-inline.xlsx', 'By the streaming writer, inline strings', false),
    streamed('exceljs-stream-shared.xlsx', 'By the streaming writer, shared strings after the sheet', true),
    made(
      'exceljs-rich.xlsx',
      'Rich text, a hyperlink, an error, and formulas with and without results',
      shows('Datos', [
        HEADER,
        ['Sol Nuevo', 'Ficha', number(1500.5, '1,500.50'), error('#N/A')],
        ['uno', 'sí', uncomputed('C2*2'), null],
        ['OP-3', null, date(serial('2026-01-15'), '15/01/2026'), 'x'],
      ]),
      (book) => {
        const sheet = simple(book, [HEADER]);
        sheet.getCell('A2').value = { richText: [{ text: 'Sol ' }, { font: { bold: true }, text: 'Nuevo' }] };
        sheet.getCell('B2').value = { text: 'Ficha', hyperlink: 'https://crm.example/op?a=1&b=2' };
        sheet.getCell('C2').value = { formula: '3001/2', result: 1500.5 };
        sheet.getCell('C2').numFmt = MONEY_FORMAT;
        sheet.getCell('D2').value = { error: '#N/A' };
        sheet.getCell('A3').value = { formula: 'LOWER("UNO")', result: 'uno' };
        sheet.getCell('B3').value = { formula: '"s"&"í"', result: 'sí' };
        sheet.getCell('C3').value = { formula: 'C2*2' };
        sheet.getCell('D3').value = { formula: 'IF(1=2,"x","")', result: '' };
        sheet.getCell('A4').value = 'OP-3';
        sheet.getCell('C4').value = at('2026-01-15');
        sheet.getCell('C4').numFmt = 'dd/mm/yyyy';
        sheet.getCell('D4').value = 'x';
      },
    ),
    made(
      'exceljs-escapes.xlsx',
      'exceljs does not escape texts that look like escapes, so Excel decodes them: a return, and A',
      shows('Datos', [HEADER, ['x\ry', 'aAb', 1, ' con espacios '], ["'=1+1", '&amp;', 2, 'tab\taquí']]),
      (book) => {
        const odd = ['x_x000D_y', 'a_x0041_b', 1, ' con espacios '];
        simple(book, [HEADER, odd, ["'=1+1", '&amp;', 2, 'tab\taquí']]);
      },
    ),
    made(
      'exceljs-table.xlsx',
      'A table with a row of totals',
      shows('Datos', [HEADER, FIRST, LAST, ['Total', null, 21500.5]]),
      (book) => {
        book.addWorksheet('Datos').addTable({
          name: 'Ventas',
          ref: 'A1',
          headerRow: true,
          totalsRow: true,
          columns: [
            { name: 'ID', totalsRowLabel: 'Total' },
            { name: 'Nombre' },
            { name: 'Monto', totalsRowFunction: 'sum', totalsRowResult: 21500.5 },
            { name: 'Etapa' },
          ],
          rows: [FIRST, LAST],
        });
      },
    ),
    made(
      'exceljs-merged.xlsx',
      'A merged title above the header, and merged cells in the data',
      shows('Datos', [['Oportunidades 2026'], null, HEADER, FIRST, [null, 'Sol', 10, 'Ganada']]),
      (book) => {
        const sheet = simple(book, [['Oportunidades 2026'], [], HEADER, FIRST, [null, 'Sol', 10, 'Ganada']]);
        sheet.mergeCells('A1:D1');
        sheet.mergeCells('A4:A5');
      },
    ),
    made(
      'exceljs-hidden.xlsx',
      'A hidden row, a hidden column, a filter, frozen panes, and hidden tabs before',
      shows('Datos', [HEADER, FIRST, LAST]),
      (book) => {
        simple(book, [['secreto', 1]], 'Oculta').state = 'hidden';
        simple(book, [['secreto', 2]], 'Muy oculta').state = 'veryHidden';
        const sheet = simple(book);
        sheet.getRow(2).hidden = true;
        sheet.getColumn(2).hidden = true;
        sheet.autoFilter = 'A1:D3';
        sheet.views = [{ state: 'frozen', ySplit: 1 }];
      },
      { hiddenRows: [2], hiddenColumns: ['B'], hiddenTabs: ['Oculta', 'Muy oculta'] },
    ),
    made(
      'exceljs-beside.xlsx',
      'Notes, a validation list, conditional formats, colours and a protected sheet',
      shows('Datos', [HEADER, FIRST, LAST]),
      async (book) => {
        const sheet = simple(book);
        sheet.getCell('B2').note = 'revisar';
        sheet.getCell('H9').note = 'solo nota';
        sheet.getCell('D2').dataValidation = { type: 'list', formulae: ['"Ganada,Perdida"'] };
        sheet.getCell('C2').fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFFF00' } };
        sheet.addConditionalFormatting({
          ref: 'C2:C3',
          rules: [
            { type: 'cellIs', operator: 'greaterThan', formulae: [9], style: { font: { bold: true } } },
          ],
        });
        await sheet.protect('secreto', { spinCount: 1000 });
      },
    ),
    made(
      'exceljs-shared-formula.xlsx',
      'Shared formulas with results, filled down three rows',
      shows('Datos', [
        ['Monto', 'Doble'],
        [1, 2],
        [2, 4],
        [3, 6],
      ]),
      (book) => {
        const sheet = simple(book, [['Monto', 'Doble'], [1], [2], [3]]);
        sheet.fillFormula('B2:B4', 'A2*2', [2, 4, 6]);
      },
    ),
    made(
      'exceljs-two-tabs.xlsx',
      'Two tabs with data',
      { refused: 'severalSheets', sheets: ['Datos', 'Enero'] },
      (book) => {
        simple(book);
        simple(book, [HEADER, LAST], 'Enero');
      },
      { shows: shows('Datos', [HEADER, FIRST, LAST]) },
    ),
    made('exceljs-wide.xlsx', 'Sixty columns and forty rows, every seventh cell filled', wide(), (book) => {
      simple(book, wideRows());
    }),
  ]);

function wideRows() {
  return Array.from({ length: 40 }, (_, r) =>
    Array.from({ length: 60 }, (_, col) => ((r * 60 + col) % 7 === 0 ? `f${r + 1}c${col + 1}` : null)),
  );
}

function wide() {
  return shows(
    'Datos',
    wideRows().map((row) => row.map((value) => value && text(value))),
  );
}
