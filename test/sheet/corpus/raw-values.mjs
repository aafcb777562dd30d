// Workbooks by hand: dates, booleans, formulas, and how numbers are shown.
import { boolean, date, error, number, serial, shows, uncomputed } from './expect.mjs';
import { hand } from './raw-text.mjs';
import { c, HEADER, headerRow, LAST, n, oneSheet, plainRow, row, s, stylesXml } from './workbook.mjs';

const day = serial('2026-01-15');
const afternoon = serial('2026-01-15T14:30:00');

/** A sheet of amounts, each with its own format: `[format, stored, shown]`. */
function formats(file, about, list, make = number, pr = '', offset = 0) {
  const styles = stylesXml([0, ...list.map(([format]) => format)]);
  const rows = list.map(([, stored], index) => {
    const r = index + 2;
    const cells = [s(`A${r}`, `OP-${r}`), s(`B${r}`, 'Sol'), n(`C${r}`, stored - offset, index + 1)];
    return row(r, [...cells, s(`D${r}`, 'Ganada')]);
  });
  const expected = list.map(([, stored, shown], index) => [
    `OP-${index + 2}`,
    'Sol',
    make(stored, shown),
    'Ganada',
  ]);
  return hand(
    file,
    about,
    oneSheet([headerRow, ...rows], { styles, pr }),
    shows('Datos', [HEADER, ...expected]),
  );
}

/** One row whose amount is an odd cell. */
const oddAmount = (cell, more) =>
  oneSheet(
    [headerRow, row(2, [s('A2', 'OP-1'), s('B2', 'Sol'), cell, s('D2', 'x')]), plainRow(3, LAST)],
    more,
  );
const withAmount = (amount) => shows('Datos', [HEADER, ['OP-1', 'Sol', amount, 'x'], LAST]);

const DATES = [
  ['yyyy-mm-dd', day, '2026-01-15'],
  ['dd/mm/yyyy', day, '15/01/2026'],
  [14, day, '1/15/2026'],
  [22, afternoon, '1/15/2026 14:30'],
  ['d-mmm-yy', day, '15-Jan-26'],
  ['yyyy-mm-dd hh:mm:ss', afternoon, '2026-01-15 14:30:00'],
  ['h:mm AM/PM', afternoon, '2:30 PM'],
];

export const rawDates = () => [
  formats('raw-dates-1900.xlsx', 'Dates of the 1900 system (built-in 14 is the short date)', DATES, date),
  formats(
    'raw-dates-1904.xlsx',
    'The same dates in a workbook of the 1904 system: stored 1462 lower',
    DATES,
    date,
    '<workbookPr date1904="1"/>',
    1462,
  ),
  formats(
    'raw-dates-odd.xlsx',
    'Elapsed hours, a time alone, the day Excel invents (1900-02-29), and quoted words in a format',
    [
      ['[h]:mm', 1.5, '36:00'],
      ['h:mm', 0.5, '12:00'],
      ['yyyy-mm-dd', 60, '1900-02-29'],
      ['yyyy-mm-dd', 1, '1900-01-01'],
      ['d" de "mmm" de "yyyy', day, '15 de Jan de 2026'],
      ['yyyy-mm-dd;@', day, '2026-01-15'],
    ],
    date,
  ),
  formats(
    'raw-dates-locale.xlsx',
    'A Spanish date format (LCID 280A): Excel writes the month in Spanish whatever its own language',
    [['[$-280A]d" de "mmmm" de "yyyy', day, '15 de enero de 2026']],
    date,
  ),
  formats(
    'raw-dates-long.xlsx',
    'The long date of the system ([$-F800]): the language of the machine decides, here English',
    [['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', day, 'Thursday, January 15, 2026']],
    date,
  ),
  formats('raw-not-dates.xlsx', 'Formats with d, m or y inside quotes or brackets are formats of numbers', [
    ['0" días"', 30, '30 días'],
    ['[Red]0.00', 12.5, '12.50'],
    ['0\\d', 7, '7d'],
    ['"my"0', 5, 'my5'],
  ]),
  hand(
    'raw-dates-iso.xlsx',
    'Dates stored as ISO text (t="d"), shown by their format',
    oneSheet(
      [
        headerRow,
        row(2, [s('A2', 'OP-1'), s('B2', 'Sol'), c('C2', 't="d" s="1"', '<v>2026-01-15</v>'), s('D2', 'x')]),
        row(3, [
          s('A3', 'OP-2'),
          s('B3', 'Sol'),
          c('C3', 't="d" s="2"', '<v>2026-01-15T14:30:00</v>'),
          s('D3', 'x'),
        ]),
      ],
      { styles: stylesXml([0, 'yyyy-mm-dd', 'yyyy-mm-dd hh:mm']) },
    ),
    shows('Datos', [
      HEADER,
      ['OP-1', 'Sol', date(day, '2026-01-15'), 'x'],
      ['OP-2', 'Sol', date(afternoon, '2026-01-15 14:30'), 'x'],
    ]),
  ),
];

export const rawFormulas = () => [
  hand(
    'raw-booleans.xlsx',
    'Booleans: stored, and as the result of a formula',
    oneSheet([
      headerRow,
      row(2, [s('A2', 'OP-1'), c('B2', 't="b"', '<v>1</v>'), c('C2', 't="b"', '<v>0</v>'), s('D2', 'x')]),
      row(3, [s('A3', 'OP-2'), c('B3', 't="b"', '<f>1=1</f><v>1</v>'), n('C3', 1), s('D3', 'x')]),
    ]),
    shows('Datos', [HEADER, ['OP-1', boolean(true), boolean(false), 'x'], ['OP-2', boolean(true), 1, 'x']]),
  ),
  hand(
    'raw-formulas-cached.xlsx',
    'Formulas with their results stored: number, text, boolean, error',
    oneSheet([
      headerRow,
      row(2, [
        c('A2', 't="str"', '<f>"OP-"&amp;1</f><v>OP-1</v>'),
        c('B2', 't="b"', '<f>C2&gt;5</f><v>1</v>'),
        c('C2', '', '<f>5*2.5</f><v>12.5</v>'),
        c('D2', 't="e"', '<f>NA()</f><v>#N/A</v>'),
      ]),
      plainRow(3, LAST),
    ]),
    shows('Datos', [HEADER, ['OP-1', boolean(true), 12.5, error('#N/A')], LAST]),
  ),
  hand(
    'raw-formula-uncomputed.xlsx',
    'Formula without a stored result: it was never computed',
    oddAmount(c('C2', '', '<f>5*2.5</f>')),
    withAmount(uncomputed('5*2.5')),
  ),
  hand(
    'raw-formula-uncomputed-v.xlsx',
    'Formula with an empty <v/> and no type: never computed',
    oddAmount(c('C2', '', '<f>C3*2</f><v/>')),
    withAmount(uncomputed('C3*2')),
  ),
  hand(
    'raw-formula-shared.xlsx',
    'A shared formula with stored results: the second cell names only the group',
    oneSheet([
      headerRow,
      row(2, [
        s('A2', 'OP-1'),
        s('B2', 'x'),
        c('C2', '', '<f t="shared" ref="C2:C3" si="0">E2*2</f><v>4</v>'),
      ]),
      row(3, [s('A3', 'OP-2'), s('B3', 'y'), c('C3', '', '<f t="shared" si="0"/><v>6</v>')]),
    ]),
    shows('Datos', [HEADER, ['OP-1', 'x', 4], ['OP-2', 'y', 6]]),
  ),
  hand(
    'raw-formula-array.xlsx',
    'An array formula with its results stored, one number and one text',
    oneSheet([
      headerRow,
      row(2, [s('A2', 'OP-1'), c('B2', 't="str"', '<f t="array" ref="B2">A2&amp;"x"</f><v>OP-1x</v>')]),
      row(3, [s('A3', 'OP-2'), s('B3', 'y'), c('C3', '', '<f t="array" ref="C3">SUM(1*{1,2})</f><v>3</v>')]),
    ]),
    shows('Datos', [HEADER, ['OP-1', 'OP-1x'], ['OP-2', 'y', 3]]),
  ),
  hand(
    'raw-formula-date.xlsx',
    'A formula whose stored result is shown as a date',
    oddAmount(c('C2', 's="1"', `<f>TODAY()</f><v>${day}</v>`), { styles: stylesXml([0, 'yyyy-mm-dd']) }),
    withAmount(date(day, '2026-01-15')),
  ),
];

export const rawFormats = () => [
  formats('raw-format-common.xlsx', 'The common number formats', [
    ['#,##0.00', 1234567.891, '1,234,567.89'],
    ['0', 1234.56, '1235'],
    ['000000', 4521, '004521'],
    ['#,##0', 1234567.5, '1,234,568'],
    ['0.00', 1500, '1500.00'],
    ['0%', 0.25, '25%'],
    ['0.00%', 0.12345, '12.35%'],
    ['0.0', 1234.56, '1234.6'],
    ['@', 4521, '4521'],
    [4, 1234.5, '1,234.50'],
    ['00000000-0', 123456789, '12345678-9'],
  ]),
  formats(
    'raw-format-money.xlsx',
    'Formats of money, among them a sign in the format and the dash for zero',
    [
      ['"S/ "#,##0.00', 4500.5, 'S/ 4,500.50'],
      ['[$S/-280A] #,##0.00', 4500.5, 'S/ 4,500.50'],
      ['[$$-409]#,##0.00', 4500.5, '$4,500.50'],
      ['#,##0.00 [$€-1]', 4500.5, '4,500.50 €'],
      ['#,##0.00;[Red]-#,##0.00', -1234.5, '-1,234.50'],
      ['#,##0.00;(#,##0.00)', -1234.5, '(1,234.50)'],
      ['#,##0.00;-#,##0.00;"-"', 0, '-'],
    ],
  ),
  formats(
    'raw-format-padding.xlsx',
    'Formats that pad: _x is one space here and "* " nothing; compare trimmed if the reader trims',
    [
      ['_-* #,##0.00_-', 1500, ' 1,500.00 '],
      ['_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', 1500, ' 1,500.00 '],
      ['_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', -1500, ' (1,500.00)'],
      ['_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', 0, ' -   '],
    ],
  ),
  formats('raw-format-misleading.xlsx', 'Formats by which another number is shown than the one stored', [
    ['#,##0,"k"', 1234567, '1,235k'],
    ['0.0,,"M"', 2500000, '2.5M'],
    ['0.0', 1234.96, '1235.0'],
    ['0', 0.4, '0'],
    ['[Red]-#,##0.00', 1234.5, '-1,234.50'],
    ['#,##0.00;#,##0.00', -1234.5, '1,234.50'],
    ['"Pagado"', 1500, 'Pagado'],
    [';;;', 1500, ''],
    ['[>1000]"mucho";0', 1500, 'mucho'],
    ['# ?/?', 0.5, ' 1/2'],
    ['0.00E+00', 1500, '1.50E+03'],
  ]),
  formats(
    'raw-format-general.xlsx',
    'The General format: at most 11 characters, as in a column wide enough; the stored number is exact',
    [
      [0, 1234567.891, '1234567.891'],
      [0, 12345678901, '12345678901'],
      [0, 123456789012, '1.23457E+11'],
      [0, 1234.5678901234, '1234.56789'],
      [0, 0.30000000000000004, '0.3'],
      [0, 0.00001234, '1.234E-05'],
      [0, 0.0001, '0.0001'],
      [0, -1500.5, '-1500.5'],
      [0, 0, '0'],
    ],
  ),
  formats(
    'raw-format-rounding.xlsx',
    'Rounding of halves: Excel rounds the decimal digits it would show, away from zero',
    [
      ['0.00', 1.005, '1.01'],
      ['0.00', 12.345, '12.35'],
      ['0', 2.5, '3'],
      ['0', -2.5, '-3'],
      ['0.0', 0.25, '0.3'],
      ['#,##0.00', 1234.565, '1,234.57'],
    ],
  ),
];
