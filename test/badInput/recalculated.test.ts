import { CFB, utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { c, row, s, sheetXml, stylesXml, workbook } from '../sheet/corpus/workbook.mjs';
import { read } from './reading.js';

const HEADER = row(1, [s('A1', 'ID'), s('B1', 'Monto')]);

interface Told {
  /** What stands behind the cells, and in the workbook behind its tabs. */
  readonly after?: string;
  readonly tail?: string;
  readonly parts?: readonly (readonly [string, string])[];
}

/** What is planned of a formula in an .xlsx: the amount, or why there is none. */
async function amountOf(formula: string, result: string, { after = '', tail = '', parts = [] }: Told = {}) {
  const cell = c('B2', '', `<f>${formula}</f><v>${result}</v>`);
  const xml = sheetXml([HEADER, row(2, [s('A2', 'op-1'), cell])], { after });
  const sheets = [{ name: 'Datos', xml }];
  const { values, problems } = await read(
    workbook({ sheets, styles: stylesXml([0]), tail, parts }),
    {},
    'a.xlsx',
  );
  return values[0]?.amount ?? problems;
}

describe('a result of a workbook that is to be computed anew', () => {
  it.each<[string, Told]>([
    ['as its tab asks', { after: '<sheetCalcPr fullCalcOnLoad="1"/>' }],
    ['as the workbook asks', { tail: '<calcPr fullCalcOnLoad="1"/>' }],
    ['because no engine computed it', { tail: '<calcPr calcId="0"/>' }],
    ['because it was saved before it was computed', { tail: '<calcPr calcId="191029" calcCompleted="0"/>' }],
  ])('is none: %s', async (_, told) => {
    expect(await amountOf('D2*E2', '100', told)).toEqual(['cell.uncomputed']);
  });

  it.each<[string, Told]>([
    ['where nobody asks', {}],
    ['as Excel writes it', { tail: '<calcPr calcId="191029"/>' }],
    ['as LibreOffice writes it', { tail: '<calcPr iterateCount="100" refMode="A1" iterate="false"/>' }],
    ['where the tab says no', { after: '<sheetCalcPr fullCalcOnLoad="0"/>' }],
  ])('is taken: %s', async (_, told) => {
    expect(await amountOf('D2*E2', '100', told)).toBe('100');
  });
});

describe('a 0 that POI writes as the result of each formula', () => {
  const app = (application: string): [string, string] => [
    'docProps/app.xml',
    `<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>${application}</Application></Properties>`,
  ];

  it('is none unless the workbook says by what it was computed', async () => {
    for (const by of ['Apache POI', 'NPOI'])
      expect(await amountOf('D2*E2', '0.0', { parts: [app(by)] })).toEqual(['cell.uncomputed']);
    expect(await amountOf('D2*E2', '35.0', { parts: [app('Apache POI')] })).toBe('35');
    const computed = { parts: [app('Apache POI')], tail: '<calcPr calcId="191029"/>' };
    expect(await amountOf('D2*E2', '0', computed)).toBe('0');
  });

  it('is one in a workbook of another program', async () => {
    expect(await amountOf('D2*E2', '0.0')).toBe('0');
    expect(await amountOf('D2*E2', '0', { parts: [app('Microsoft Excel')] })).toBe('0');
  });
});

describe('a formula of an .xls that is to be computed anew', () => {
  /** What is planned of such a formula in an .xls; `records` stand before the end of its tab. */
  async function amountOfXls(formula: { result: number; flags: number }, records: readonly number[] = []) {
    const book = utils.book_new();
    const tab = utils.aoa_to_sheet([
      ['ID', 'Monto'],
      ['op-1', 100],
    ]);
    utils.book_append_sheet(book, tab, 'Datos');
    const written = CFB.read(write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer, {
      type: 'buffer',
    });
    const stream = Buffer.from(CFB.find(written, '/Workbook')?.content as Uint8Array);
    const pieces: Buffer[] = [];
    for (let at = 0; at < stream.length; ) {
      const type = stream.readUInt16LE(at);
      const end = at + 4 + stream.readUInt16LE(at + 2);
      const isNumber = type === 0x0203 || type === 0x027e;
      pieces.push(
        isNumber ? formulaRecord(stream.subarray(at + 4, at + 10), formula) : stream.subarray(at, end),
      );
      at = end;
    }
    const last = pieces.pop() as Buffer;
    const file = CFB.utils.cfb_new();
    CFB.utils.cfb_add(file, '/Workbook', Buffer.concat([...pieces, Buffer.from(records), last]));
    const bytes = Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
    const { values, problems } = await read(bytes, {}, 'a.xls');
    return values[0]?.amount ?? problems;
  }

  /** FORMULA (MS-XLS 2.4.127) of `1+1`, in the place of a number. */
  function formulaRecord(place: Buffer, { result, flags }: { result: number; flags: number }): Buffer {
    const parsed = [0x1e, 1, 0, 0x1e, 1, 0, 0x03];
    const body = Buffer.alloc(22);
    place.copy(body);
    body.writeDoubleLE(result, 6);
    body.writeUInt16LE(flags, 14);
    body.writeUInt16LE(parsed.length, 20);
    const head = Buffer.from([0x06, 0, body.length + parsed.length, 0]);
    return Buffer.concat([head, body, Buffer.from(parsed)]);
  }

  const UNCALCED = [0x5e, 0, 2, 0, 0, 0];
  const recalcId = (engine: number) => [0xc1, 0x01, 8, 0, 0xc1, 0x01, 0, 0, engine, 0, 0, 0];

  it('has no result where it was saved before it was computed, or by no engine', async () => {
    const formula = { result: 100, flags: 0 };
    expect(await amountOfXls(formula, UNCALCED)).toEqual(['cell.uncomputed']);
    expect(await amountOfXls(formula, recalcId(0))).toEqual(['cell.uncomputed']);
    expect(await amountOfXls(formula, recalcId(3))).toBe('100');
    expect(await amountOfXls(formula)).toBe('100');
  });

  it('has no result where it is marked for it and has the 0 of what nobody has computed', async () => {
    expect(await amountOfXls({ result: 0, flags: 2 })).toEqual(['cell.uncomputed']);
    expect(await amountOfXls({ result: 0, flags: 0 })).toBe('0');
    // As Excel marks what depends on the time.
    expect(await amountOfXls({ result: 0, flags: 1 })).toBe('0');
    expect(await amountOfXls({ result: 100, flags: 2 })).toBe('100');
  });
});

it('a text that Google Sheets has written while it was waiting for another is none', async () => {
  const book = (formula: string, shown: string) => {
    const cell = c('B2', 't="str"', `<f>${formula}</f><v>${shown}</v>`);
    const header = row(1, [s('A1', 'ID'), s('B1', 'Nombre')]);
    return workbook({
      sheets: [{ name: 'Datos', xml: sheetXml([header, row(2, [s('A2', 'op-1'), cell])]) }],
    });
  };
  const problems = async (formula: string, shown: string) =>
    (await read(book(formula, shown), {}, 'a.xlsx')).problems;
  for (const shown of ['Loading...', 'Cargando...', 'Carregando…']) {
    const fetched = `IFERROR(__xludf.DUMMYFUNCTION("IMPORTRANGE(""x"")"),"${shown}")`;
    expect(await problems(fetched, shown)).toEqual(['cell.uncomputed']);
    expect(await problems(fetched, 'Ana')).toEqual([]);
    expect(await problems('D2', shown)).toEqual([]);
  }
});
