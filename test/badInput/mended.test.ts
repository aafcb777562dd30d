import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { textCell } from '../../src/sheet/index.js';
import {
  c,
  n,
  row,
  s,
  sheetXml,
  stringsXml,
  stylesXml,
  workbook,
  workbookParts,
  zipParts,
} from '../sheet/corpus/workbook.mjs';
import { written } from '../sheet/files.js';
import { read, readFile, refused } from './reading.js';
import { workbookOf } from './workbookOf.js';

const xlsx = (content: Uint8Array) => read(content, {}, 'a.xlsx');
const HEADER = row(1, [s('A1', 'ID'), s('B1', 'Nombre'), s('C1', 'Monto')]);
/** `&#8230;`, as programs write it that write nothing but ASCII. */
const inReferences = (xml: string) => xml.replace(/[^\0-\x7f]/gu, (letter) => `&#${letter.codePointAt(0)};`);

describe('the number format of the first style', () => {
  const amount = async (format: string, value: number, style = '') => {
    const cell = c('C2', style, `<v>${value}</v>`);
    const { values, problems } = await xlsx(workbookOf([[s('A2', 'op-1'), cell]], { formats: [format, 0] }));
    return values[0]?.amount ?? problems;
  };

  it.each<[string, number, string]>([
    ['#,##0', 1234.56, 'amount.shownOtherwise'],
    ['0.0,"k"', 1234, 'amount.shownOtherwise'],
    ['0%', 0.45, 'amount.percent'],
    ['dd/mm/yyyy', 45000, 'amount.date'],
    [';;;@', 5, 'amount.shownOtherwise'],
  ])('is that of cells that name none: %s', async (format, value, problem) => {
    expect(await amount(format, value)).toEqual([problem]);
    expect(await amount(format, value, 's="1"')).toBe(String(value));
  });

  it('is no matter where it shows what is held', async () => {
    expect(await amount('#,##0.00', 1234.5)).toBe('1234.5');
    expect(await amount('@', 1234.5)).toBe('1234.5');
  });
});

describe('letters that are written by their numbers', () => {
  it.each(['Sigue…', 'Marca™', 'Łódź', 'Peña', '🔥 Caliente', 'a & b', '&amp;', '_x0041_'])(
    'are read in the result of a formula: %s',
    async (text) => {
      const escaped = text.replaceAll('&', '&amp;').replaceAll('_x0041_', '_x005F_x0041_');
      const cell = c('B2', 't="str"', `<f>D2</f><v>${inReferences(escaped)}</v>`);
      const other = c('D2', 't="str"', '<v>x</v>');
      const { values } = await xlsx(workbookOf([[s('A2', 'op-1'), cell, n('C2', 5), other]]));
      expect(values[0]).toMatchObject({ name: text, amount: '5' });
    },
  );

  it('are read in the list of texts, in a cell and in the name of a tab', async () => {
    const cells = [s('A2', 'op-1'), c('B2', 't="s"', '<v>0</v>')];
    const own = c('C2', 't="inlineStr"', '<is><t>&#x1F525;</t></is>');
    const header = row(1, [s('A1', 'ID'), s('B1', 'Nombre'), s('C1', 'Descripción')]);
    const parts = workbookParts({
      sheets: [{ name: 'Año 🚀', xml: sheetXml([header, row(2, [...cells, own])]) }],
      strings: stringsXml(['<t>&#128293; Café</t>']),
    }).map(([name, content]): [string, string] => [
      name,
      name === 'xl/workbook.xml' ? inReferences(content) : content,
    ]);
    const { values, source } = await xlsx(zipParts(parts));
    expect(values).toEqual([{ name: '🔥 Café', description: '🔥' }]);
    expect(source.sheetName).toBe('Año 🚀');
  });

  it('are no matter where nothing is read', async () => {
    const parts: [string, string][] = [
      ['xl/comments1.xml', '<comments><text><t>&#128512;</t></text></comments>'],
      ['customUI/customUI14.xml', '<customUI><!-- Mi cinta --><ribbon/></customUI>'],
    ];
    const { values } = await xlsx(workbookOf([[s('A2', 'op-1'), n('C2', 5)]], { parts }));
    expect(values[0]).toEqual({ amount: '5' });
  });

  it('are refused with their file in CDATA, where they are no letters', async () => {
    const cell = c('B2', 't="inlineStr"', '<is><t><![CDATA[&#128293;]]></t></is>');
    expect(await refused(workbookOf([[s('A2', 'op-1'), cell]]), {}, 'a.xlsx')).toMatchObject({
      what: 'inexact',
    });
  });
});

describe('text that is escaped twice', () => {
  it('is read beside a formula that gives text', async () => {
    const formula = c('B2', 't="str"', '<f>SUBSTITUTE(D2,"&amp;amp;","&amp;")</f><v>Juan</v>');
    const { values } = await xlsx(workbookOf([[s('A2', 'op-1'), formula, n('C2', 5)]]));
    expect(values[0]).toEqual({ name: 'Juan', amount: '5' });
    const book = utils.book_new();
    const rows = [
      ['ID', 'Nombre'],
      ['op-1', 'Pérez &amp; Asociados'],
    ];
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows), 'Datos');
    const bytes: Buffer = write(book, { type: 'buffer', bookType: 'xlsx' });
    expect((await xlsx(bytes)).values[0]).toEqual({ name: 'Pérez &amp; Asociados' });
  });
});

describe('cells that SheetJS would leave out or put elsewhere', () => {
  it.each(['\n', '\r\n', '\t'])('are read: %j behind the name of the tag', async (space) => {
    const cells = [s('A2', 'op-1'), n('C2', 5)].map((cell) => cell.replace('<c ', `<c${space}`));
    expect((await xlsx(workbookOf([cells]))).values[0]).toEqual({ amount: '5' });
  });

  it('are read: with a formula that seems to say where they stand', async () => {
    const cells = [
      '<c t="inlineStr"><is><t>op-1</t></is></c>',
      '<c t="inlineStr"><is><t>valor="A"</t></is></c>',
      '<c><f>IF(valor="D",1,2)</f><v>9</v></c>',
    ];
    expect((await xlsx(workbookOf([cells]))).values[0]).toEqual({ name: 'valor="A"', amount: '9' });
  });
});

describe('number formats that SheetJS has no number for', () => {
  /** A number in this format and one in the first, and others each in one of the next. */
  const book = (count: number, shown: number, first = 164, others = 0) => {
    const formats = Array.from({ length: count }, (_, i) => `0" mil ${i}"`);
    const styles = stylesXml([0, ...formats])
      // The other way round, so that those in SheetJS's own places come last.
      .replace(/(?<=<numFmts[^>]*>).*(?=<\/numFmts>)/, (list) =>
        (list.match(/<numFmt [^>]*>/g) ?? []).reverse().join(''),
      )
      .replace(
        /numFmtId="(\d+)"/g,
        (_, id) => `numFmtId="${Number(id) < 164 ? id : Number(id) - 164 + first}"`,
      );
    const more = Array.from({ length: others }, (_, i) => row(i + 3, [n(`C${i + 3}`, 5, i + 2)]));
    const xml = sheetXml([HEADER, row(2, [s('A2', 'op-1'), n('C2', 5, shown), n('D2', 6, 1)]), ...more]);
    return workbook({ sheets: [{ name: 'Datos', xml }], styles });
  };

  it('are shown as they are', async () => {
    for (const [shown, first] of [
      [300, 164],
      [2, 164],
      [7, 5_000],
    ] as const) {
      const { rows } = await xlsx(book(300, shown, first));
      expect(rows[1]?.cell(2).text).toBe(`5 mil ${shown - 1}`);
      expect(rows[1]?.cell(3).text).toBe('6 mil 0');
    }
  });

  it('are shown as they are where there are many that no cell has', async () => {
    const { rows } = await xlsx(book(600, 600));
    expect(rows[1]?.cell(2).text).toBe('5 mil 599');
    expect(rows[1]?.cell(3).text).toBe('6 mil 0');
  });

  it('are refused with their file where cells have too many', async () => {
    expect(await refused(book(600, 1, 164, 400), {}, 'a.xlsx')).toMatchObject({
      what: 'inexact',
      entry: 'xl/styles.xml',
    });
  });
});

describe('parts in which nothing is read', () => {
  const bookWith = (parts: readonly (readonly [string, string])[]) =>
    workbookOf([[s('A2', 'op-1'), n('C2', 5)]], { parts });

  it.each(['xl/media/image1.emf', 'xl/pivotCache/pivotCacheRecords1.xml', 'xl/embeddings/oleObject1.bin'])(
    'may be packed as small as they like: %s',
    async (name) => {
      const { values } = await xlsx(bookWith([[name, `<a>${' '.repeat(8e6)}</a>`]]));
      expect(values[0]).toEqual({ amount: '5' });
    },
  );

  it('may be as many as there are boxes to tick', async () => {
    const boxes = Array.from({ length: 2_500 }, (_, i): [string, string] => [
      `xl/ctrlProps/ctrlProp${i + 1}.xml`,
      '<formControlPr objectType="CheckBox"/>',
    ]);
    expect((await xlsx(bookWith(boxes))).values[0]).toEqual({ amount: '5' });
    expect(
      await refused(
        bookWith(boxes.map(([name, xml]) => [name.replace('ctrlProps', 'worksheets'), xml])),
        {},
        'a.xlsx',
      ),
    ).toMatchObject({ what: 'tooManyEntries' });
  });

  it('are refused where something is read in them', async () => {
    const large = `<worksheet>${' '.repeat(8e6)}</worksheet>`;
    expect(await refused(bookWith([['xl/worksheets/sheet2.xml', large]]), {}, 'a.xlsx')).toMatchObject({
      what: 'ratio',
    });
  });
});

describe('a text that was cut because no cell could hold it', () => {
  it('is not taken for the whole one when its sheet is read again', async () => {
    const whole = 'Acta. '.repeat(7000);
    const path = await written('xlsx', [
      ['ID', 'Descripción'].map(textCell),
      ['op-1', whole].map(textCell),
      ['op-2', 'Acta… [45000]'].map(textCell),
      ['op-3', `${'x'.repeat(32_740)}… [7]`].map(textCell),
    ]);
    const { edits } = await readFile(path);
    expect(edits.map(({ problems }) => problems.map(({ code }) => code))).toEqual([['text.tooLong'], [], []]);
  });
});
