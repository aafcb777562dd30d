import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { amountIntent } from '../../src/mapping/amountValue.js';
import { readAmount } from '../../src/mapping/index.js';
import { type Cell, openSheet } from '../../src/sheet/index.js';
import { refusalOf, rowsOf } from './files.js';

/**
 * Files by many writers, each with what the spreadsheet program shows of it, said by whoever wrote the file and
 * never taken from what a library reads back (see corpus/make.mjs).
 */
interface CorpusFile {
  file: string;
  writer: string;
  about: string;
  caution?: string;
  hiddenRows?: readonly number[];
  expect: { readable?: true; refused?: string; sheet?: string; rows?: { number: number; cells: Shown[] }[] };
}
type Shown = { kind: Cell['kind']; text: string; number?: number; boolean?: boolean } | null;

const FOLDER = fileURLToPath(new URL('corpus/', import.meta.url));
const FILES: CorpusFile[] = JSON.parse(readFileSync(`${FOLDER}manifest.json`, 'utf8'));

/** What a refusal must say for each reason for which a file of the corpus is to be refused. */
const REASONS: Record<string, object> = {
  severalSheets: { code: 'xlsx.severalSheets' },
  noData: { code: 'xlsx.noData' },
  zipBomb: { code: 'xlsx.suspicious' },
  manyEntries: { code: 'xlsx.suspicious', what: 'tooManyEntries' },
  duplicateName: { code: 'xlsx.suspicious', what: 'twice' },
  badName: { code: 'xlsx.suspicious', what: 'name' },
  doctype: { code: 'xlsx.suspicious', what: 'doctype' },
  password: { code: 'file.password' },
  markup: { code: 'file.markup' },
  notWorkbook: { code: 'file.notWorkbook' },
};

/** Files that are read although the corpus says that a program may refuse them. */
const READ_ALL_THE_SAME: Record<string, string> = {
  'files/refused-utf16.txt': 'Excel’s “Unicode text” is a text file like any other',
  'files/sheetjs-biff5.xls': 'Excel 95 workbooks are read as those of Excel 97 are',
};

/** What a file is by its ending; those of the corpus do not lie, unless it says so. */
const FORMATS: Record<string, string> = {
  txt: 'csv',
  xlsx: 'xlsx',
  xlsm: 'xlsm',
  xlsb: 'xlsb',
  xls: 'xls',
  ods: 'ods',
};

/** Files that are refused although a program shows them: a refusal in words, never another value. */
const REFUSED_ALL_THE_SAME: Record<string, object> = {
  // What SheetJS is known to read otherwise than it is shown.
  'files/raw-shared-cdata.xlsx': { code: 'xlsx.suspicious', what: 'inexact' },
  'files/raw-no-row-refs.xlsx': { code: 'xlsx.suspicious', what: 'inexact' },
  'files/raw-target-dots.xlsx': { code: 'xlsx.suspicious', what: 'damaged', entry: 'Datos' },
  // Case 93: a pivot table is asked about.
  'files/raw-pivot-visible.xlsx': { code: 'xlsx.pivot' },
  // The conversion by LibreOffice showed the tabs that were hidden.
  'files/lo-exceljs-hidden.xlsx': { code: 'xlsx.severalSheets' },
  'files/lo-exceljs-hidden.xls': { code: 'xlsx.severalSheets' },
  'files/lo-exceljs-hidden.ods': { code: 'xlsx.severalSheets' },
};

function sameText(a: string, b: string): boolean {
  const shown = (text: string) => text.replace(/\r\n?/g, '\n').trim();
  return shown(a) === shown(b);
}

/** The rule of the corpus: what is read is what is shown, or nothing is taken from the cell. */
function faithful(found: Cell, shown: Shown, caution: string): boolean {
  if (found.kind === 'error' || found.kind === 'uncomputed' || found.kind === 'merged') return true;
  if (shown === null || shown.kind === 'merged') return found.kind === 'empty';
  if (shown.kind === 'boolean' && caution.includes('a number is right too')) return true;
  if (found.kind !== shown.kind) return false;
  switch (found.kind) {
    case 'text':
      return sameText(found.text, shown.text);
    case 'boolean':
      return found.boolean === shown.boolean;
    case 'date':
      // Its text is never taken for a value, because every program shows it in its own way.
      return Math.abs(found.number - (shown.number ?? Number.NaN)) < 1e-6;
    case 'number': {
      if (found.number !== shown.number) return false;
      if (sameText(found.text, shown.text)) return true;
      const rules = {
        amountStyle: null,
        placeholders: new Map(),
        ordinary: [],
        mojibake: 'keep',
        round: false,
      } as const;
      const intent = amountIntent(found, rules);
      const reading = readAmount(shown.text);
      return intent.kind !== 'set' || JSON.stringify(reading).includes(`"${intent.value}"`);
    }
    default:
      return true;
  }
}

describe('a file of the corpus', () => {
  it.each(FILES.map((entry) => [entry.file, entry.about, entry] as const))(
    '%s: %s',
    async (name, _, entry) => {
      const path = `${FOLDER}${name}`;
      const hidden = entry.hiddenRows === undefined ? {} : { hidden: 'include' as const };
      const { expect: wanted, caution = '' } = entry;
      const reason = REFUSED_ALL_THE_SAME[name] ?? REASONS[wanted.refused ?? ''];
      if (name in REFUSED_ALL_THE_SAME || (wanted.refused !== undefined && !(name in READ_ALL_THE_SAME))) {
        const fact = await refusalOf(
          openSheet(path, hidden).then(async (sheet) => {
            await rowsOf(sheet);
            await sheet.close();
          }),
        );
        expect(fact).toMatchObject(reason ?? {});
        return;
      }
      const sheet = await openSheet(path, hidden);
      try {
        const rows = await rowsOf(sheet);
        expect(rows.length).toBeGreaterThan(0);
        expect(`${sheet.source.format} ${name}`).toBe(`${FORMATS[name.split('.').at(-1) ?? '']} ${name}`);
        if (wanted.sheet !== undefined) expect(sheet.source.sheetName).toBe(wanted.sheet);
        if (wanted.rows === undefined) return;
        const withData = rows.filter((row) => row.cells.some(({ kind }) => kind !== 'merged'));
        expect(withData.map(({ number }) => number)).toEqual(wanted.rows.map(({ number }) => number));
        const wrong = wanted.rows.flatMap(({ number, cells }) => {
          const row = withData.find((other) => other.number === number);
          return Array.from({ length: Math.max(cells.length, row?.width ?? 0) }, (_, index) => ({
            number,
            index,
            found: row?.cell(index) as Cell,
            shown: cells[index] ?? null,
          })).filter(({ found, shown }) => !faithful(found, shown, caution));
        });
        expect(wrong).toEqual([]);
      } finally {
        await sheet.close();
      }
    },
  );
});
