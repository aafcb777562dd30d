// Files that are to be refused, by hand.
import { shows } from './expect.mjs';
import { hand } from './raw-text.mjs';
import { html, lockedOds, spreadsheet2003, unicodeText } from './refused-others.mjs';
import {
  FIRST,
  HEADER,
  headerRow,
  LAST,
  oneSheet,
  plainRow,
  sheetXml,
  workbookParts,
  zipParts,
} from './workbook.mjs';
import { entry, hugeEntry, zip } from './zip.mjs';

const rows = [headerRow, plainRow(2, FIRST), plainRow(3, LAST)];
const plain = shows('Datos', [HEADER, FIRST, LAST]);
const parts = workbookParts({ sheets: [{ name: 'Datos', xml: sheetXml(rows) }] });
const entries = () => parts.map(([name, content]) => entry(name, content));
const isSheet = ([name]) => name.includes('worksheets/');
const withSheet = (change) => parts.map((part) => (isSheet(part) ? [part[0], change(part[1])] : part));

const MEGABYTE = Buffer.alloc(1 << 20, ' ');

/** The plain workbook whose sheet has so many megabytes of spaces before its last row. */
async function bomb(megabytes, options) {
  const [path, xml] = parts.find(isSheet);
  const at = xml.lastIndexOf('<row');
  const huge = { head: xml.slice(0, at), chunk: MEGABYTE, times: megabytes, tail: xml.slice(at) };
  const others = parts.filter((part) => !isSheet(part)).map(([name, content]) => entry(name, content));
  return zip([...others, await hugeEntry(path, huge, options)]);
}

/** The first of some bytes changed to another, of the same length. */
function patched(bytes, from, to) {
  const at = bytes.indexOf(from);
  if (at < 0) throw new Error('Nothing to change');
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(to), bytes.subarray(at + to.length)]);
}

/** Sets the flag by which a zip says that an entry is encrypted, in all its headers. */
function flagged(bytes) {
  const copy = Buffer.from(bytes);
  for (const [mark, flags] of [
    ['PK\x03\x04', 6],
    ['PK\x01\x02', 8],
  ]) {
    for (let at = copy.indexOf(mark, 0, 'latin1'); at >= 0; at = copy.indexOf(mark, at + 4, 'latin1')) {
      copy[at + flags] |= 1;
    }
  }
  return copy;
}

const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
const doctype = (inside) => (xml) =>
  xml.replace('<worksheet', `<!DOCTYPE worksheet [${inside}]>\n<worksheet`);

export const refused = async () => [
  hand('refused-bomb.xlsx', 'A sheet of 300 MB of spaces, packed about 1000:1', await bomb(300), {
    refused: 'zipBomb',
  }),
  hand(
    'refused-bomb-lies.xlsx',
    'A sheet that says it has 2000 bytes and unpacks to 60 MB of spaces',
    await bomb(60, { claimed: 2000 }),
    { refused: 'zipBomb' },
  ),
  hand(
    'refused-3000-entries.xlsx',
    'A good workbook with 3000 empty entries beside',
    zip([...entries(), ...Array.from({ length: 3000 }, (_, i) => entry(`z/${i}`, '', { stored: true }))]),
    { refused: 'manyEntries' },
    { shows: plain },
  ),
  hand(
    'refused-duplicate.xlsx',
    'The sheet is in the zip twice, under one name, with different rows',
    zip([
      ...entries(),
      entry('xl/worksheets/sheet1.xml', sheetXml([headerRow, plainRow(2, ['OP-7', 'Otro', 1, 'Perdida'])])),
    ]),
    { refused: 'duplicateName' },
  ),
  hand(
    'refused-dotdot.xlsx',
    'One entry is named ../../fuera.txt',
    zip([...entries(), entry('../../fuera.txt', 'fuera')]),
    { refused: 'badName' },
    { shows: plain },
  ),
  hand(
    'refused-absolute-name.xlsx',
    'One entry is named /etc/fuera.txt',
    zip([...entries(), entry('/etc/fuera.txt', 'fuera')]),
    { refused: 'badName' },
    { shows: plain },
  ),
  hand(
    'refused-doctype.xlsx',
    'The sheet has a DOCTYPE with one entity, used in a text',
    zipParts(withSheet((xml) => doctype('<!ENTITY e "Sol">')(xml).replace('Ferretería', '&e;'))),
    { refused: 'doctype' },
  ),
  hand(
    'refused-laughs.xlsx',
    'The sheet has a DOCTYPE whose entities unfold to a thousand million characters',
    zipParts(withSheet((xml) => doctype(`<!ENTITY l0 "ja">${laughs}`)(xml).replace('Ferretería', '&l9;'))),
    { refused: 'doctype' },
  ),
  hand(
    'refused-doctype-outside.xlsx',
    'workbook.xml has a DOCTYPE that names a file outside',
    zipParts(
      parts.map(([name, xml]) => [
        name,
        name === 'xl/workbook.xml'
          ? xml.replace('<workbook', '<!DOCTYPE workbook SYSTEM "file:///etc/hostname">\n<workbook')
          : xml,
      ]),
    ),
    { refused: 'doctype' },
  ),
  hand('refused-password.ods', 'An OpenDocument sheet with a password (secreto)', lockedOds(), {
    refused: 'password',
  }),
  hand(
    'refused-zip-encrypted.xlsx',
    'The entries of the zip itself are marked encrypted',
    flagged(zip(entries())),
    {
      refused: 'password',
    },
  ),
  hand(
    'refused-xml2003.xls',
    'An XML Spreadsheet 2003 file named .xls',
    Buffer.from(spreadsheet2003),
    { refused: 'markup' },
    { shows: plain },
  ),
  hand(
    'refused-html.xls',
    'An HTML table named .xls',
    Buffer.from(html),
    { refused: 'markup' },
    {
      shows: shows('refused-html', [HEADER, FIRST, LAST]),
    },
  ),
  hand(
    'refused-utf16.txt',
    'What Excel saves as Unicode text: UTF-16 with a byte order mark, tabs',
    Buffer.from(`\ufeff${unicodeText}\r\n`, 'utf16le'),
    { refused: 'utf16' },
    { shows: shows('refused-utf16', [HEADER, FIRST, LAST]) },
  ),
  hand('refused-truncated.xlsx', 'A workbook that ends in the middle', zip(entries()).subarray(0, 1500), {
    refused: 'damaged',
  }),
  hand(
    'refused-crc.xlsx',
    'One byte of the sheet, stored unpacked, is not what its checksum says: 1500.5 became 9500.5',
    patched(
      zip(parts.map(([name, content]) => entry(name, content, { stored: true }))),
      '<v>1500.5',
      '<v>9500.5',
    ),
    { refused: 'damaged' },
  ),
  hand(
    'refused-broken-xml.xlsx',
    'The XML of the sheet ends in the middle of a cell, though the zip is whole',
    zipParts(withSheet((xml) => xml.slice(0, xml.indexOf('Hijos')))),
    { refused: 'damaged' },
  ),
  hand(
    'refused-no-sheet-part.xlsx',
    'The part of the only sheet is not in the zip',
    zipParts(parts.filter((part) => !isSheet(part))),
    { refused: 'damaged' },
  ),
  hand(
    'refused-string-missing.xlsx',
    'A cell names the shared string 7 of a table that has none',
    oneSheet([headerRow, '<row r="2"><c r="A2" t="s"><v>7</v></c></row>'], { strings: undefined }),
    { refused: 'damaged' },
  ),
  hand(
    'refused-docx.xlsx',
    'A text document named .xlsx',
    zipParts([
      ['[Content_Types].xml', parts[0][1].replaceAll('spreadsheetml.sheet', 'wordprocessingml.document')],
      ['_rels/.rels', parts[1][1].replace('xl/workbook.xml', 'word/document.xml')],
      ['word/document.xml', '<w:document xmlns:w="urn:w"><w:body><w:p>Hola</w:p></w:body></w:document>'],
    ]),
    { refused: 'notWorkbook' },
  ),
  hand('refused-zip.xlsx', 'A zip with a text file in it', zip([entry('hola.txt', 'hola')]), {
    refused: 'notWorkbook',
  }),
];
