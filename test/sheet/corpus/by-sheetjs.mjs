// Workbooks written by SheetJS (as the package @e965/xlsx), in all the formats it writes.
import { utils, version, write } from '@e965/xlsx';
import { at, COLUMNS, DATE_FORMAT, DEALS, deals, MONEY_FORMAT } from './data.mjs';
import { boolean, date, error, number, serial, shows } from './expect.mjs';

const writer = `@e965/xlsx ${version}`;
const HEADER = ['ID', 'Nombre', 'Monto', 'Etapa'];

const t = (v) => ({ t: 's', v });
const num = (v, z) => (z === undefined ? { t: 'n', v } : { t: 'n', v, z });

/** A sheet of ready cells, row by row. */
function sheetOf(rows) {
  const sheet = {};
  rows.forEach((row, r) => {
    row.forEach((cell, col) => {
      if (cell !== null) sheet[utils.encode_cell({ r, c: col })] = cell;
    });
  });
  const width = Math.max(...rows.map((row) => row.length));
  sheet['!ref'] = utils.encode_range({ s: { r: 0, c: 0 }, e: { r: rows.length - 1, c: width - 1 } });
  return sheet;
}

function bookOf(sheet, name = 'Datos') {
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, name);
  book.Props = { CreatedDate: at('2026-01-15'), ModifiedDate: at('2026-01-15') };
  return book;
}

const dealRows = (day) => [
  COLUMNS.map(t),
  ...DEALS.map(({ id, name, amount, stage, on, active }) => [
    t(id),
    t(name),
    num(amount, MONEY_FORMAT),
    t(stage),
    day(on),
    { t: 'b', v: active },
  ]),
];
const bySerial = (on) => num(serial(on), DATE_FORMAT);
const byDate = (on) => ({ t: 'd', v: at(on), z: DATE_FORMAT });
/** SheetJS cannot say "-" in a format of OpenDocument, and there only real dates become dates. */
const bySlashes = (on) => ({ t: 'd', v: at(on), z: 'dd/mm/yyyy' });
const openDeals = () => deals('Datos', { day: (on) => date(serial(on), on.split('-').reverse().join('/')) });
const options = { type: 'buffer', compression: true };

function made(file, about, book, expect, more = {}) {
  return { file, writer, about, expect, bytes: write(book, { ...options, ...more }) };
}

function errorsBook() {
  return bookOf(
    sheetOf([
      HEADER.map(t),
      [t('OP-1'), { t: 'n', v: 12.5, f: '5*2.5' }, { t: 's', v: 'ab', f: '"a"&"b"' }, { t: 'e', v: 0x2a }],
      [t('OP-2'), { t: 'b', v: true, f: '1=1' }, { t: 'e', v: 0x07, f: '1/0' }, t('x')],
    ]),
  );
}
const errorsShown = () =>
  shows('Datos', [
    HEADER,
    ['OP-1', 12.5, 'ab', error('#N/A')],
    ['OP-2', boolean(true), error('#DIV/0!'), 'x'],
  ]);

function book1904() {
  const sheet = sheetOf([
    HEADER.map(t),
    [t('OP-1'), t('Sol'), num(serial('2026-01-15') - 1462, DATE_FORMAT), t('x')],
  ]);
  return Object.assign(bookOf(sheet), { Workbook: { WBProps: { date1904: true } } });
}

function busyBook() {
  const rows = [HEADER.map(t), [t('OP-1'), t('Sol'), num(10), t('x')], [null, t('Luna'), num(20), t('y')]];
  const sheet = sheetOf(rows);
  sheet['!merges'] = [utils.decode_range('A2:A3')];
  sheet['!rows'] = [{}, { hidden: true }];
  sheet['!cols'] = [{}, { hidden: true }];
  sheet['!autofilter'] = { ref: 'A1:D3' };
  sheet.B2.l = { Target: 'https://crm.example/op', Tooltip: 'ver' };
  sheet.B3.c = [{ a: 'Ana', t: 'revisar' }];
  const book = bookOf(sheetOf([[t('secreto')]]), 'Oculta');
  utils.book_append_sheet(book, sheet, 'Datos');
  return Object.assign(book, { Workbook: { Sheets: [{ Hidden: 1 }, { Hidden: 0 }] } });
}
const busyShown = () => shows('Datos', [HEADER, ['OP-1', 'Sol', 10, 'x'], [null, 'Luna', 20, 'y']]);

/** SheetJS writes the file's bytes as characters of CP1252 where the format is old. */
const FORMATS = [
  ['xlsx', 'xlsx', 'Office Open XML'],
  ['xlsm', 'xlsm', 'Office Open XML that may hold macros (holds none)'],
  ['xlsb', 'xlsb', 'the binary workbook'],
  ['xls', 'biff8', 'Excel 97-2003'],
  ['ods', 'ods', 'OpenDocument'],
];

export function bySheetjs() {
  const items = FORMATS.filter(([extension]) => extension !== 'ods').flatMap(
    ([extension, bookType, about]) => [
      made(
        `sheetjs-deals.${extension}`,
        `Texts, amounts, dates, booleans: ${about}`,
        bookOf(sheetOf(dealRows(bySerial))),
        deals('Datos'),
        { bookType },
      ),
      made(
        `sheetjs-formulas.${extension}`,
        `Formulas with results, and errors: ${about}`,
        errorsBook(),
        errorsShown(),
        { bookType },
      ),
    ],
  );
  const open = { bookType: 'ods' };
  return [
    ...items,
    made(
      'sheetjs-deals.ods',
      'OpenDocument whose amounts have a number style that their <text:p> (1500.5) does not follow',
      bookOf(sheetOf(dealRows(bySlashes))),
      openDeals(),
      open,
    ),
    made(
      'sheetjs-formulas.ods',
      'OpenDocument, formulas with results; SheetJS leaves errors out, so their cells are empty',
      errorsBook(),
      shows('Datos', [HEADER, ['OP-1', 12.5, 'ab'], ['OP-2', boolean(true), null, 'x']]),
      open,
    ),
    ...FORMATS.filter(([extension]) => extension !== 'ods').map(([extension, bookType, about]) =>
      made(
        `sheetjs-1904.${extension}`,
        `The 1904 date system: ${about}`,
        book1904(),
        shows('Datos', [HEADER, ['OP-1', 'Sol', date(serial('2026-01-15'), '2026-01-15'), 'x']]),
        { bookType },
      ),
    ),
    made(
      'sheetjs-shared.xlsx',
      'The deals with shared strings',
      bookOf(sheetOf(dealRows(bySerial))),
      deals('Datos'),
      {
        bookSST: true,
      },
    ),
    made(
      'sheetjs-iso-dates.xlsx',
      'Dates as ISO text (t="d"), ending in Z, which Excel itself never writes',
      bookOf(sheetOf(dealRows(byDate))),
      deals('Datos'),
      {
        cellDates: true,
      },
    ),
    ...['xlsx', 'xlsb', 'xls'].map((extension) => ({
      ...made(
        `sheetjs-busy.${extension}`,
        'Merged, hidden and filtered cells, a link, a comment, a hidden tab before',
        busyBook(),
        busyShown(),
        {
          bookType: extension === 'xls' ? 'biff8' : extension,
        },
      ),
      hiddenRows: [2],
      hiddenColumns: ['B'],
      hiddenTabs: ['Oculta'],
    })),
    {
      ...made(
        'sheetjs-biff5.xls',
        'Excel 5.0/95: one code page, no Unicode',
        bookOf(sheetOf([HEADER.map(t), [t('OP-1'), t('Ferreteria'), num(1500.5), t('Ganada')]])),
        { refused: 'oldExcel' },
        { bookType: 'biff5' },
      ),
      shows: shows('Datos', [HEADER, ['OP-1', 'Ferreteria', number(1500.5), 'Ganada']]),
    },
    {
      ...made(
        'sheetjs-flat.fods',
        'OpenDocument in one XML file',
        bookOf(sheetOf(dealRows(bySlashes))),
        { refused: 'markup' },
        {
          bookType: 'fods',
        },
      ),
      shows: openDeals(),
    },
  ];
}
