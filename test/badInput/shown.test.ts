import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { xlsbParts } from '../sheet/binaryWorkbook.js';
import { c, n, row, s, sheetXml, stylesXml, workbook, zipParts } from '../sheet/corpus/workbook.mjs';
import { odsOf as ods, odsText as text } from './odsOf.js';
import { read, refused } from './reading.js';
import { workbookOf } from './workbookOf.js';

const xlsx = (content: Uint8Array) => read(content, {}, 'a.xlsx');

/** A workbook with the header ID, Nombre, Monto as texts of its list, then these. */
function listed(texts: readonly string[], cells: readonly (readonly string[])[]): Buffer {
  const list = ['ID', 'Nombre', 'Monto'].map((text) => `<si><t>${text}</t></si>`);
  const t = (ref: string, at: number) => c(ref, 't="s"', `<v>${at}</v>`);
  const rows = [row(1, [t('A1', 0), t('B1', 1), t('C1', 2)]), ...cells.map((own, i) => row(i + 2, own))];
  const strings = `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${[...list, ...texts].join('')}</sst>`;
  return workbook({ sheets: [{ name: 'Datos', xml: sheetXml(rows) }], strings });
}
const t = (ref: string, at: number) => c(ref, 't="s"', `<v>${at + 3}</v>`);

/** What is planned of a number in a format: the amount, or `null` where the row has a problem. */
async function amountIn(format: string, number: number): Promise<string | null> {
  const { values } = await xlsx(
    workbookOf([[s('A2', 'op-1'), n('C2', number, 1)]], { formats: [0, format] }),
  );
  return values[0]?.amount ?? null;
}

describe('a number whose format shows another', () => {
  it.each<[string, number]>([
    // SheetJS shows what stands beside General as nothing.
    ['General" mil"', 5],
    ['General" millones"', 1.5],
    ['General\\k', 5],
    ['General;[Red]General', -5],
    ['0K', 5],
    ['0-', 5],
    ['#,##0.00-', 5],
    // A separator that is a mere sign: 123456 shows as 1234,56, and 567 as 0,567.
    ['0\\,00', 123456],
    ['0","00', 9900],
    ['0\\,000', 567],
    ['0\\.00', 500],
    // A comma behind the digits leaves out thousands: 1234 shows as 1.234.
    ['0.000,', 1234],
    ['[>=1000]0.000,;0', 1234],
    ['"S/ "0.000,', 70500],
    ['0[$.000]', 5],
    // Nothing is shown of a 0, and `general` is no date but General.
    ['General;-General;;@', 0],
    ['general" mil"', 5],
    // The sign behind is of negative numbers alone.
    ['#,##0.00-;#,##0.00', -5],
    ['#,##0.##', 1234.567],
    ['#,##0.0#', 1234.567],
    ['"S/."#.00', 0.5],
    ['General" m "', 5],
    ['General\\m', 5],
    ['0,000.00', 5],
    ['0,000,', 1234567],
    ['0,0', 7],
    ['00,000', 1500],
    ['00,000,', 15000],
    ['#,##0,".-"', 1500000],
    ['#,##0.-', 1500.5],
  ])('is refused: %s', async (format, number) => {
    expect(await amountIn(format, number)).toBeNull();
  });

  it.each<[string, number]>([
    ['General', 5],
    ['General;-General', -5],
    ['[$-409]General', 5],
    ['#,##0.00', 1234567.5],
    ['#,##0.00;[Red]-#,##0.00', -5],
    ['"S/" #,##0.00', 1200.5],
    ['[$S/-280A] #,##0.00', 1200.5],
    ['#,##0.00 "€"', 5],
    ['0 €', 5],
    ['_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', -5],
    ['_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', 0],
    ['_-"$"* #,##0.00_-;\\-"$"* #,##0.00_-;_-"$"* "-"??_-;_-@_-', -1234.5],
    ['#\\ ##0', 1234],
    ['[$L.-480A]\\ #,##0.00', 1234.5],
    ['#,##0.00_%_);\\(#,##0.00\\)_%', 1234.5],
    ['0.##', 1234],
    ['0.##', 1234.5],
    ['#,##0.##', 1234],
    ['#,##0.##', 1234.5],
    ['#,##0.##', -1234567.25],
    ['#,##0.0#', 1234.25],
    ['"S/ "#,##0.##', 1234],
    ['#.00', 0.5],
    ['#.00', -0.5],
    ['General_)', 1234],
    ['_(General_)', 1234],
    ['General;-General;;@', 1234],
    ['general', 5],
    ['general', 1.5],
    ['#,##0.00" US$"', 1234.5],
    ['[$$U-380A]\\ #,##0.00', 1234.5],
    ['#,##0.00;#,##0.00-', -5],
    ['#,##0.00;#,##0.00-', 5],
    ['General"  "', 5],
    ['" "General\\ ', 5.5],
    ['General" ";-General" "', -5],
    ['0"  "', 5],
    ['0,000.00', 1234.5],
    ['0,000', -1234567],
    ['"S/ "0,000.00_);("S/ "0,000.00)', 1234567.89],
    ['0,0', 1500],
    ['00,000', 15000],
    ['0,0.00', 1500.5],
    ['"$"#,##0".-"', 1500],
    ['"$"\\ #,##0.-', 1500],
    ['"UF" #,##0.00', 120.5],
    ['#,##0.00" UF"', 1120.5],
    ['[$UF-340A] #,##0.00', 120.5],
    ['"UTM "#,##0.00', 1120.5],
  ])('is taken where it shows the same: %s', async (format, number) => {
    expect(await amountIn(format, number)).toBe(String(number));
  });

  it('is refused where the tab of an .xls hides its zeros', async () => {
    const book = utils.book_new();
    for (const name of ['Datos', 'Otra']) {
      const rows =
        name === 'Datos'
          ? [
              ['ID', 'Monto'],
              ['op-1', 0],
              ['op-2', 7],
            ]
          : [[]];
      utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
    }
    const bytes: Buffer = write(book, { type: 'buffer', bookType: 'biff8' });
    expect((await read(bytes, {}, 'a.xls')).values.map(({ amount }) => amount)).toEqual(['0', '7']);
    const window2 = Buffer.from([0x3e, 0x02, 0x12, 0x00]);
    const first = bytes.indexOf(window2);
    const second = bytes.indexOf(window2, first + 1);
    for (const [at, expected] of [
      [first, [undefined, '7']],
      [second, ['0', '7']],
    ] as const) {
      const hiding = Buffer.from(bytes);
      hiding.writeUInt16LE(hiding.readUInt16LE(at + 4) & ~0x10, at + 4);
      expect((await read(hiding, {}, 'a.xls')).values.map(({ amount }) => amount)).toEqual(expected);
    }
  });

  it('is refused where a tab of an .xlsb hides its zeros', async () => {
    const parts = xlsbParts([
      ['ID', 'Monto'],
      ['op-1', 0],
      ['op-2', 7],
    ]);
    expect((await read(zipParts(parts), {}, 'a.xlsb')).values.map(({ amount }) => amount)).toEqual([
      '0',
      '7',
    ]);
    const tab = parts.find(([name]) => name === 'xl/worksheets/sheet1.bin')?.[1] ?? Buffer.alloc(0);
    // BrtBeginWsView, its size, its flags.
    const at = tab.indexOf(Buffer.from([0x89, 0x01])) + 3;
    tab.writeUInt16LE(tab.readUInt16LE(at) & ~0x10, at);
    const hidden = await read(zipParts(parts), {}, 'a.xlsb');
    expect(hidden.values.map(({ amount }) => amount)).toEqual([undefined, '7']);
  });

  it('is refused where a condition may show another, in its cells alone', async () => {
    const rows = [
      [s('A2', 'op-1'), n('C2', 5)],
      [s('A3', 'op-2'), n('C3', 6)],
      [s('A4', 'op-3'), n('C4', 7)],
    ];
    const rule = (inner: string, sqref = 'C2:C3') =>
      `<conditionalFormatting sqref="${sqref}">${inner}</conditionalFormatting>`;
    const dxf = (inner: string) => `<dxfs count="2"><dxf><font><b/></font></dxf><dxf>${inner}</dxf></dxfs>`;
    const amounts = async (after: string, dxfs: string) => {
      const xml = sheetXml(
        [
          row(1, [s('A1', 'ID'), s('B1', 'Nombre'), s('C1', 'Monto')]),
          ...rows.map((cells, i) => row(i + 2, cells)),
        ],
        { after },
      );
      const styles = stylesXml([0]).replace('</styleSheet>', `${dxfs}</styleSheet>`);
      const { values, problems } = await xlsx(workbook({ sheets: [{ name: 'Datos', xml }], styles }));
      return [values.map(({ amount }) => amount), [...new Set(problems)]];
    };
    const styled = [[undefined, undefined, '7'], ['cell.styled']];
    const plain = [['5', '6', '7'], []];
    const over = (id: number) =>
      `<cfRule type="cellIs" dxfId="${id}" priority="1" operator="greaterThan"><formula>1</formula></cfRule>`;
    const format = dxf('<numFmt numFmtId="170" formatCode="0&quot;,000&quot;"/>');
    expect(await amounts(rule(over(1)), format)).toEqual(styled);
    // A cell that is struck out as a whole still says what it says.
    expect(await amounts(rule(over(1)), dxf('<font><strike/></font>'))).toEqual(plain);
    expect(await amounts(rule(over(0)), format)).toEqual(plain);
    expect(await amounts(rule(over(1), 'C9:D20'), format)).toEqual(plain);
    const icons = (attributes: string) =>
      `<cfRule type="iconSet" priority="1"><iconSet ${attributes}><cfvo type="percent" val="0"/></iconSet></cfRule>`;
    expect(await amounts(rule(icons('iconSet="3Arrows" showValue="0"')), format)).toEqual(styled);
    expect(await amounts(rule(icons('iconSet="3Arrows"')), format)).toEqual(plain);
    expect(await amounts(rule(over(1), 'C:C'), format)).toEqual([
      [undefined, undefined, undefined],
      ['cell.styled'],
    ]);
  });

  it('is no text and no id, either', async () => {
    const cells = [n('A2', 5, 1), n('B2', 7, 1), n('C2', 9)];
    const { problems } = await xlsx(workbookOf([cells], { formats: [0, 'General" mil"'] }));
    expect(problems).toEqual(['id.notText', 'text.notText']);
  });

  it('is refused where the tab hides its zeros, and there alone', async () => {
    const cells = [
      [s('A2', 'op-1'), n('C2', 0)],
      [s('A3', 'op-2'), n('C3', 7)],
    ];
    const view = (zeros: string) => `<sheetViews><sheetView ${zeros} workbookViewId="0"/></sheetViews>`;
    const hidden = await xlsx(workbookOf(cells, { before: view('showZeros="0"') }));
    expect(hidden.values.map(({ amount }) => amount)).toEqual([undefined, '7']);
    expect(hidden.problems).toEqual(['amount.shownOtherwise']);
    const shown = await xlsx(workbookOf(cells, { before: view('showZeros="1"') }));
    expect(shown.values.map(({ amount }) => amount)).toEqual(['0', '7']);
  });
});

describe('a code that its format puts letters before', () => {
  const code = (format: string, number: number) =>
    xlsx(
      workbook({
        sheets: [
          {
            name: 'Datos',
            xml: sheetXml([
              row(1, [s('A1', 'Código'), s('B1', 'Monto')]),
              row(2, [n('A2', number, 1), n('B2', 5)]),
            ]),
          },
        ],
        styles: stylesXml([0, format]),
      }),
    );

  it.each([
    ['OPP-0012', '"OPP-"0000', 12],
    ['OPP-123456', '"OPP-"0000', 123456],
    ['OP-0012', '\\O\\P\\-0000', 12],
    ['2026-003', '"2026-"000', 3],
  ])('is %s, as it is shown: %s', async (key, format, number) => {
    expect((await code(format, number)).edits).toMatchObject([{ key, problems: [] }]);
  });

  it.each([
    ['"OPP-"0000', 1.5],
    ['"OPP-"0000', -3],
    ['"OPP-"#,##0', 3000],
    ['"OPP-"0.0', 3],
    ['"OPP-"0,', 3000],
    ['"OPP-"0000;"OPA-"0000', 3],
  ])('is none where it may be shown otherwise: %s', async (format, number) => {
    expect((await code(format, number)).problems).toEqual(['id.notText']);
  });
});

describe('text that looks otherwise than its letters', () => {
  const raised = '<r><t>1200</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>';
  const struck = '<r><rPr><strike/></rPr><t>Viejo &amp; Co</t></r><r><t xml:space="preserve"> Nuevo</t></r>';
  const bold = '<r><rPr><b/><strike val="0"/></rPr><t>Bien</t></r>';

  it('is refused where parts of it are struck out or raised, and told with their marks', async () => {
    const book = listed(
      [raised, struck, bold].map((text) => `<si>${text}</si>`),
      [
        [s('A2', 'op-1'), t('C2', 0)],
        [s('A3', 'op-2'), t('B3', 1)],
        [s('A4', 'op-3'), t('B4', 2)],
      ],
    );
    const { edits, values } = await xlsx(book);
    expect(edits.flatMap(({ problems }) => problems)).toMatchObject([
      { code: 'cell.styled', column: 'Monto', text: '1200^{1}' },
      { code: 'cell.styled', column: 'Nombre', text: '~~Viejo & Co~~ Nuevo' },
    ]);
    expect(values[2]).toEqual({ name: 'Bien' });
  });

  it('is refused with its file where the cell holds it itself', async () => {
    const book = workbookOf([[s('A2', 'op-1'), c('C2', 't="inlineStr"', `<is>${raised}</is>`)]]);
    expect(await refused(book, {}, 'a.xlsx')).toMatchObject({ code: 'xlsx.suspicious', what: 'inexact' });
  });

  it('is refused where its format shows another text, or none', async () => {
    for (const format of [';;;', '"Sr. "@', '0;0;0;"x"']) {
      const cell = c('B2', 't="inlineStr" s="1"', '<is><t>Juan</t></is>');
      const { problems } = await xlsx(workbookOf([[s('A2', 'op-1'), cell]], { formats: [0, format] }));
      expect(problems, format).toEqual(['cell.styled']);
    }
    const cell = c('B2', 't="inlineStr" s="1"', '<is><t>Juan</t></is>');
    for (const format of ['@', '0.00', '#,##0;-#,##0;0;@', '_(@_)']) {
      const { values } = await xlsx(workbookOf([[s('A2', 'op-1'), cell]], { formats: [0, format] }));
      expect(values[0]?.name, format).toBe('Juan');
    }
  });
});

describe('what SheetJS reads wrong', () => {
  it('is refused with its file: a text of the list that it does not count, so that each behind it is another', async () => {
    for (const empty of ['<si/>', '<si />', '<x:si/>']) {
      const texts = [empty, '<si><t>op-1</t></si>', '<si><t>op-2</t></si>', '<si><t>op-3</t></si>'];
      const book = listed(texts, [
        [t('A2', 1), n('C2', 1)],
        [t('A3', 2), n('C3', 2)],
      ]);
      expect(await refused(book, {}, 'a.xlsx'), empty).toMatchObject({ what: 'inexact' });
    }
    const { edits } = await xlsx(
      listed(['<si><t/></si>', '<si></si>', '<si><t>op-1</t></si>'], [[t('A2', 2), t('B2', 0), n('C2', 1)]]),
    );
    expect(edits[0]).toMatchObject({ key: 'op-1', values: [{ field: 'amount', value: '1' }], problems: [] });
  });

  it('is refused with its file: markup behind empty letters', async () => {
    const empty = '<t/><phoneticPr fontId="1"/>';
    const inList = listed([`<si>${empty}</si>`], [[s('A2', 'op-1'), t('B2', 0)]]);
    const inCell = workbookOf([[s('A2', 'op-1'), c('B2', 't="inlineStr"', `<is>${empty}</is>`)]]);
    for (const book of [inList, inCell])
      expect(await refused(book, {}, 'a.xlsx')).toMatchObject({ what: 'inexact' });
  });

  it('is refused with its file: a date that no style makes one', async () => {
    const date = (style: string) => c('C2', `${style} t="d"`, '<v>2024-01-05</v>');
    const book = (style: string) => workbookOf([[s('A2', 'op-1'), date(style)]], { formats: [0, 14] });
    for (const style of ['', 's="0"'])
      expect(await refused(book(style), {}, 'a.xlsx')).toMatchObject({ what: 'inexact' });
    expect((await xlsx(book('s="1"'))).problems).toEqual(['amount.date']);
  });

  it('is not computed where its workbook asks for that, however the XML is spaced', async () => {
    const cell = c('C2', '', '<f>1+1</f><v>0</v>');
    const xml = sheetXml([
      row(1, [s('A1', 'ID'), s('B1', 'Monto')]),
      row(2, [s('A2', 'op-1'), cell.replace('C2', 'B2')]),
    ]);
    const book = workbook({
      sheets: [{ name: 'Datos', xml }],
      styles: stylesXml([0]),
      tail: '<calcPr fullCalcOnLoad = "1"/>',
    });
    expect((await xlsx(book)).problems).toEqual(['cell.uncomputed']);
  });
});

describe('a cell of an OpenDocument spreadsheet', () => {
  const five = 'office:value-type="float" office:value="5"';
  const number5 = `<table:table-cell ${five}><text:p>5</text:p></table:table-cell>`;

  it.each([
    ['that holds a number and no text', `<table:table-cell ${five}/>`, 'unshown'],
    [
      'that holds a number and shows nothing',
      `<table:table-cell ${five}><text:p/></table:table-cell>`,
      'unshown',
    ],
    [
      'that holds a number and shows no letter',
      `<table:table-cell ${five}><text:p></text:p></table:table-cell>`,
      'unshown',
    ],
    [
      'that is empty and has a drawing on it',
      '<table:table-cell><draw:custom-shape><text:p>9999</text:p></draw:custom-shape></table:table-cell>',
      'drawing',
    ],
    [
      'that has an image behind its text',
      '<table:table-cell office:value-type="string"><text:p>5</text:p><draw:frame><draw:image/></draw:frame></table:table-cell>',
      'drawing',
    ],
    ['with a formula alone', '<table:table-cell table:formula="of:=[.A1]*2"/>', 'uncomputed'],
  ])('%s is refused with its file', async (_, cell, what) => {
    expect(await refused(ods(cell), {}, 'a.ods')).toMatchObject({ code: 'xlsx.suspicious', what });
  });

  it('is refused with its file where letters are struck out or raised, or zeros hidden', async () => {
    const style = (look: string) =>
      `<style:style style:name="T1" style:family="text"><style:text-properties ${look}/></style:style>`;
    const spanned =
      '<table:table-cell office:value-type="string"><text:p>1500<text:span text:style-name="T1">2</text:span></text:p></table:table-cell>';
    for (const look of ['style:text-line-through-style="solid"', 'style:text-position="super 58%"'])
      expect(await refused(ods(spanned, { styles: style(look) }), {}, 'a.ods')).toMatchObject({
        what: 'inexact',
      });
    const bold =
      'style:font-weight="bold" style:text-line-through-style="none" style:text-position="0% 100%"';
    expect((await read(ods(spanned, { styles: style(bold) }), {}, 'a.ods')).values[0]).toEqual({
      amount: '15002',
    });
    const zeros = (shown: boolean) =>
      `<config:config-item config:name="ShowZeroValues" config:type="boolean">${shown}</config:config-item>`;
    const cell =
      '<table:table-cell office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell>';
    expect(await refused(ods(cell, { settings: zeros(false) }), {}, 'a.ods')).toMatchObject({
      what: 'unshown',
    });
    expect((await read(ods(cell, { settings: zeros(true) }), {}, 'a.ods')).values[0]).toEqual({
      amount: '0',
    });
  });

  it('is refused with its file where a format writes letters beside its text, not where it writes spaces', async () => {
    const style = (before: string) =>
      `<number:text-style style:name="N1"><number:text>${before}</number:text><number:text-content/><number:text> </number:text></number:text-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>`;
    const cell =
      '<table:table-cell table:style-name="ce1" office:value-type="string"><text:p>1500</text:p></table:table-cell>';
    expect(await refused(ods(cell, { styles: style('NO ') }), {}, 'a.ods')).toMatchObject({
      what: 'inexact',
    });
    expect((await read(ods(cell, { styles: style(' ') }), {}, 'a.ods')).values[0]).toEqual({
      amount: '1500',
    });
  });

  /** A number in a format of these sections: LibreOffice has each but the last in a style of its own. */
  const formatted = (
    number: number,
    shown: string,
    last: string,
    others: readonly [string, string][] = [],
  ) => {
    const one = (name: string, inner: string) =>
      `<number:number-style style:name="${name}">${inner}</number:number-style>`;
    const maps = others.map(
      ([condition], i) => `<style:map style:condition="${condition}" style:apply-style-name="N1P${i}"/>`,
    );
    const cell = `<table:table-cell table:style-name="ce1" office:value-type="float" office:value="${number}"><text:p>${shown}</text:p></table:table-cell>`;
    const styles = `${others.map(([, inner], i) => one(`N1P${i}`, inner)).join('')}${one('N1', last + maps.join(''))}<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>`;
    return ods(cell, { styles });
  };
  const digits = (more: string) => `<number:number number:min-integer-digits="1" ${more}/>`;
  const literal = (letters: string) => `<number:text>${letters}</number:text>`;

  it.each<[string, Buffer]>([
    [
      'a format in thousands',
      formatted(1234, '1.234', digits('number:decimal-places="3" number:display-factor="1000"')),
    ],
    [
      'one in one of its sections',
      formatted(1234, '1.234', digits(''), [
        ['value()&gt;=1000', digits('number:decimal-places="3" number:display-factor="1000"')],
      ]),
    ],
    [
      'digits that are not of it',
      formatted(5, '5.000', digits(''), [
        ['value()&gt;0', digits('number:grouping="true"') + literal('.000')],
      ]),
    ],
  ])('is no amount where it is shown as another number: by %s', async (_, content) => {
    expect((await read(content, {}, 'a.ods')).problems).toEqual(['amount.shownOtherwise']);
  });

  it.each<[string, string, Buffer]>([
    ['5000', 'of another section', formatted(5000, '5,000', literal('cero'), [['value()&gt;0', digits('')]])],
    ['-5', 'of the last section', formatted(-5, '(5)', literal('(') + digits('') + literal(')'))],
    [
      '1234.5',
      'in another language',
      formatted(1234.5, '1.234,50', digits('number:decimal-places="2" number:grouping="true"')),
    ],
  ])('is the amount %s where its format shows it: %s', async (amount, _, content) => {
    expect((await read(content, {}, 'a.ods')).values).toEqual([{ amount }]);
  });

  it('has no format of which it shows another section', async () => {
    const shown = async (content: Buffer) => (await read(content, {}, 'a.ods')).rows[1]?.cell(1);
    const sections: readonly [string, string][] = [['value()=1', literal('Sí')]];
    expect(await shown(formatted(1, 'Sí', literal('No'), sections))).toEqual({
      kind: 'number',
      text: 'Sí',
      number: 1,
    });
    expect(await shown(formatted(0, 'No', literal('No'), sections))).toMatchObject({ format: '"No"' });
  });

  const picture =
    '<draw:frame draw:name="logo"><draw:image xlink:href="Pictures/1.png"><text:p/></draw:image><svg:title>Logo</svg:title></draw:frame>';

  it.each([
    ['a picture', picture],
    ['two of them', `${picture}\n${picture}`],
    [
      'a chart',
      '<draw:frame><draw:object xlink:href="./Object 1"><text:p/></draw:object><draw:image/></draw:frame>',
    ],
    ['a box to tick', '<draw:control draw:control="control1"/>'],
  ])('is empty where %s lies on it and nothing else', async (_, drawing) => {
    const { rows } = await read(
      ods(`${number5}<table:table-cell>${drawing}</table:table-cell>${text('x')}`),
      {},
      'a.ods',
    );
    expect(rows[1]?.cells.map((cell) => cell.text)).toEqual(['op-1', '5', '', 'x']);
  });

  it('is refused with its file where what lies on it has a word, or it holds a text itself', async () => {
    const box = '<draw:frame><draw:text-box><text:p>9999</text:p></draw:text-box></draw:frame>';
    for (const cell of [
      `<table:table-cell>${box}</table:table-cell>`,
      `<table:table-cell>${picture}${box}</table:table-cell>`,
      `<table:table-cell><text:p>7</text:p>${picture}</table:table-cell>`,
      `<table:table-cell office:value-type="string">${picture}<text:p>7</text:p></table:table-cell>`,
    ])
      expect(await refused(ods(cell), {}, 'a.ods'), cell).toMatchObject({ what: 'drawing' });
  });

  it.each([
    ['office:value-type="string" office:string-value=""', 'text'],
    ['', 'text'],
    ['office:value-type="string" office:string-value="oculto"', 'uncomputed'],
  ])('with a formula whose result is the empty text is empty: %s', async (type, kind) => {
    const formula = `<table:table-cell table:formula="of:=IF([.D2]=&quot;&quot;;&quot;&quot;;1)" ${type}><text:p/></table:table-cell>`;
    const { rows, problems } = await read(ods(formula), {}, 'a.ods');
    expect(rows[1]?.cells[1]).toEqual(kind === 'text' ? undefined : expect.objectContaining({ kind }));
    expect(problems).toEqual(kind === 'text' ? [] : ['cell.uncomputed']);
  });

  const condition = (inner: string) =>
    `<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="&apos;Mis datos&apos;.B2:&apos;Mis datos&apos;.B9 Datos.A1:Datos.A1">${inner}</calcext:conditional-format></calcext:conditional-formats>`;
  const applied = (name: string) =>
    condition(`<calcext:condition calcext:apply-style-name="${name}" calcext:value="&gt;3"/>`);
  const named = (look: string) =>
    `<number:number-style style:name="N0"><number:number number:min-integer-digits="1"/></number:number-style><number:number-style style:name="N9"><number:text>alto</number:text></number:number-style><style:style style:name="Alto_5f_1" style:display-name="Alto_1" style:family="table-cell" ${look}</style:style>`;

  it.each([
    ['a number format', applied('Alto_1'), named('style:data-style-name="N9">'), 'styled'],
    ['white letters', applied('Alto_1'), named('><style:text-properties fo:color="#ffffff"/>'), 'styled'],
    ['a bar alone', condition('<calcext:data-bar calcext:show-value="false"/>'), '', 'styled'],
    ['a bar beside it', condition('<calcext:data-bar calcext:positive-color="#0000ff"/>'), '', 'number'],
    ['General', applied('Alto_1'), named('style:data-style-name="N0">'), 'number'],
    [
      'a colour',
      applied('Alto_1'),
      named(
        '><style:table-cell-properties fo:background-color="#ff0000"/><style:text-properties fo:color="#ffffff"/>',
      ),
      'number',
    ],
  ])('is refused where a condition shows otherwise: %s', async (_, after, styles, kind) => {
    const { rows } = await read(ods(number5, { after, styles }), {}, 'a.ods');
    expect(rows[1]?.cell(1)).toMatchObject({ kind, text: '5' });
  });

  it('is refused with its file where the condition stands with its style alone', async () => {
    const map = (name: string) =>
      `<style:style style:name="ce1" style:family="table-cell"><style:map style:condition="cell-content()&gt;3" style:apply-style-name="${name}"/></style:style>`;
    const styles = named('style:data-style-name="N9">');
    expect(await refused(ods(number5, { styles: styles + map('Alto_5f_1') }), {}, 'a.ods')).toMatchObject({
      what: 'unshown',
    });
    expect((await read(ods(number5, { styles: styles + map('Otro') }), {}, 'a.ods')).values[0]).toEqual({
      amount: '5',
    });
  });

  it('is read beside drawings that lie on the tab, and in a format of several parts', async () => {
    const shapes =
      '<table:shapes><draw:custom-shape><text:p>9999</text:p><draw:enhanced-geometry/></draw:custom-shape></table:shapes>';
    const cell = `<table:table-cell ${five}><text:p>5</text:p></table:table-cell>`;
    expect((await read(ods(cell, { shapes }), {}, 'a.ods')).values[0]).toEqual({ amount: '5' });
    const styles =
      '<number:number-style style:name="N1P0" style:volatile="true"><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style><number:number-style style:name="N1"><number:text>-</number:text><style:map style:condition="value()&gt;0" style:apply-style-name="N1P0"/></number:number-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>';
    const parts =
      '<table:table-cell table:style-name="ce1" office:value-type="float" office:value="1234.5"><text:p>1.234,50</text:p></table:table-cell>';
    expect((await read(ods(parts, { styles }), {}, 'a.ods')).values[0]).toEqual({ amount: '1234.5' });
  });

  it('that shows its number is read, with a formula or without', async () => {
    for (const cell of [
      `<table:table-cell ${five}><text:p>5</text:p></table:table-cell>`,
      `<table:table-cell table:formula="of:=2+3" ${five}><text:p>5</text:p></table:table-cell>`,
    ]) {
      expect((await read(ods(cell), {}, 'a.ods')).values[0]).toEqual({ amount: '5' });
    }
  });
});

describe('a second table below the first', () => {
  it('is refused where its header stands behind a gap, even in words that are not known', async () => {
    for (const header of ['Ref;Meta', 'Oportunidad;Meta', '"Metas por zona";\nRef;Meta'])
      expect(await refused(`ID;Monto\nop-1;5\n\n${header}\nop-2;500\n`)).toMatchObject({
        code: 'header.second',
      });
    const above = await read('ID;Monto\nop-1;5\n\nRef;Meta\nop-2;500\n', { selected: [{ from: 1, to: 3 }] });
    expect(above.values[0]).toEqual({ amount: '5' });
  });

  it('is not seen in a footer, or in a row without a gap', async () => {
    for (const end of ['\nElaborado por;Juan\nRevisado por;Ana\n', '\nTotal;\n', 'Ref;Meta\nop-2;6\n'])
      expect((await read(`ID;Monto\nop-1;5\n${end}`)).values[0]).toEqual({ amount: '5' });
  });
});

describe('rows that an earlier run has not done', () => {
  it('cannot be taken where nothing says which they are', async () => {
    const plain = 'ID;Nombre\nop-1;x\n';
    for (const only of ['failed', 'open'] as const)
      expect(await refused(plain, { only })).toMatchObject({ code: 'sheet.noStatus', only });
    const of = (...statuses: string[]) =>
      `ID;Nombre;_status;_escape\n${statuses.map((status, i) => `op-${i};x;${status};v1`).join('\n')}\n`;
    const { edits } = await read(of('Updated', ' unchanged ', 'REJECTED', ''), { only: 'failed' });
    expect(edits.map(({ skip }) => skip)).toEqual(['done', 'done', null, null]);
    expect(await refused(of('updated', 'actualizado'), { only: 'failed' })).toMatchObject({
      code: 'sheet.unknownStatus',
      row: 3,
      text: 'actualizado',
    });
    expect((await read(of('updated', 'actualizado'))).edits.map(({ skip }) => skip)).toEqual([null, null]);
  });
});

describe('a column that names the currency of each amount', () => {
  it('is refused where there are several, or another than the header of the amounts has', async () => {
    const of = (header: string, ...currencies: string[]) =>
      `ID;${header};Moneda\n${currencies.map((currency, i) => `op-${i};5;${currency}`).join('\n')}\n`;
    expect(await refused(of('Monto', 'USD', '', 'PEN'))).toMatchObject({
      code: 'amount.currencyColumn',
      column: 'Moneda',
      one: { row: 2, text: 'USD' },
      other: { row: 4, text: 'PEN' },
    });
    expect(await refused(of('Monto US$', 'Soles'))).toMatchObject({
      code: 'amount.currencyColumn',
      one: { row: 1, text: 'Monto US$' },
      other: { row: 2, text: 'Soles' },
    });
    for (const content of [
      of('Monto', 'USD', 'US$', 'Dólares'),
      of('Monto S/', 'PEN', 'Soles'),
      // Nothing is sent of an amount that is not there.
      'ID;Nombre;Monto;Moneda\nop-1;x;5;USD\nop-2;y;;PEN\n',
    ]) {
      expect((await read(content)).problems, content).toEqual([]);
    }
    expect((await read(of('Monto', 'USD', 'PEN'), { map: ['Moneda=-'] })).problems).toEqual([]);
  });
});

describe('a word in angle brackets', () => {
  it('is refused unless it is the one that empties a field', async () => {
    const content =
      'ID;Descripción\nop-1;<vaciar>\nop-2; <Nombre del cliente> \nop-3;<borrar>\nop-4;< CLEAR >\nop-5;<3 meses\nop-6;a <b> c\n';
    const { edits, values } = await read(content);
    expect(edits.map(({ problems }) => problems[0]?.code)).toEqual(['text.token', 'text.token', ...Array(4)]);
    expect(values.slice(2).map(({ description }) => description)).toEqual([
      null,
      null,
      '<3 meses',
      'a <b> c',
    ]);
  });
});

describe('a header with a percent sign', () => {
  it('is not that of an amount', async () => {
    for (const header of ['Valor (%)', '% Monto', 'Monto %'])
      expect(await refused(`ID;${header}\nop-1;45\n`)).toMatchObject({ code: 'header.noFields' });
  });
});

describe('an id of digits and one letter', () => {
  it('is none that a spreadsheet has shortened', async () => {
    const { edits } = await read('ID;Monto\n123456789012345678901e23;5\n');
    expect(edits[0]).toMatchObject({ key: '123456789012345678901e23', problems: [] });
    expect((await read('ID;Monto\n1,23E15;5\n5E11;6\n', { delimiter: ';' })).problems).toEqual([
      'id.digitsLost',
      'id.digitsLost',
    ]);
  });
});
