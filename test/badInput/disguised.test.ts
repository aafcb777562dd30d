import { describe, expect, it } from 'vitest';
import { type BinaryFont, type BinaryText, xlsbOf, xlsOf } from '../sheet/binaryWorkbook.js';
import { c, n, row, s, sheetXml, stringsXml, stylesXml, workbook } from '../sheet/corpus/workbook.mjs';
import { odsLine, odsOf, odsText } from './odsOf.js';
import { read } from './reading.js';

const HEADER: readonly BinaryText[] = [{ text: 'ID' }, { text: 'Nombre' }];
const WHITE = 9;
const NAVY = 18;

/** The name that is read of a cell, or the code of its problem. */
async function nameOf(content: Uint8Array, file: string) {
  const { values, problems } = await read(content, {}, file);
  return values[0]?.name ?? problems[0];
}

describe.each([
  ['a.xls', xlsOf],
  ['a.xlsb', xlsbOf],
])('the format of a cell of %s', (file, made) => {
  const named = (look: BinaryFont, header: BinaryFont = {}) =>
    nameOf(
      made(
        [HEADER.map((cell) => ({ ...cell, own: 2 })), [{ text: 'op-1' }, { text: 'Juan', own: 1 }]],
        [{}, look, header],
      ),
      file,
    );

  it.each<[string, BinaryFont]>([
    ['are white', { color: WHITE }],
    ['are white on white', { color: WHITE, ground: WHITE }],
    ['have the colour of the paper', { color: 65 }],
    ['are signs', { name: 'Wingdings' }],
    ['are signs of another font', { name: 'Wingdings 2', color: NAVY }],
  ])('refuses its letters where they %s', async (_, look) => {
    expect(await named(look)).toBe('cell.styled');
  });

  it.each<[string, BinaryFont]>([
    ['automatic', {}],
    ['white on a colour', { color: WHITE, ground: NAVY }],
    ['of another colour', { color: NAVY }],
    ['of another colour on white', { color: NAVY, ground: WHITE }],
    ['of another font', { name: 'Wingdinghaus' }],
    ['repeated', { repeats: true }],
  ])('reads its letters where they are %s', async (_, look) => {
    expect(await named(look)).toBe('Juan');
  });

  it('is no matter for the header, whose ground a table may colour', async () => {
    expect(await named({}, { color: WHITE })).toBe('Juan');
  });
});

describe('the palette of an .xls', () => {
  const rows = [HEADER, [{ text: 'op-1' }, { text: 'Juan', own: 1 }]];
  const palette = Array.from({ length: 56 }, (_, i) => (i === 4 ? 0xffffff : 0x112233));

  it.each([
    [12, 'cell.styled'],
    [WHITE, 'Juan'],
    [13, 'Juan'],
  ])('says which of its colours is white: %i', async (color, expected) => {
    expect(await nameOf(xlsOf(rows, [{}, { color }], undefined, palette), 'a.xls')).toBe(expected);
  });
});

it('numbers of an .xls that stand in one record are refused each by its own format', async () => {
  const header = ['ID', 'Descripción', 'Monto', 'Nota'].map((text) => ({ text }));
  const numbers = [
    { text: '', number: 5 },
    { text: '', number: 6, own: 1 },
    { text: '', number: 7, own: 2 },
  ];
  const looks: BinaryFont[] = [{}, { color: WHITE }, { repeats: true }];
  const { rows } = await read(xlsOf([header, [{ text: 'op-1' }, ...numbers]], looks), {}, 'a.xls');
  expect(rows[1]?.cells.map(({ kind, text }) => [kind, text])).toEqual([
    ['text', 'op-1'],
    ['number', '5'],
    ['styled', '6'],
    ['styled', '7'],
  ]);
});

it('zeros that a tab of an .xls hides are refused where a chart lies in it', async () => {
  const rows = [
    [{ text: 'ID' }, { text: 'Monto' }],
    [{ text: 'op-1' }, { text: '', number: 0 }],
  ];
  // BOF of a chart and its EOF, then WINDOW2 of the tab with its flags.
  const chart = Buffer.from([0x09, 0x08, 4, 0, 0, 6, 0x20, 0, 0x0a, 0, 0, 0]);
  const window = (flags: number) => Buffer.from([0x3e, 0x02, 2, 0, flags, 0]);
  for (const [flags, amount] of [
    [0x10, '0'],
    [0, undefined],
  ] as const) {
    const bytes = xlsOf(rows, [{}], undefined, [], Buffer.concat([chart, window(flags)]));
    const { values } = await read(bytes, {}, 'a.xls');
    expect(values[0]?.amount, String(flags)).toBe(amount);
  }
});

it('a colour of an .xlsb is white by itself, too', async () => {
  const of = (color: number) =>
    nameOf(xlsbOf([HEADER, [{ text: 'op-1' }, { text: 'Juan', own: 1 }]], [{}, { color }]), 'a.xlsb');
  expect(await of(0xffffff)).toBe('cell.styled');
  expect(await of(0xeeeeee)).toBe('Juan');
});

describe('the format of a cell of an .xlsx', () => {
  const HEAD = row(1, [s('A1', 'ID'), s('B1', 'Nombre'), s('C1', 'Monto')]);
  /** What is planned of a text and a number in a format with this font and this alignment. */
  async function readIn(font: string, alignment = '') {
    const styles = stylesXml([0, 0])
      .replace('</font></fonts>', `</font><font><sz val="11"/>${font}</font></fonts>`)
      .replace(/<xf ([^<>]*fontId=)"0"([^<>]*)\/><\/cellXfs>/, `<xf $1"1"$2>${alignment}</xf></cellXfs>`);
    const cells = [s('A2', 'op-1'), c('B2', 't="inlineStr" s="1"', '<is><t>Juan</t></is>'), n('C2', 5, 1)];
    const sheets = [{ name: 'Datos', xml: sheetXml([HEAD, row(2, cells)]) }];
    const { values, problems } = await read(workbook({ sheets, styles }), {}, 'a.xlsx');
    return [values[0], problems];
  }

  it.each([
    '<name val="Wingdings"/>',
    '<name val="Webdings"/>',
    '<name val="Symbol"/>',
    '<color theme="1"/><name val="Marlett"/>',
  ])('refuses what shows as signs: %s', async (font) => {
    expect(await readIn(font)).toEqual([{}, ['cell.styled', 'cell.styled']]);
  });

  it.each(['<name val="Calibri"/>', '<name val="Symbola"/>', ''])(
    'reads what shows as letters: %s',
    async (font) => {
      expect(await readIn(font)).toEqual([{ name: 'Juan', amount: '5' }, []]);
    },
  );

  it('refuses a number that is repeated across its cell, and reads a text', async () => {
    const fill = '<alignment horizontal="fill"/>';
    expect(await readIn('<name val="Calibri"/>', fill)).toEqual([{ name: 'Juan' }, ['cell.styled']]);
    const left = '<alignment horizontal="left"/>';
    expect(await readIn('<name val="Calibri"/>', left)).toEqual([{ name: 'Juan', amount: '5' }, []]);
  });

  it('refuses a text of which some letters show as signs', async () => {
    const of = async (font: string) => {
      const runs = `<r><rPr><rFont val="${font}"/></rPr><t>ü</t></r><r><t xml:space="preserve"> Listo</t></r>`;
      const cells = [s('A2', 'op-1'), c('B2', 't="s"', '<v>0</v>')];
      const sheets = [{ name: 'Datos', xml: sheetXml([HEAD, row(2, cells)]) }];
      return nameOf(workbook({ sheets, strings: stringsXml([runs]) }), 'a.xlsx');
    };
    expect(await of('Wingdings')).toBe('cell.styled');
    expect(await of('Arial')).toBe('ü Listo');
  });

  describe('refuses a text of which some letters are white, and', () => {
    const BLUE = '<fill><patternFill patternType="solid"><fgColor rgb="FF203764"/></patternFill></fill>';
    /** `Juan`, and behind it a run with this colour and these letters, on the ground of this fill. */
    const of = async (color: string, letters: string, fill = 0) => {
      const runs = `<r><t>Juan</t></r><r><rPr><color ${color}/><sz val="9"/></rPr><t xml:space="preserve">${letters}</t></r>`;
      const styles = stylesXml([0, 0])
        .replace('</fills>', `${BLUE}</fills>`)
        .replace(/fillId="0"([^<>]*\/><\/cellXfs>)/, `fillId="${fill}"$1`);
      const cells = [s('A2', 'op-1'), c('B2', 't="s" s="1"', '<v>0</v>')];
      const sheets = [{ name: 'Datos', xml: sheetXml([HEAD, row(2, cells)]) }];
      return nameOf(workbook({ sheets, styles, strings: stringsXml([runs]) }), 'a.xlsx');
    };

    it.each(['rgb="FFFFFFFF"', 'theme="0"', 'indexed="9"'])('takes %s for white', async (color) => {
      expect(await of(color, ' (baja)')).toBe('cell.styled');
    });

    it('reads it on a colour, in another colour, or where they are blanks', async () => {
      expect(await of('rgb="FFFFFFFF"', ' (baja)', 2)).toBe('Juan (baja)');
      expect(await of('rgb="FFC00000"', ' (baja)')).toBe('Juan (baja)');
      expect(await of('theme="0" tint="-0.5"', ' (baja)')).toBe('Juan (baja)');
      expect(await of('rgb="FFFFFFFF"', '  ')).toBe('Juan');
    });
  });
});

describe('the style of a cell of an .ods', () => {
  const style = (name: string, inner: string, attributes = '') =>
    `<style:style style:name="${name}" style:family="table-cell" ${attributes}>${inner}</style:style>`;
  const white = '<style:text-properties fo:color="#FFFFFF"/>';
  const ground = (color: string) => `<style:table-cell-properties fo:background-color="${color}"/>`;
  const five = (attributes = '') =>
    `<table:table-cell ${attributes} office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>`;
  const amount = async (content: Uint8Array) => {
    const { values, problems } = await read(content, {}, 'a.ods');
    return values[0]?.amount ?? problems[0];
  };
  const own = 'table:style-name="ce1"';

  it.each<[string, string, string]>([
    ['white', style('ce1', white), 'cell.styled'],
    ['white on white', style('ce1', ground('#ffffff') + white), 'cell.styled'],
    ['white on nothing', style('ce1', ground('transparent') + white), 'cell.styled'],
    ['white on a colour', style('ce1', ground('#003366') + white), '5'],
    [
      'automatic whatever else is said',
      style('ce1', '<style:text-properties fo:color="#ffffff" style:use-window-font-color="true"/>'),
      '5',
    ],
    ['repeated', style('ce1', '<style:table-cell-properties style:repeat-content="true"/>'), 'cell.styled'],
    ['once', style('ce1', '<style:table-cell-properties style:repeat-content="false"/>'), '5'],
    [
      'signs',
      `<style:font-face style:name="W1" svg:font-family="&apos;Wingdings 3&apos;"/>${style('ce1', '<style:text-properties style:font-name="W1"/>')}`,
      'cell.styled',
    ],
    [
      'signs by their family',
      style('ce1', '<style:text-properties fo:font-family="Webdings"/>'),
      'cell.styled',
    ],
    ['letters', style('ce1', '<style:text-properties style:font-name="Arial"/>'), '5'],
  ])('says whether its letters are %s', async (_, styles, expected) => {
    expect(await amount(odsOf(five(own), { styles }))).toBe(expected);
    expect(await amount(odsOf(five(), { styles }))).toBe('5');
  });

  it('has what it does not say itself from its parents, and from what stands for all', async () => {
    const child = style('ce1', ground('#ffffff'), 'style:parent-style-name="Oculto"');
    const named = style('Oculto', white, 'style:parent-style-name="Default"');
    expect(await amount(odsOf(five(own), { styles: child, named }))).toBe('cell.styled');
    const dark = style('Default', ground('#000000'));
    const bare = style('ce1', '', 'style:parent-style-name="Oculto"');
    expect(await amount(odsOf(five(own), { styles: bare, named: named + dark }))).toBe('5');
    const all = `<style:default-style style:family="table-cell">${white}</style:default-style>`;
    expect(await amount(odsOf(five(own), { styles: style('ce1', ''), named: all }))).toBe('cell.styled');
  });

  it('is that of its row or its column where it names none', async () => {
    const styles = style('ce1', white);
    const columns =
      '<table:table-column/><table:table-column table:default-cell-style-name="ce1" table:number-columns-repeated="2"/>';
    expect(await amount(odsOf(five(), { styles, shapes: columns }))).toBe('cell.styled');
    expect(
      await amount(
        odsOf(five('table:style-name="ce2"'), { styles: styles + style('ce2', ''), shapes: columns }),
      ),
    ).toBe('5');
  });

  it('is found in the right cells where others are repeated', async () => {
    const row = (...cells: string[]) => odsLine(...cells);
    const after = [
      '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/></table:table-row>',
      row(odsText('op-2'), five(), '<table:table-cell table:number-columns-repeated="2"/>', five(own)),
      row(odsText('op-3'), five(own)),
      row(odsText('op-4'), five(`${own} table:number-columns-repeated="2"`)),
    ].join('');
    const { rows } = await read(odsOf(five(), { styles: style('ce1', white), after }), {}, 'a.ods');
    expect(rows.map(({ number, cells }) => [number, ...cells.map(({ kind }) => kind)])).toEqual([
      [1, 'text', 'text'],
      [2, 'text', 'number'],
      [5, 'text', 'number', 'empty', 'empty', 'styled'],
      [6, 'text', 'styled'],
      [7, 'text', 'styled', 'styled'],
    ]);
  });

  it('is no matter where only some letters are signs, which are refused with their text', async () => {
    const span = (font: string) => [
      `<table:table-cell office:value-type="string"><text:p>5<text:span text:style-name="T1">ü</text:span></text:p></table:table-cell>`,
      `<style:style style:name="T1" style:family="text"><style:text-properties style:font-name="${font}"/></style:style>`,
    ];
    for (const [font, kind] of [
      ['Wingdings', 'styled'],
      ['Arial', 'text'],
    ] as const) {
      const [cell = '', styles = ''] = span(font);
      const { rows } = await read(odsOf(cell, { styles }), {}, 'a.ods');
      expect(
        rows[1]?.cells.map((one) => one.kind),
        font,
      ).toEqual(['text', kind]);
    }
  });
});

describe('a text of an .ods', () => {
  const held = (shown: string, attributes = '') =>
    `<table:table-cell office:value-type="string" office:string-value="Juan  &amp; Co" ${attributes}>${shown}</table:table-cell>`;
  const cellOf = async (cell: string) => {
    const { rows } = await read(odsOf(cell), {}, 'a.ods');
    const { kind, text } = rows[1]?.cells[1] ?? {};
    return [kind, text];
  };

  it.each([
    ['<text:p/>', ''],
    ['<text:p>x</text:p>', ''],
    ['<text:p>Sr. Juan <text:s/>&amp; Co</text:p>', ''],
    ['<text:p>Sr. Juan &amp; Co</text:p>', 'table:formula="of:=[.A1]"'],
    ['<office:annotation><text:p>Juan &amp; Co</text:p></office:annotation><text:p>x</text:p>', ''],
  ])('is refused where another is shown: %s', async (shown, attributes) => {
    expect(await cellOf(held(shown, attributes))).toEqual(['styled', 'Juan  & Co']);
  });

  it.each([
    ['<text:p>Juan <text:s/>&amp; Co</text:p>', ''],
    ['<text:p>Juan</text:p><text:p>&amp; Co</text:p>', 'table:formula="of:=[.A1]"'],
    ['<office:annotation><text:p>nota</text:p></office:annotation><text:p> Juan &amp; Co </text:p>', ''],
  ])('is read where it is shown: %s', async (shown, attributes) => {
    expect(await cellOf(held(shown, attributes))).toEqual(['text', 'Juan  & Co']);
  });
});
