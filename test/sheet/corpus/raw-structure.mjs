// Workbooks by hand: the same plain sheet in a package put together in another way.
import { shows } from './expect.mjs';
import { hand } from './raw-text.mjs';
import {
  c,
  FIRST,
  HEADER,
  headerRow,
  LAST,
  n,
  OFFICE,
  oneSheet,
  plainRow,
  row,
  sheetXml,
  stringsXml,
  workbook,
  workbookParts,
  XML,
  zipParts,
} from './workbook.mjs';

const _MIDDLE = ['OP-5', 'Clínica Andina', 750.25, 'Propuesta'];
const rows = [headerRow, plainRow(2, FIRST), plainRow(3, LAST)];
const plain = shows('Datos', [HEADER, FIRST, LAST]);
const plainSheet = { name: 'Datos', xml: sheetXml(rows) };

/** Moves the parts whose names pass a test to the end of the zip. */
const last = (parts, test) => [
  ...parts.filter(([name]) => !test(name)),
  ...parts.filter(([name]) => test(name)),
];

const sst = (ref, index) => c(ref, 't="s"', `<v>${index}</v>`);
const sharedSheet = () =>
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
const sharedShown = shows('Datos', [HEADER, ['OP-1', 'Sol', 10, 'Ganada']]);

/** Every element of a part with the prefix `x:`, the way some writers of .NET put it. */
const prefixed = (xml) => xml.replace(/<(\/?)([A-Za-z])/g, '<$1x:$2').replace('xmlns="http', 'xmlns:x="http');

/** The plain sheet with some text of one part changed; says so loudly when there is nothing to change. */
function changed(part, from, to, parts = workbookParts({ sheets: [plainSheet] })) {
  return parts.map(([name, content]) => {
    if (name !== part) return [name, content];
    if (!content.includes(from)) throw new Error(`${part} has no ${from}`);
    return [name, content.replaceAll(from, to)];
  });
}

const reach = (ref) => ref.replace(/ r="[A-Z]+\d+"/g, '');

export const rawStructure = () => [
  hand(
    'raw-prefix.xlsx',
    'Every part of SpreadsheetML in a namespace prefix x:',
    zipParts(
      sharedSheet().map(([name, content]) =>
        /^xl\/(workbook|styles|sharedStrings|worksheets.*)\.xml$/.test(name)
          ? [name, prefixed(content)]
          : [name, content],
      ),
    ),
    sharedShown,
  ),
  hand(
    'raw-target-absolute.xlsx',
    'The relationship of the sheet has an absolute target: /xl/worksheets/sheet1.xml',
    workbook({ sheets: [{ ...plainSheet, target: '/xl/worksheets/sheet1.xml' }] }),
    plain,
  ),
  hand(
    'raw-target-dots.xlsx',
    'The relationship of the sheet goes up and down again: ../xl/worksheets/./sheet1.xml',
    workbook({ sheets: [{ ...plainSheet, target: '../xl/worksheets/./sheet1.xml' }] }),
    plain,
    { caution: 'LibreOffice and SheetJS find no sheet; not tried in Excel' },
  ),
  hand(
    'raw-part-names.xlsx',
    'The sheet is the part xl/data.xml',
    workbook({ sheets: [{ ...plainSheet, path: 'xl/data.xml' }] }),
    plain,
  ),
  hand(
    'raw-workbook-renamed.xlsx',
    'The workbook part is book/main.xml, the sheet book/tab.xml: only relationships tell',
    zipParts([
      ...changed(
        '_rels/.rels',
        'xl/workbook.xml',
        'book/main.xml',
        workbookParts({ sheets: [{ ...plainSheet, path: 'book/tab.xml', target: 'tab.xml' }], styles: null }),
      ).map(([name, content]) => [
        name.replace('xl/workbook.xml', 'book/main.xml').replace('xl/_rels/workbook', 'book/_rels/main'),
        name === '[Content_Types].xml' ? content.replace('/xl/workbook.xml', '/book/main.xml') : content,
      ]),
    ]),
    plain,
  ),
  hand(
    'raw-part-case.xlsx',
    'Names of parts in another case than in the relationships: xl/Worksheets/Sheet1.xml (names ignore case)',
    workbook({
      sheets: [{ ...plainSheet, path: 'xl/Worksheets/Sheet1.xml', target: 'worksheets/sheet1.xml' }],
    }),
    plain,
    { caution: 'LibreOffice finds no sheet; not tried in Excel' },
  ),
  hand(
    'raw-order-last.xlsx',
    'workbook.xml, the relationships and the content types are last in the zip',
    zipParts(last(workbookParts({ sheets: [plainSheet] }), (name) => /workbook|rels|Types/.test(name))),
    plain,
  ),
  hand(
    'raw-order-strings.xlsx',
    'The shared strings come after the sheet that uses them',
    zipParts(last(sharedSheet(), (name) => name.includes('sharedStrings'))),
    sharedShown,
  ),
  hand('raw-no-styles.xlsx', 'There is no styles.xml', oneSheet(rows, { styles: null }), plain),
  hand(
    'raw-no-cell-refs.xlsx',
    'Cells have no r attribute: each follows the one before',
    oneSheet([headerRow, plainRow(2, FIRST), plainRow(3, LAST)].map(reach)),
    plain,
  ),
  hand(
    'raw-bom.xlsx',
    'The parts begin with a byte order mark',
    zipParts(workbookParts({ sheets: [plainSheet] }).map(([name, content]) => [name, `\ufeff${content}`])),
    plain,
  ),
  hand(
    'raw-single-quotes.xlsx',
    'The sheet has attributes in single quotes, spaces around = and line feeds between elements',
    oneSheet(
      rows.map((r) =>
        r
          .replace(/="([^"]*)"/g, " = '$1'")
          .replaceAll('><c', '>\n  <c')
          .replaceAll('</c>', '\n</c>'),
      ),
    ),
    plain,
  ),
  hand(
    'raw-utf16-part.xlsx',
    'The sheet is in UTF-16 with a byte order mark, as XML allows',
    zipParts(
      workbookParts({ sheets: [plainSheet] }).map(([name, content]) =>
        name.includes('sheet1')
          ? [name, Buffer.from(`\ufeff${content.replace('UTF-8', 'UTF-16')}`, 'utf16le')]
          : [name, content],
      ),
    ),
    plain,
  ),
  hand(
    'raw-strict.xlsx',
    'The strict variant of the standard: other namespaces everywhere',
    zipParts(
      workbookParts({ sheets: [plainSheet] }).map(([name, content]) => [
        name,
        content
          .replaceAll(
            'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
            'http://purl.oclc.org/ooxml/spreadsheetml/main',
          )
          .replaceAll(OFFICE, 'http://purl.oclc.org/ooxml/officeDocument/relationships')
          .replaceAll('<workbook ', '<workbook conformance="strict" '),
      ]),
    ),
    plain,
  ),
  hand(
    'raw-no-xml-declaration.xlsx',
    'The parts have no XML declaration',
    zipParts(
      workbookParts({ sheets: [plainSheet] }).map(([name, content]) => [name, content.replace(XML, '')]),
    ),
    plain,
  ),
];
