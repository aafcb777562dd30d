import { stat } from 'node:fs/promises';
import type { CsvDialect } from './csvDialect.js';
import { RecordParser } from './csvRecords.js';
import { CsvRows } from './csvRows.js';
import { decodedText } from './decodedText.js';
import type { Encoding } from './encoding.js';
import { SheetRefusal } from './refusal.js';
import type { RowBlock } from './rowBlock.js';
import type { SheetOrigin } from './sheet.js';

/** What must be known of a text file to cut it into rows. */
export interface CsvSource {
  readonly origin: SheetOrigin;
  readonly encoding: Encoding;
  readonly dialect: CsvDialect;
}

/** The rows of a text file in order, some at a time. Throws `SheetRefusal` where the file is damaged or was changed. */
export async function* csvBlocks({ origin, encoding, dialect }: CsvSource): AsyncGenerator<RowBlock> {
  let ready: RowBlock[] = [];
  const rows = new CsvRows(origin.file, dialect);
  const parser = new RecordParser(origin.file, dialect, (records) => ready.push(rows.rowsOf(records)));
  for await (const text of decodedText(origin, encoding)) {
    parser.add(text);
    yield* ready;
    ready = [];
  }
  parser.end();
  yield* ready;
  const after = await stat(origin.readFrom);
  if (after.mtimeMs !== origin.modifiedAt || after.size !== origin.bytes) {
    throw new SheetRefusal({ code: 'file.changed', file: origin.file });
  }
}
