import { csvBlocks } from './csvBlocks.js';
import { type CsvDialect, declaredDelimiter, plausibleDelimiters } from './csvDialect.js';
import type { CsvThread } from './csvThread.js';
import { HEAD_BYTES, readHeadText } from './decodedText.js';
import type { TextEncoding } from './encoding.js';
import { SheetRefusal } from './refusal.js';
import { type RowBlock, rowsOf } from './rowBlock.js';
import type { OpenSheetOptions, Sheet, SheetOrigin, SheetRow } from './sheet.js';

const BATCH_ROWS = 1000;

/** Letters of a line that are shown of a text that no separator divides: a file of another kind may be one long line. */
const SHOWN_LENGTH = 200;

/**
 * Opens a text file whose encoding is known. `loneReturns`: it holds CR without LF somewhere (see `textScan`). A large
 * one is read in `thread`, which is closed with it.
 */
export async function openCsv(
  origin: SheetOrigin,
  encoding: TextEncoding,
  loneReturns: boolean,
  options: OpenSheetOptions,
  thread: CsvThread | null,
): Promise<Sheet> {
  const head = await readHeadText(origin, encoding.name);
  if (head.trim() === '') throw new SheetRefusal({ code: 'file.empty', file: origin.file });
  if (/^\s*<(!doctype|\?xml|html|table)/i.test(head)) {
    throw new SheetRefusal({ code: 'file.markup', file: origin.file });
  }
  const dialect = chooseDialect(origin, head, loneReturns, options);
  const source = { origin, encoding: encoding.name, dialect };
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
    batches: () => batchesOf(thread ? thread.blocks(source) : csvBlocks(source)),
    close: async () => thread?.close(),
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
    const [line = ''] = head.trimStart().split(/[\r\n]/, 1);
    const text = line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}…` : line;
    throw new SheetRefusal({ code: 'csv.delimiter', file: origin.file, text });
  }
  if (others.length > 0) {
    throw new SheetRefusal({ code: 'csv.delimiters', file: origin.file, readings: [best, ...others] });
  }
  return { ...shape, delimiter: best.delimiter, separatorLine: false };
}

async function* batchesOf(blocks: AsyncIterable<RowBlock>): AsyncGenerator<readonly SheetRow[]> {
  for await (const block of blocks) {
    // Handed on at once: rows that wait for others outlive the youngest part of the heap, and are copied.
    for (let from = 0; from < block.rows; from += BATCH_ROWS) {
      yield rowsOf(block, from, Math.min(block.rows, from + BATCH_ROWS));
    }
  }
}
