// Workbooks that LibreOffice writes from others of the corpus and from a flat OpenDocument of our own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deals } from './data.mjs';
import { boolean, date, error, number, serial, shows } from './expect.mjs';

const HEADER = ['ID', 'Nombre', 'Monto', 'Etapa'];
const P = (words) => `<text:p>${words}</text:p>`;
const text = (words, more = '') =>
  `<table:table-cell office:value-type="string"${more}>${P(words)}</table:table-cell>`;
const amount = (value, more = '') =>
  `<table:table-cell office:value-type="float" office:value="${value}"${more}>${P(value)}</table:table-cell>`;
const nothing = (times) => `<table:table-cell table:number-columns-repeated="${times}"/>`;
const row = (cells, more = '') => `<table:table-row${more}>${cells.join('')}</table:table-row>`;

/** Repeated cells and rows, several paragraphs, repeated spaces, a note, a merged and a covered cell. */
const FLAT = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<number:number-style style:name="N1"><number:number number:decimal-places="2" number:min-decimal-places="2"
 number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:date-style style:name="N2"><number:day number:style="long"/><number:text>/</number:text>
<number:month number:style="long"/><number:text>/</number:text>
<number:year number:style="long"/></number:date-style>
<number:boolean-style style:name="N3"><number:boolean/></number:boolean-style>
<style:style style:name="flag" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="money" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N2"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="Datos">
${row([...HEADER.map((name) => text(name)), nothing(60)])}
${row([
  text('00123'),
  `<table:table-cell office:value-type="string">${P('uno')}` +
    `${P('dos<text:s text:c="2"/>tres')}</table:table-cell>`,
  amount(1500.5, ' table:style-name="money"'),
  text('Negociación'),
])}
${row([nothing(4)], ' table:number-rows-repeated="2"')}
${row(
  [text('OP-2'), text('x', ' table:number-columns-repeated="2"'), text('Ganada')],
  ' table:number-rows-repeated="2"',
)}
${row([
  text('Total', ' table:number-columns-spanned="2" table:number-rows-spanned="1"'),
  '<table:covered-table-cell/>',
  `<table:table-cell table:formula="of:=SUM([.C2:.C6])" office:value-type="float" office:value="1500.5"/>`,
  `<table:table-cell office:value-type="string"><office:annotation><dc:creator>Ana</dc:creator>${P('nota')}` +
    `</office:annotation><text:p><text:a xlink:href="https://crm.example/">enlace</text:a></text:p>` +
    `</table:table-cell>`,
])}
${row([
  text('OP-3'),
  '<table:table-cell office:value-type="boolean" office:boolean-value="true" table:style-name="flag">' +
    `${P('VERDADERO')}</table:table-cell>`,
  '<table:table-cell office:value-type="date" office:date-value="2026-01-15" table:style-name="day">' +
    '<text:p>15/01/2026</text:p></table:table-cell>',
])}
${row([nothing(1024)], ' table:number-rows-repeated="1048000"')}
</table:table></office:spreadsheet></office:body></office:document>
`;
/** LibreOffice writes two spaces as they are in OpenDocument, where two count as one. */
const flatShown = (to) =>
  shows('Datos', [
    HEADER,
    ['00123', to === 'ods' ? 'uno\ndos tres' : 'uno\ndos  tres', number(1500.5, '1,500.50'), 'Negociación'],
    null,
    null,
    ['OP-2', 'x', 'x', 'Ganada'],
    ['OP-2', 'x', 'x', 'Ganada'],
    ['Total', null, 1500.5, 'enlace'],
    ['OP-3', boolean(true), date(serial('2026-01-15'), '15/01/2026')],
  ]);

const CSV = [
  [...HEADER, 'Cierre'],
  ['00123', 'Ferretería Núñez', '1500.5', 'Negociación', '2026-01-15'],
  ['OP-2', '"Bodega ""Sur""; Hijos"', '20000', 'Ganada', '2025-12-31'],
]
  .map((cells) => cells.join(';'))
  .join('\n');
/** Fields by ";" in UTF-8 from line 1; columns 1, 2 and 4 are text, 5 is a date by year, month, day. */
const CSV_FILTER = '--infilter=CSV:59,34,76,1,1/2/2/2/3/1/4/2/5/5';

const rich = () =>
  shows('Datos', [
    HEADER,
    ['Sol Nuevo', 'Ficha', number(1500.5, '1,500.50'), error('#N/A')],
    ['uno', 'sí', 3001, null],
    ['OP-3', null, date(serial('2026-01-15'), '15/01/2026'), 'x'],
  ]);
const hiddenOnes = { hiddenRows: [2], hiddenColumns: ['B'], hiddenTabs: ['Oculta', 'Muy oculta'] };

const CAUTION = {
  'flat.fods/ods': 'B2 has two plain spaces in <text:p>: one by the standard, though two were meant',
  'exceljs-deals.xlsx/ods': 'The booleans are =TRUE() with the value 1 shown as TRUE: a number is right too',
  'exceljs-1904.xlsx/ods': 'The booleans are =TRUE() with the value 1 shown as TRUE: a number is right too',
  'exceljs-rich.xlsx/ods': 'D3 is a formula with an empty <text:p/> and no value type',
  'exceljs-rich.xlsx/xls': 'A3 and B3 are stored as 0; Excel computes their texts when it opens the file',
};

/** [source, what to write (with the filter when the extension does not say it), about, expectation, more] */
export function plan(corpus) {
  const of = (file) => corpus.find((item) => item.file === file).expect;
  return [
    ...['xlsx', 'xls', 'ods'].flatMap((to) => [
      ['exceljs-deals.xlsx', to, 'The deals of exceljs, written again', deals('Datos')],
      ['exceljs-1904.xlsx', to, 'The deals in a workbook of the 1904 date system', deals('Datos')],
      [
        'exceljs-rich.xlsx',
        to,
        'Rich text, a link, an error; the formula without a result was computed',
        rich(),
      ],
      ['exceljs-hidden.xlsx', to, 'Hidden rows, columns and tabs', of('exceljs-hidden.xlsx'), hiddenOnes],
      ['exceljs-merged.xlsx', to, 'Merged cells', of('exceljs-merged.xlsx')],
      ['raw-format-common.xlsx', to, 'The common number formats', of('raw-format-common.xlsx')],
      ['flat.fods', to, 'Repeated cells and rows, paragraphs, a note, a merged cell, a link', flatShown(to)],
    ]),
    [
      'sheetjs-deals.ods',
      'xlsx',
      'The OpenDocument of SheetJS, written as a workbook: its booleans have no format, so they are 1 and 0',
      deals('Datos', {
        day: (on) => date(serial(on), on.split('-').reverse().join('/')),
        flag: (active) => number(active ? 1 : 0),
      }),
    ],
    [
      'exceljs-two-tabs.xlsx',
      'ods',
      'Two tabs with data',
      of('exceljs-two-tabs.xlsx'),
      {
        shows: corpus.find((item) => item.file === 'exceljs-two-tabs.xlsx').shows,
      },
    ],
    [
      'texts.csv',
      'xlsx',
      'From a text file with ";"',
      shows('texts', [
        [...HEADER, 'Cierre'],
        ['00123', 'Ferretería Núñez', 1500.5, 'Negociación', date(serial('2026-01-15'), '2026-01-15')],
        ['OP-2', 'Bodega "Sur"; Hijos', 20000, 'Ganada', date(serial('2025-12-31'), '2025-12-31')],
      ]),
    ],
  ];
}

/** Runs LibreOffice once for each target and each way of reading; items of the corpus come back. */
export function byOffice(corpus) {
  const place = mkdtempSync(join(tmpdir(), 'corpus-'));
  try {
    return convert(corpus, place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function convert(corpus, place) {
  const profile = `-env:UserInstallation=${pathToFileURL(join(tmpdir(), 'lo-profile'))}`;
  const office = (...args) =>
    execFileSync('soffice', [profile, '--headless', ...args], { encoding: 'utf8', timeout: 120_000 });
  const writer = office('--version').trim().split(' ').slice(0, 2).join(' ');
  for (const { file, bytes } of corpus) writeFileSync(join(place, file), bytes);
  writeFileSync(join(place, 'flat.fods'), FLAT);
  writeFileSync(join(place, 'texts.csv'), CSV);
  const todo = plan(corpus);
  for (const to of ['xlsx', 'xls', 'ods']) {
    const target = join(place, to);
    mkdirSync(target);
    const sources = todo.filter(([, what]) => what === to).map(([source]) => source);
    const isCsv = (source) => source.endsWith('.csv');
    for (const [list, filter] of [
      [sources.filter((source) => !isCsv(source)), []],
      [sources.filter(isCsv), [CSV_FILTER]],
    ]) {
      if (list.length === 0) continue;
      const paths = list.map((source) => join(place, source));
      office(...filter, '--convert-to', to, '--outdir', target, ...paths);
    }
  }
  return todo.map(([source, to, about, expect, more]) => {
    const [name, extension] = source.split('.');
    // A source that another has the name of keeps its extension.
    const file = `lo-${extension === to || extension === 'xlsx' ? name : `${name}-${extension}`}.${to}`;
    const caution = CAUTION[`${source}/${to}`];
    const bytes = readFileSync(join(place, to, `${name}.${to}`));
    return { file, writer, about, ...(caution && { caution }), ...more, expect, bytes };
  });
}
