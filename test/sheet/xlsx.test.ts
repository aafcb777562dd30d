import { readFileSync, statSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { utils, write } from '@e965/xlsx';
import Excel from 'exceljs';
import { describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { type Cell, openSheet } from '../../src/sheet/index.js';
import { openWorkbook } from '../../src/sheet/workbook.js';
import { xlsbParts } from './binaryWorkbook.js';
import {
  workbook as bytesOf,
  headerRow,
  MAIN,
  OFFICE,
  rel,
  relsXml,
  row,
  s,
  sheetXml,
  XML,
  zipParts,
} from './corpus/workbook.mjs';
import { asFarZip } from './farZip.js';
import { file, refusalOf, rowsOf } from './files.js';

type Tabs = Record<string, unknown[][]>;

function workbook(
  tabs: Tabs,
  change: (book: ReturnType<typeof utils.book_new>) => void = () => undefined,
): string {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(tabs))
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
  change(book);
  return file('book.xlsx', write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
}

async function cellsOf(path: string): Promise<readonly Cell[][]> {
  return (await rowsOf(await openSheet(path))).map((row) => [...row.cells]);
}

describe('a workbook', () => {
  it('keeps the kind of each cell and the text that people see', async () => {
    const path = workbook({ A: [['ID', 'Monto', 'Ok', 'Fecha', 'Pct']] }, (book) => {
      const sheet = book.Sheets.A;
      if (!sheet) throw new Error('no sheet');
      sheet.A2 = { t: 's', v: '00123' };
      sheet.B2 = { t: 'n', v: 1234.5, z: '#,##0.00' };
      sheet.C2 = { t: 'b', v: true };
      sheet.D2 = { t: 'n', v: 45000, z: 'dd/mm/yyyy' };
      sheet.E2 = { t: 'n', v: 0.45, z: '0%' };
      sheet['!ref'] = 'A1:E2';
    });
    expect((await cellsOf(path))[1]).toEqual([
      { kind: 'text', text: '00123' },
      { kind: 'number', text: '1,234.50', number: 1234.5, format: '#,##0.00' },
      { kind: 'boolean', text: 'TRUE', boolean: true },
      { kind: 'date', text: '15/03/2023', number: 45000, format: 'dd/mm/yyyy' },
      { kind: 'number', text: '45%', number: 0.45, format: '0%' },
    ]);
  });

  it('tells errors and formulas without a result from empty cells', async () => {
    const book = new Excel.Workbook();
    const sheet = book.addWorksheet('A');
    sheet.addRow(['ID', 'B', 'C', 'D']);
    const empty = { formula: 'IF(TRUE,"",1)', result: '' };
    sheet.addRow([
      { error: '#N/A' },
      { formula: 'SUM(1,2)' },
      { formula: 'SUM(1,2)', result: 3 },
      empty,
      'x',
    ]);
    const path = file('book.xlsx', new Uint8Array(await book.xlsx.writeBuffer()));
    expect((await cellsOf(path))[1]).toEqual([
      { kind: 'error', text: '#N/A' },
      { kind: 'uncomputed', text: '=SUM(1,2)' },
      { kind: 'number', text: '3', number: 3 },
      { kind: 'empty', text: '' },
      { kind: 'text', text: 'x' },
    ]);
  });

  it('counts rows as the spreadsheet does and leaves out empty ones', async () => {
    const path = workbook({ A: [['ID', 'N'], [], ['', ' '], ['x', 'y']] });
    expect((await rowsOf(await openSheet(path))).map(({ number, line }) => [number, line])).toEqual([
      [1, null],
      [4, null],
    ]);
  });

  it('is asked about when several tabs hold data, and obeys the answer', async () => {
    const path = workbook({ Uno: [['ID'], ['1']], Vacía: [], Dos: [['ID'], ['2']] });
    expect(await refusalOf(openSheet(path))).toMatchObject({
      code: 'xlsx.severalSheets',
      sheets: ['Uno', 'Dos'],
    });
    expect((await openSheet(path, { sheet: 'Dos' })).source.sheetName).toBe('Dos');
    expect(await refusalOf(openSheet(path, { sheet: 'Tres' }))).toMatchObject({ code: 'xlsx.noSuchSheet' });
  });

  it('never takes a hidden tab by itself', async () => {
    const path = workbook({ Uno: [['ID'], ['1']], Dos: [['ID'], ['2']] }, (book) => {
      book.Workbook = { Sheets: [{ Hidden: 1 }, { Hidden: 0 }] };
    });
    expect((await openSheet(path)).source.sheetName).toBe('Dos');
  });

  it('is refused when it holds nothing', async () => {
    expect(await refusalOf(openSheet(workbook({ A: [] })))).toMatchObject({ code: 'xlsx.noData' });
  });

  it('is refused when it takes more memory or time than it may', async () => {
    const path = workbook({ A: Array.from({ length: 40_000 }, (_, i) => [`op-${i}`, i, `x${i}`, i / 7]) });
    const within = (memoryMb: number, milliseconds: number) =>
      refusalOf(openSheet(path, { workbookLimits: { memoryMb, milliseconds } }));
    expect(await within(20, 60_000)).toMatchObject({ code: 'xlsx.tooMuch', what: 'memory' });
    expect(await within(1024, 1)).toMatchObject({ code: 'xlsx.tooMuch', what: 'time' });
    // The program itself goes on as if nothing had been.
    expect((await openSheet(path)).source.sheetName).toBe('A');
  });

  it('is refused with the cell when a number is not written as one, which would be read as far as it goes', async () => {
    const xml = (value: string) =>
      sheetXml([headerRow, row(2, [s('A2', 'op-1'), `<c r="C2"><f>D2</f><v>${value}</v></c>`])]);
    const opened = async (value: string) => {
      const path = file('book.xlsx', bytesOf({ sheets: [{ name: 'Datos', xml: xml(value) }] }));
      return rowsOf(await openSheet(path));
    };
    for (const value of [
      '1,5',
      '1.234,5',
      '1 234',
      '12abc',
      '5%',
      '0x10',
      '2026-01-15',
      '1e',
      'NaN',
      '1e400',
    ]) {
      expect(await refusalOf(opened(value))).toMatchObject({
        code: 'xlsx.suspicious',
        what: 'number',
        entry: 'C2',
      });
    }
    for (const [value, number] of [
      [' 5 ', 5],
      ['-1.5E-3', -0.0015],
      ['+.5', 0.5],
      ['5.', 5],
      ['&#x35;', 5],
    ] as const) {
      expect((await opened(value))[1]?.cell(2)).toMatchObject({ kind: 'number', number });
    }
  });

  it('is refused when one of its tabs cannot be read, instead of being taken without it', async () => {
    const good = sheetXml([headerRow, row(2, [s('A2', 'op-1'), s('B2', 'x')])]);
    const bad = sheetXml([headerRow, row(2, [s('A2', 'op-2'), '<c r="B2" t="s"><v>99</v></c>'])]);
    const sheets = [
      { name: 'Datos', xml: bad },
      { name: 'Notas', xml: good },
    ];
    expect(await refusalOf(openSheet(file('book.xlsx', bytesOf({ sheets }))))).toMatchObject({
      code: 'xlsx.suspicious',
      what: 'damaged',
      entry: 'Datos',
    });
  });

  it('is read beside a chart tab that nothing can read, for there are no cells in it', async () => {
    const rows = [headerRow, row(2, [s('A2', 'op-1'), s('B2', 'x')])];
    const datos = { name: 'Datos', xml: sheetXml(rows) };
    const drawn = (kind: string) => ({
      ...{ name: 'Embudo', kind, path: `xl/${kind}s/sheet9.xml` },
      xml: `${XML}<chartsheet xmlns="${MAIN}" xmlns:r="${OFFICE}"><drawing r:id="rId1"/></chartsheet>`,
    });
    const opened = (kind: string) => {
      const bytes = bytesOf({
        sheets: [drawn(kind), datos],
        parts: [
          [
            `xl/${kind}s/_rels/sheet9.xml.rels`,
            relsXml([rel('rId1', 'drawing', '../drawings/drawing1.xml')]),
          ],
          // What Excel writes for a funnel: a chart of another kind than SheetJS knows.
          ['xl/drawings/drawing1.xml', `${XML}<wsDr><cx:chart r:id="rId1"/></wsDr>`],
        ],
      });
      return openSheet(file('book.xlsx', bytes));
    };
    expect((await opened('chartsheet')).source.sheetName).toBe('Datos');
  });

  it('is read beside such a tab in an .xlsb, too, and in no other part of it', async () => {
    const opened = (kind: string) => {
      const parts = xlsbParts([
        ['ID', 'Nombre'],
        ['op-1', 'x'],
      ]);
      const change = (name: string, by: (content: Buffer) => Buffer) => {
        const part = parts.find(([own]) => own === name);
        if (part) part[1] = by(part[1]);
      };
      const target = `${kind}s/sheet9.bin`;
      // Before BrtEndBundleShs: visible, its number, the name of its relationship and its own, each with its length.
      const wide = (text: string) => Buffer.from(`${String.fromCharCode(text.length, 0)}${text}`, 'utf16le');
      const body = Buffer.concat([Buffer.from([0, 0, 0, 0, 9, 0, 0, 0]), wide('rId99'), wide('Embudo')]);
      const bundle = Buffer.concat([Buffer.from([0x9c, 0x01, body.length]), body]);
      change('xl/workbook.bin', (content) => {
        const end = content.indexOf(Buffer.from([0x90, 0x01, 0]));
        return Buffer.concat([content.subarray(0, end), bundle, content.subarray(end)]);
      });
      change('xl/_rels/workbook.bin.rels', (content) =>
        Buffer.from(
          String(content).replace('</Relationships>', `${rel('rId99', kind, target)}</Relationships>`),
        ),
      );
      // A record of a type that there is not.
      parts.push([`xl/${target}`, Buffer.from([0xff, 0x7f, 0])]);
      return openSheet(file('book.xlsb', zipParts(parts)));
    };
    expect((await opened('chartsheet')).source.sheetName).toBe('Datos');
    expect(await refusalOf(opened('worksheet'))).toMatchObject({ what: 'damaged', entry: 'Embudo' });
  });

  it('is read where the places in its zip are written as those of one beyond 4 GB', async () => {
    const xml = sheetXml([headerRow, row(2, [s('A2', 'op-1'), s('B2', 'Peña')])]);
    const bytes = asFarZip(bytesOf({ sheets: [{ name: 'Datos', xml }] }));
    expect((await cellsOf(file('book.xlsx', bytes)))[1]?.map(({ text }) => text)).toEqual(['op-1', 'Peña']);
  });

  it('of OpenDocument tells its hidden tabs, rows and columns', async () => {
    // LibreOffice itself wrote it, from a workbook with two hidden tabs; it shows the first of them.
    const path = `${import.meta.dirname}/corpus/files/lo-exceljs-hidden.ods`;
    expect(await refusalOf(openSheet(path))).toMatchObject({ sheets: ['Oculta', 'Datos'] });
    expect(await refusalOf(openSheet(path, { sheet: 'Datos' }))).toMatchObject({
      code: 'xlsx.hiddenRows',
      hidden: 1,
      rows: 3,
      filtered: false,
    });
    const opened = await openSheet(path, { sheet: 'Datos', hidden: 'skip' });
    expect((await rowsOf(opened)).map(({ number }) => number)).toEqual([1, 3]);
    expect(opened.source.notices).toEqual([
      { code: 'notice.hiddenRows', hidden: 1, filtered: false, used: 'skip' },
      { code: 'notice.hiddenColumns', columns: ['B'] },
      { code: 'notice.hiddenSheets', sheets: ['Muy oculta'] },
    ]);
  });

  it('of OpenDocument counts repeated rows, filters and folded groups', async () => {
    const path = `${import.meta.dirname}/corpus/files/lo-exceljs-deals.ods`;
    const parts = new Map<string, Buffer>();
    const zip = await yauzl.openPromise(path, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('/')) {
        parts.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
      }
    }
    const tabRow = (text: string, attributes = '') =>
      `<table:table-row ${attributes}><table:table-cell office:value-type="string"><text:p>${text}</text:p>` +
      '</table:table-cell></table:table-row>';
    const rows =
      tabRow('ID') +
      '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>' +
      tabRow('a', 'table:visibility="filter" table:number-rows-repeated="2"') +
      `<table:table-row-group table:display="false">${tabRow('b')}</table:table-row-group>` +
      tabRow('c');
    const content = String(parts.get('content.xml')).replace(
      /(<table:table [^>]*>).*<\/table:table>/s,
      `$1${rows}</table:table>`,
    );
    const folded = zipParts(
      [...parts].map(([name, bytes]) => [name, name === 'content.xml' ? content : bytes]),
    );
    const written = file('folded.ods', folded);
    expect(await refusalOf(openSheet(written))).toMatchObject({ hidden: 3, rows: 5, filtered: true });
    // A tab that SheetJS does not see: then nobody can say which of them something is hidden in.
    const unseen = content.replace('<table:table ', '<table:table table:name="x"/><table:table ');
    const other = zipParts(
      [...parts].map(([name, bytes]) => [name, name === 'content.xml' ? unseen : bytes]),
    );
    expect(await refusalOf(openSheet(file('other.ods', other)))).toMatchObject({
      code: 'xlsx.suspicious',
      what: 'hiding',
    });
    const shown = await rowsOf(await openSheet(written, { hidden: 'skip' }));
    expect(shown.map(({ number, cells }) => `${number} ${cells[0]?.text}`)).toEqual(['1 ID', '8 c']);
  });

  it('is refused when another program has saved it since it was looked at', async () => {
    const path = workbook({
      A: [
        ['ID', 'N'],
        ['1', '2'],
      ],
    });
    const { size: bytes, mtimeMs: modifiedAt } = statSync(path);
    const seen = { file: path, readFrom: path, bytes, modifiedAt, sha256: '0'.repeat(64) };
    expect(await refusalOf(openWorkbook(seen, 'zip', {}))).toMatchObject({ code: 'file.changed' });
  });

  it('is refused when it is cut short', async () => {
    const whole = readFileSync(
      workbook({
        A: [
          ['ID', 'N'],
          ['1', '2'],
        ],
      }),
    );
    const path = file('cut.xlsx', whole.subarray(0, whole.length / 2));
    expect(await refusalOf(openSheet(path))).toMatchObject({ code: 'file.notWorkbook' });
  });
});
