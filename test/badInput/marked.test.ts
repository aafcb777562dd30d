import { describe, expect, it } from 'vitest';
import { type BinaryFont, type BinaryText, xlsbOf, xlsOf } from '../sheet/binaryWorkbook.js';
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
