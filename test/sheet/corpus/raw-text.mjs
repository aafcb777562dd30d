// Workbooks by hand: ways of storing text.
import { error, number, shows, text } from './expect.mjs';
import { c, FIRST, HEADER, headerRow, LAST, n, oneSheet, plainRow, row, s, stringsXml } from './workbook.mjs';

export const hand = (file, about, bytes, expect, more = {}) => ({
  file,
  writer: 'by hand',
  about,
  expect,
  ...more,
  bytes,
});

const HEAD_STRINGS = HEADER.map((name) => `<t>${name}</t>`);
const sst = (ref, index) => c(ref, 't="s"', `<v>${index}</v>`);
/** Header and one row whose texts are the strings 4, 5 and 6 of the table. */
const sharedRows = [
  row(1, ['A1', 'B1', 'C1', 'D1'].map(sst)),
  row(2, [sst('A2', 4), sst('B2', 5), n('C2', 1500.5), sst('D2', 6)]),
];

/** A workbook with the strings `id`, `name` and `stage` (contents of `<si>`) in its table. */
const shared = (id, name, stage) =>
  oneSheet(sharedRows, { strings: stringsXml([...HEAD_STRINGS, id, name, stage]) });

/** The header, one odd cell in column B and an ordinary row below. */
const oddName = (cell, more) =>
  oneSheet(
    [headerRow, row(2, [s('A2', 'OP-1'), cell, n('C2', 10), s('D2', 'Ganada')]), plainRow(3, LAST)],
    more,
  );
const withName = (name) => shows('Datos', [HEADER, ['OP-1', name, 10, 'Ganada'], LAST]);

export const rawText = () => [
  hand(
    'raw-inline.xlsx',
    'Nothing awkward: inline strings and numbers',
    oneSheet([headerRow, plainRow(2, FIRST), plainRow(3, LAST)]),
    shows('Datos', [HEADER, FIRST, LAST]),
  ),
  hand(
    'raw-shared-plain.xlsx',
    'Shared strings, one with entities and one with spaces at both ends',
    shared('<t>00123</t>', '<t>Hijos &amp; &lt;Cía&gt; &#241;</t>', '<t xml:space="preserve"> Ganada </t>'),
    shows('Datos', [HEADER, ['00123', 'Hijos & <Cía> ñ', 1500.5, ' Ganada ']]),
  ),
  hand(
    'raw-shared-rich.xlsx',
    'Shared string of rich text runs: one text',
    shared(
      '<t>OP-1</t>',
      '<r><t xml:space="preserve">Ferretería </t></r><r><rPr><b/><sz val="11"/></rPr><t>Núñez</t></r>' +
        '<r><rPr><i/></rPr><t xml:space="preserve"> S.A.</t></r>',
      '<t>Ganada</t>',
    ),
    shows('Datos', [HEADER, ['OP-1', 'Ferretería Núñez S.A.', 1500.5, 'Ganada']]),
  ),
  hand(
    'raw-shared-phonetic.xlsx',
    'Shared string with phonetic runs, which are no part of the text',
    shared(
      '<t>OP-1</t>',
      '<t>東京商事</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><rPh sb="2" eb="4"><t>ショウジ</t></rPh>' +
        '<phoneticPr fontId="0" type="fullwidthKatakana"/>',
      '<r><t>大</t></r><r><rPr><b/></rPr><t>阪</t></r><rPh sb="0" eb="2"><t>オオサカ</t></rPh>',
    ),
    shows('Datos', [HEADER, ['OP-1', '東京商事', 1500.5, '大阪']]),
  ),
  hand(
    'raw-shared-escapes.xlsx',
    'Shared strings with _x000D_ (a return), _x005F_x000D_ (the literal) and _x0041_ (A)',
    shared('<t>OP_x0041_1</t>', '<t>uno_x000D_\ndos</t>', '<t>fin_x005F_x000D_</t>'),
    shows('Datos', [HEADER, ['OPA1', 'uno\r\ndos', 1500.5, 'fin_x000D_']]),
  ),
  hand(
    'raw-shared-empty.xlsx',
    'Shared strings that are empty: <t/>, <si/> and a run without text; all are empty cells',
    shared('<t>OP-1</t>', '<t/>', '<r><rPr><b/></rPr><t></t></r>'),
    shows('Datos', [HEADER, ['OP-1', null, 1500.5]]),
  ),
  hand(
    'raw-shared-cdata.xlsx',
    'Shared strings with CDATA, an XML comment inside, and numeric character references',
    shared('<t>OP-1</t>', '<t><![CDATA[A & B <C>]]></t>', '<t>Ga<!-- x -->nada&#x20AC;</t>'),
    shows('Datos', [HEADER, ['OP-1', 'A & B <C>', 1500.5, 'Ganada€']]),
  ),
  hand(
    'raw-inline-rich.xlsx',
    'Inline string of rich text runs with phonetic text beside',
    oddName(
      c(
        'B2',
        't="inlineStr"',
        '<is><r><t xml:space="preserve">Sol </t></r><r><rPr><b/></rPr><t>Nuevo</t></r>' +
          '<rPh sb="0" eb="3"><t>fonetico</t></rPh></is>',
      ),
    ),
    withName('Sol Nuevo'),
  ),
  hand(
    'raw-inline-escapes.xlsx',
    'Inline strings with _x000D_ and _x005F_x000D_',
    oddName(c('B2', 't="inlineStr"', '<is><t>uno_x000D_\ndos _x005F_x000D_</t></is>')),
    withName('uno\r\ndos _x000D_'),
  ),
  hand(
    'raw-inline-newlines.xlsx',
    'Inline string with a line feed, a tab as &#9; and an emoji',
    oddName(c('B2', 't="inlineStr"', '<is><t xml:space="preserve">uno\ndos&#9;tres 😀</t></is>')),
    withName('uno\ndos\ttres 😀'),
  ),
  hand(
    'raw-formula-text.xlsx',
    'Formula whose text result holds &amp;amp; (decoded once: &amp;)',
    oddName(c('B2', 't="str"', '<f>"a"&amp;"&amp;amp; b"</f><v>a&amp;amp; b</v>')),
    withName('a&amp; b'),
  ),
  hand(
    'raw-formula-text-escape.xlsx',
    'Formula whose text result holds _x0041_ (Excel shows A)',
    oddName(c('B2', 't="str"', '<f>"A"&amp;"zul"</f><v>_x0041_zul</v>')),
    withName('Azul'),
  ),
  hand(
    'raw-formula-text-spaces.xlsx',
    'Formula whose text result has spaces at both ends and a line feed',
    oddName(
      c('B2', 't="str"', '<f>" uno"&amp;CHAR(10)&amp;"dos "</f><v xml:space="preserve"> uno\ndos </v>'),
    ),
    withName(' uno\ndos '),
  ),
  hand(
    'raw-formula-text-empty.xlsx',
    'Formula whose result is the empty text: an empty cell, not an uncomputed one',
    oddName(c('B2', 't="str"', '<f>IF(A2="x","y","")</f><v></v>')),
    withName(null),
  ),
  hand(
    'raw-text-like-others.xlsx',
    'Texts that look like numbers, dates, booleans, errors and formulas stay texts',
    oneSheet([
      headerRow,
      row(2, [s('A2', '00012'), s('B2', '=1+1'), s('C2', '1,500.00'), s('D2', 'TRUE')]),
      row(3, [s('A3', '2026-01-15'), s('B3', '#N/A'), s('C3', '1E5'), s('D3', "'x")]),
    ]),
    shows('Datos', [
      HEADER,
      ['00012', '=1+1', '1,500.00', 'TRUE'].map(text),
      ['2026-01-15', '#N/A', '1E5', "'x"].map(text),
    ]),
  ),
  hand(
    'raw-errors.xlsx',
    'Error cells, stored and as results of formulas',
    oneSheet([
      headerRow,
      row(2, [
        c('A2', 't="e"', '<v>#N/A</v>'),
        c('B2', 't="e"', '<f>1/0</f><v>#DIV/0!</v>'),
        c('C2', 't="e"', '<v>#REF!</v>'),
        c('D2', 't="e"', '<v>#NAME?</v>'),
      ]),
      row(3, [
        c('A3', 't="e"', '<v>#VALUE!</v>'),
        c('B3', 't="e"', '<v>#NULL!</v>'),
        c('C3', 't="e"', '<v>#NUM!</v>'),
        c('D3', 't="e"', '<v>#GETTING_DATA</v>'),
      ]),
      plainRow(4, LAST),
    ]),
    shows('Datos', [
      HEADER,
      ['#N/A', '#DIV/0!', '#REF!', '#NAME?'].map(error),
      ['#VALUE!', '#NULL!', '#NUM!', '#GETTING_DATA'].map(error),
      LAST,
    ]),
  ),
  hand(
    'raw-number-spellings.xlsx',
    'Numbers as XML may spell them: 1.5E3, -0.50, 1E-3, and a number type said with t="n"',
    oneSheet([
      headerRow,
      row(2, [n('A2', '1.5E3'), n('B2', '-0.50'), c('C2', 't="n"', '<v>20000</v>'), n('D2', '1E-3')]),
    ]),
    shows('Datos', [HEADER, [number(1500), number(-0.5), number(20000), number(0.001)]]),
  ),
];
