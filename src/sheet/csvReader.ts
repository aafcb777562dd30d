import { stat } from 'node:fs/promises';
import { type CsvDialect, declaredDelimiter, plausibleDelimiters } from './csvDialect.js';
import { RecordParser } from './csvRecords.js';
import { CsvRows } from './csvRows.js';
import { decodedText, HEAD_BYTES, readHeadText } from './decodedText.js';
import type { TextEncoding } from './encoding.js';
import { SheetRefusal } from './refusal.js';
import type { OpenSheetOptions, Sheet, SheetOrigin, SheetRow } from './sheet.js';

const BATCH_ROWS = 1000;

/** Opens a text file whose encoding is known. `loneReturns`: it holds CR without LF somewhere (see `textScan`). */
export async function openCsv(
  origin: SheetOrigin,
  encoding: TextEncoding,
  loneReturns: boolean,
  options: OpenSheetOptions,
): Promise<Sheet> {
  const head = await readHeadText(origin, encoding.name);
  if (head.trim() === '') throw new SheetRefusal({ code: 'file.empty', file: origin.file });
  if (/^\s*<(!doctype|\?xml|html|table)/i.test(head)) {
    throw new SheetRefusal({ code: 'file.markup', file: origin.file });
  }
  const dialect = chooseDialect(origin, head, loneReturns, options);
  return {
    source: {
      file: origin.file,
      format: 'csv',
      bytes: origin.bytes,
      sha256: origin.sha256,
      sheetName: null,
      sheetNames: [],
      delimiter: dialect.delimiter,
      encoding,
      notices: [],
    },
    batches: () => csvBatches(origin, encoding, dialect),
    close: async () => undefined,
  };
}

function chooseDialect(
  origin: SheetOrigin,
  head: string,
  loneReturns: boolean,
  { delimiter, quoteEscape = 'quote', knows = () => false }: OpenSheetOptions,
): CsvDialect {
  const newline = head.includes('\n') || !head.includes('\r') ? '\n' : '\r';
  const shape = { newline, quoteEscape, mixedLineEnds: loneReturns && newline === '\n' } as const;
  const declared = declaredDelimiter(head);
  if (declared !== null) return { ...shape, delimiter: delimiter ?? declared, separatorLine: true };
  if (delimiter !== undefined) return { ...shape, delimiter, separatorLine: false };
  const [best, ...others] = plausibleDelimiters(head, origin.bytes <= HEAD_BYTES, newline, knows);
  if (best === undefined) {
    const text = head.trimStart().split(/[\r\n]/, 1)[0] ?? '';
    throw new SheetRefusal({ code: 'csv.delimiter', file: origin.file, text });
  }
  if (others.length > 0) {
    throw new SheetRefusal({ code: 'csv.delimiters', file: origin.file, readings: [best, ...others] });
  }
  return { ...shape, delimiter: best.delimiter, separatorLine: false };
}

function* batchesOf(rows: readonly SheetRow[]): Generator<readonly SheetRow[]> {
  if (rows.length > 0 && rows.length <= BATCH_ROWS) yield rows;
  else for (let from = 0; from < rows.length; from += BATCH_ROWS) yield rows.slice(from, from + BATCH_ROWS);
}

async function* csvBatches(
  origin: SheetOrigin,
  encoding: TextEncoding,
  dialect: CsvDialect,
): AsyncGenerator<readonly SheetRow[]> {
  let ready: SheetRow[] = [];
  const rows = new CsvRows(origin.file, dialect);
  const parser = new RecordParser(origin.file, dialect, (fields, record, line, multiline) => {
    const row = rows.rowOf(fields, record, line, multiline);
    if (row !== null) ready.push(row);
  });
  for await (const text of decodedText(origin, encoding.name)) {
    parser.add(text);
    // Handed on at once: rows that wait for others outlive the youngest part of the heap, and are copied.
    yield* batchesOf(ready);
    ready = [];
  }
  parser.end();
  yield* batchesOf(ready);
  const after = await stat(origin.readFrom);
  if (after.mtimeMs !== origin.modifiedAt || after.size !== origin.bytes) {
    throw new SheetRefusal({ code: 'file.changed', file: origin.file });
  }
}
