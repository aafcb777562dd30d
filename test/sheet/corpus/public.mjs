// Workbooks that packages of npm ship under the MIT licence, copied as they are (PUBLIC-LICENCES.txt).
// What they hold was read from their XML.
import { readFileSync } from 'node:fs';
import { date, number, shows, text, uncomputed } from './expect.mjs';

const STREAM = 'public: xlsx-stream-reader 1.1.1 (MIT)';
const CONVERT = 'public: convert-excel-to-json 1.7.0 (MIT)';
const POPULATE = 'public: xlsx-populate 1.21.0 (MIT)';

const people = shows('Foglio1', [
  ['string', 'Data di nascita', 'cap'],
  ['string', date(31682, '27/09/1986'), 20064],
]);
const ITALIAN = [
  'comune',
  'nazione',
  'email',
  'cognome',
  'nome',
  'provincia',
  'sesso',
  'cap',
  'data di nascita',
];
const MARIO = ['lambrate', 'Italy', 'hello@example.com', 'rossi', 'mario', 'MI', 'M', '20131'];

/** Clicks and impressions of the rows from 3 on; the last four have no thousands separators. */
const CLICKS = [
  ...[
    [937, 965560],
    [120, 361403],
    [561, 154880],
    [554, 506691],
    [451, 201358],
  ],
  ...[
    [80, 273339],
    [146, 901638],
    [853, 889534],
    [995, 735120],
    [373, 995785],
    [254, 727259],
  ],
];
const grouped = (value) => number(value, value.toLocaleString('en-US'));

const LIST = [
  ['public-import.xlsx', STREAM, 'Written by LibreOffice in Italian: a date and a postal code', people],
  [
    'public-two-sheets.xlsx',
    STREAM,
    'Two tabs with data, far wider dimensions than data',
    { refused: 'severalSheets', sheets: ['Foglio1', 'Sheet1'] },
  ],
  [
    'public-no-formats.xlsx',
    STREAM,
    'By an old exceljs: texts as t="str" without formulas',
    shows('contacts', [ITALIAN, MARIO.map(text)]),
  ],
  [
    'public-predefined-formats.xlsx',
    STREAM,
    'By Numbers of Apple: dates of the built-in format 14',
    { readable: true },
  ],
  [
    'public-rich-text.xlsx',
    STREAM,
    'Rich text in B1, nothing in A1',
    shows('Sheet1', [[null, 'B cell', 'C cell']]),
  ],
  ['public-sheet0.xlsx', STREAM, 'The part of the sheet is Sheet0.xml, with a capital', { readable: true }],
  [
    'public-unsaved.xlsx',
    STREAM,
    'By a report server: t="str" without formulas, quotes inside, -0.56799999999999995 shown as -0.568',
    shows('Export_201605', [
      ['Export', 'value', 'comment'],
      ['a1', 23, 'he,llo'],
      ['a2', 24, '2,345.56'],
      ['a3', 256, '"rahul,raj"'],
      ['a6', 0.00068, -0.568],
    ]),
  ],
  [
    'public-google.xlsx',
    CONVERT,
    'By Google Sheets: dates as M/d/yyyy',
    shows('sheet1', [
      ['date', 'number'],
      ...Array.from({ length: 10 }, (_, i) => [date(43018 + i, `10/${10 + i}/2017`), i + 1]),
    ]),
  ],
  [
    'public-populate-out.xlsx',
    POPULATE,
    'A chart, and a shared formula down eleven rows that was never computed',
    shows('ClickThroughRateSheet', [
      null,
      [null, 'Clicks', 'Impressions', 'CTR'],
      ...CLICKS.map(([clicks, seen], index) => [
        null,
        clicks,
        index < 7 ? grouped(seen) : seen,
        uncomputed(`B${index + 3}/C${index + 3}`),
      ]),
    ]),
  ],
  ['public-password.xlsx', POPULATE, 'Encrypted by Excel (password "open sesame")', { refused: 'password' }],
];

/** The public files stay where they are; `folder` is that of the corpus in the repository. */
export const publicFiles = (folder) =>
  LIST.map(([file, writer, about, expect]) => ({
    file,
    writer,
    about,
    expect,
    bytes: readFileSync(new URL(`files/${file}`, folder)),
  }));
