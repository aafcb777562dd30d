// Workbooks by hand: rows and cells in unusual places, hidden, merged, linked.
import { shows } from './expect.mjs';
import { hand } from './raw-text.mjs';
import {
  c,
  FIRST,
  HEADER,
  headerRow,
  LAST,
  n,
  oneSheet,
  plainRow,
  rel,
  relsXml,
  row,
  s,
  sheetXml,
  stringsXml,
  stylesXml,
  workbook,
  workbookParts,
} from './workbook.mjs';

const MIDDLE = ['OP-5', 'Clínica Andina', 750.25, 'Propuesta'];
const rows = [headerRow, plainRow(2, FIRST), plainRow(3, LAST)];
const plain = shows('Datos', [HEADER, FIRST, LAST]);
const plainSheet = { name: 'Datos', xml: sheetXml(rows) };

/** Moves the parts whose names pass a test to the end of the zip. */
const _last = (parts, test) => [
  ...parts.filter(([name]) => !test(name)),
  ...parts.filter(([name]) => test(name)),
];

const sst = (ref, index) => c(ref, 't="s"', `<v>${index}</v>`);
const _sharedSheet = () =>
  workbookParts({
    strings: stringsXml([...HEADER, 'OP-1', 'Sol', 'Ganada'].map((item) => `<t>${item}</t>`)),
    sheets: [
      {
        name: 'Datos',
        xml: sheetXml([
          row(1, ['A1', 'B1', 'C1', 'D1'].map(sst)),
          row(2, [sst('A2', 4), sst('B2', 5), n('C2', 10), sst('D2', 6)]),
        ]),
      },
    ],
  });
const _sharedShown = shows('Datos', [HEADER, ['OP-1', 'Sol', 10, 'Ganada']]);

/** Every element of a part with the prefix `x:`, the way some writers of .NET put it. */
const _prefixed = (xml) =>
  xml.replace(/<(\/?)([A-Za-z])/g, '<$1x:$2').replace('xmlns="http', 'xmlns:x="http');

/** The plain sheet with some text of one part changed; says so loudly when there is nothing to change. */
function _changed(part, from, to, parts = workbookParts({ sheets: [plainSheet] })) {
  return parts.map(([name, content]) => {
    if (name !== part) return [name, content];
    if (!content.includes(from)) throw new Error(`${part} has no ${from}`);
    return [name, content.replaceAll(from, to)];
  });
}

const reach = (ref) => ref.replace(/ r="[A-Z]+\d+"/g, '');

export const rawRows = () => [
  hand(
    'raw-no-row-refs.xlsx',
    'Neither rows nor cells have an r attribute; an empty <row/> counts too',
    oneSheet([
      ...[headerRow, plainRow(2, FIRST)].map((r) => reach(r).replace(/<row r="\d+"/, '<row')),
      '<row/>',
      reach(plainRow(4, LAST)).replace(/<row r="\d+"/, '<row'),
    ]),
    shows('Datos', [HEADER, FIRST, null, LAST]),
  ),
  hand(
    'raw-gaps.xlsx',
    'Rows and columns are missing in between: row numbers are those of the sheet',
    oneSheet([headerRow, row(4, [s('A4', 'OP-1'), n('C4', 10)]), row(9, [s('B9', 'Sol'), s('F9', 'nota')])]),
    shows('Datos', [
      HEADER,
      ...[null, null, ['OP-1', null, 10], null, null, null, null],
      [null, 'Sol', null, null, null, 'nota'],
    ]),
  ),
  hand(
    'raw-offset.xlsx',
    'The table begins in B3, not in A1',
    oneSheet([
      row(3, [s('B3', 'ID'), s('C3', 'Nombre'), s('D3', 'Monto'), s('E3', 'Etapa')]),
      row(4, [s('B4', 'OP-1'), s('C4', 'Sol'), n('D4', 10), s('E4', 'Ganada')]),
    ]),
    shows('Datos', [null, null, [null, ...HEADER], [null, 'OP-1', 'Sol', 10, 'Ganada']]),
  ),
  hand(
    'raw-dimension-wrong.xlsx',
    'The dimension claims A1 only (and another reader might trust it)',
    oneSheet(rows, { before: '<dimension ref="A1"/>' }),
    plain,
  ),
  hand(
    'raw-dimension-huge.xlsx',
    'The dimension claims the whole sheet, A1:XFD1048576; styled empty cells stretch far below',
    oneSheet([...rows, '<row r="1048576" spans="1:4"><c r="A1048576" s="0"/></row>'], {
      before: '<dimension ref="A1:XFD1048576"/>',
    }),
    plain,
  ),
  hand(
    'raw-styled-blanks.xlsx',
    'Cells and rows that have a style and nothing else',
    oneSheet(
      [
        row(1, [...'ABCD'].map((letter, i) => s(`${letter}1`, HEADER[i])).concat('<c r="E1" s="1"/>')),
        plainRow(2, FIRST).replace('</row>', '<c r="E2" s="1"/><c r="F2" s="1"></c></row>'),
        '<row r="3" s="1" customFormat="1"><c r="A3" s="1"/></row>',
        plainRow(4, LAST),
      ],
      { styles: stylesXml([0, '0.00']) },
    ),
    shows('Datos', [HEADER, FIRST, null, LAST]),
  ),
  hand(
    'raw-style-out-of-range.xlsx',
    'A number with the style 99, which is not defined: shown as General',
    oneSheet([headerRow, row(2, [s('A2', 'OP-1'), s('B2', 'Sol'), n('C2', 10.5, 99), s('D2', 'x')])]),
    shows('Datos', [HEADER, ['OP-1', 'Sol', 10.5, 'x']]),
  ),
  hand(
    'raw-extensions.xlsx',
    'Elements of other namespaces among the cells, and an extLst that holds words: none is text',
    oneSheet(
      rows.map((r) => r.replace('</is></c>', '</is><extLst><ext uri="x"><t>otro</t></ext></extLst></c>')),
      { after: '<extLst><ext uri="y"><row r="9"><c r="A9"><v>5</v></c></row></ext></extLst>' },
    ),
    plain,
  ),
  hand(
    'raw-hidden-rows.xlsx',
    'The second and fourth rows are hidden; they are data all the same',
    oneSheet([
      headerRow,
      plainRow(2, FIRST, 'hidden="1"'),
      plainRow(3, MIDDLE),
      plainRow(4, LAST, 'hidden="1"'),
    ]),
    shows('Datos', [HEADER, FIRST, MIDDLE, LAST]),
    { hiddenRows: [2, 4] },
  ),
  hand(
    'raw-hidden-columns.xlsx',
    'Column B is hidden, and column D has no width',
    oneSheet(rows, {
      before: '<cols><col min="2" max="2" width="9" hidden="1"/><col min="4" max="4" width="0"/></cols>',
    }),
    plain,
    { hiddenColumns: ['B', 'D'] },
  ),
  hand(
    'raw-autofilter.xlsx',
    'An autofilter on the column Etapa hides the rows that are not Ganada',
    oneSheet(
      [headerRow, plainRow(2, FIRST, 'hidden="1"'), plainRow(3, MIDDLE, 'hidden="1"'), plainRow(4, LAST)],
      {
        before: '<sheetPr filterMode="1"/>',
        after:
          '<autoFilter ref="A1:D4"><filterColumn colId="3"><filters><filter val="Ganada"/></filters>' +
          '</filterColumn></autoFilter>',
      },
    ),
    shows('Datos', [HEADER, FIRST, MIDDLE, LAST]),
    { hiddenRows: [2, 3] },
  ),
  hand(
    'raw-merged.xlsx',
    'Merged cells in the data: the upper left one has the value, the others are empty',
    oneSheet(
      [
        headerRow,
        plainRow(2, FIRST),
        row(3, ['<c r="A3" s="0"/>', s('B3', 'Sol'), n('C3', 10), s('D3', 'x')]),
        row(4, [s('A4', 'Total general'), '<c r="B4" s="0"/>', n('C4', 1510.5), '<c r="D4"/>']),
      ],
      { after: '<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="A4:B4"/></mergeCells>' },
    ),
    shows('Datos', [HEADER, FIRST, [null, 'Sol', 10, 'x'], ['Total general', null, 1510.5]]),
  ),
  hand(
    'raw-hyperlink.xlsx',
    'Cells with hyperlinks, one of them outside the file: the text is what is shown, not the address',
    workbook({
      sheets: [
        {
          name: 'Datos',
          xml: sheetXml(rows, {
            after:
              '<hyperlinks><hyperlink ref="B2" r:id="rId1" display="otra cosa" tooltip="ver"/>' +
              '<hyperlink ref="B3" location="Datos!A1"/></hyperlinks>',
          }),
        },
      ],
      parts: [
        [
          'xl/worksheets/_rels/sheet1.xml.rels',
          relsXml([rel('rId1', 'hyperlink', 'https://crm.example/op/1?a=1&amp;b=2')]).replace(
            '"/></Rel',
            '" TargetMode="External"/></Rel',
          ),
        ],
      ],
    }),
    plain,
  ),
];
