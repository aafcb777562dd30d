import { describe, expect, it } from 'vitest';
import { type BinaryFont, type BinaryText, xlsbOf, xlsOf } from '../sheet/binaryWorkbook.js';
import { c, row, s, sheetXml, stringsXml, stylesXml, workbook } from '../sheet/corpus/workbook.mjs';
import { read } from './reading.js';

const PLAIN = 0;
const STRUCK = 1;
const RAISED = 2;
const BOLD = 3;
const FONTS: readonly BinaryFont[] = [{}, { struck: true }, { raised: true }, {}];

const HEADER: readonly BinaryText[] = [{ text: 'ID' }, { text: 'Nombre' }];
const named = (name: BinaryText, id = 'op-1'): readonly (readonly BinaryText[])[] => [
  HEADER,
  [{ text: id }, name],
];

describe.each([
  ['a.xls', xlsOf],
  ['a.xlsb', xlsbOf],
])('letters within a cell of %s', (file, made) => {
  async function nameIn(name: BinaryText, fonts = FONTS) {
    const { values, edits } = await read(made(named(name), fonts), {}, file);
    return values[0]?.name ?? edits[0]?.problems[0];
  }

  it.each<[string, BinaryText, string]>([
    [
      'struck out',
      {
        text: 'viejo nuevo',
        runs: [
          [0, STRUCK],
          [5, PLAIN],
        ],
      },
      '~~viejo~~ nuevo',
    ],
    ['struck out at the end', { text: 'Plan A o B', runs: [[6, STRUCK]] }, 'Plan A~~ o B~~'],
    ['raised as the mark of a footnote is', { text: 'Plan 1', runs: [[5, RAISED]] }, 'Plan ^{1}'],
    [
      'left as they are in a cell that is struck out',
      { text: 'viejo nuevo', runs: [[5, PLAIN]], own: STRUCK },
      '~~viejo~~ nuevo',
    ],
  ])('are refused where they are %s', async (_, name, shown) => {
    expect(await nameIn(name)).toMatchObject({ code: 'cell.styled', text: shown });
  });

  it.each<[string, BinaryText]>([
    [
      'in another font or colour',
      {
        text: 'Plan dos',
        runs: [
          [0, BOLD],
          [5, PLAIN],
        ],
      },
    ],
    ['of one font', { text: 'Plan 漢字 & <dos>' }],
    ['struck out with all the others', { text: 'Plan', own: STRUCK }],
  ])('are read where they are %s', async (_, name) => {
    expect(await nameIn(name)).toBe(name.text);
  });

  it('are found in the right cells however many there are', async () => {
    const rows = [
      HEADER,
      ...Array.from({ length: 300 }, (_, i): BinaryText[] => [
        { text: `op-${i}` },
        { text: `漢字 número ${i}`, runs: i % 7 === 3 ? [[3, STRUCK]] : i % 3 === 0 ? [[2, BOLD]] : [] },
      ]),
    ];
    const { values } = await read(made(rows, FONTS), {}, file);
    const wrong = values.filter((value, i) => (value?.name === undefined) !== (i % 7 === 3));
    expect([values.length, wrong]).toEqual([300, []]);
  });
});

it.each([64, 65, 100, 101, 333])(
  'letters of an .xls are found where its records are cut after %i bytes',
  async (most) => {
    const rows = [
      HEADER,
      ...Array.from({ length: 40 }, (_, i): BinaryText[] => [
        { text: `op-${i}` },
        { text: 'x'.repeat(i * 3 + 2), runs: i % 2 === 0 ? [[1, STRUCK]] : [] },
      ]),
    ];
    const { values } = await read(xlsOf(rows, FONTS, most), {}, 'a.xls');
    const wrong = values.filter((value, i) => (value?.name === undefined) !== (i % 2 === 0));
    expect([values.length, wrong]).toEqual([40, []]);
  },
);

describe('letters of an .xlsx without a font of their own', () => {
  const BOLD_RUN = '<r><rPr><b/></rPr><t xml:space="preserve"> nuevo</t></r>';

  /** The name in a cell of the second format, whose font has these properties. */
  async function nameIn(runs: string, font: string) {
    const styles = stylesXml([0, 0])
      .replace('</font></fonts>', `</font><font>${font}<sz val="11"/></font></fonts>`)
      .replace(/(<cellXfs.*<xf numFmtId="0" )fontId="0"/, '$1fontId="1"');
    const cells = [s('A2', 'op-1'), c('B2', 's="1" t="s"', '<v>0</v>')];
    const rows = [row(1, [s('A1', 'ID'), s('B1', 'Nombre')]), row(2, cells)];
    const sheets = [{ name: 'Datos', xml: sheetXml(rows) }];
    const { values, edits } = await read(
      workbook({ sheets, strings: stringsXml([runs]), styles }),
      {},
      'a.xlsx',
    );
    return values[0]?.name ?? edits[0]?.problems[0];
  }

  it.each([
    ['<strike/>', '~~viejo~~ nuevo'],
    ['<vertAlign val="superscript"/>', '^{viejo} nuevo'],
  ])('are refused where the cell has %s and others have not', async (font, shown) => {
    expect(await nameIn(`<r><t>viejo</t></r>${BOLD_RUN}`, font)).toMatchObject({
      code: 'cell.styled',
      text: shown,
    });
  });

  it.each([
    ['<strike val="0"/>', `<r><t>viejo</t></r>${BOLD_RUN}`],
    ['<b/>', `<r><t>viejo</t></r>${BOLD_RUN}`],
    ['<strike/>', '<r><rPr><b/></rPr><t>viejo nuevo</t></r>'],
    ['<strike/>', '<t>viejo nuevo</t>'],
  ])('are read where the cell has %s: %s', async (font, runs) => {
    expect(await nameIn(runs, font)).toBe('viejo nuevo');
  });
});
