import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import Papa from 'papaparse';
import { type Cell, EMPTY_CELL } from './cell.js';
import { type CsvDialect, detectDialect } from './csvDialect.js';
import { SheetRefusal } from './refusal.js';
import type { Sheet, SheetOrigin, SheetRow } from './sheet.js';
import { decodedText, HEAD_BYTES, readHeadText } from './utf8Text.js';

const BATCH_ROWS = 1000;
/** Parsed batches that may wait before the file is read further. */
const WAITING_BATCHES = 4;
/** Text without the end of a record, in characters, after which a quote must have been left open. */
const LONGEST_RECORD = 8 * 1024 * 1024;

export async function openCsv(origin: SheetOrigin, delimiter: string | undefined): Promise<Sheet> {
  const head = await readHeadText(origin);
  const detected = detectDialect(head, origin.bytes <= HEAD_BYTES);
  if (delimiter === undefined && detected === null) {
    throw new SheetRefusal({
      code: 'csv.delimiter',
      file: origin.file,
      text: head.split(/[\r\n]/, 1)[0] ?? '',
    });
  }
  const newline = head.includes('\n') || !head.includes('\r') ? '\n' : '\r';
  const dialect: CsvDialect = {
    delimiter: delimiter ?? detected?.delimiter ?? ',',
    newline,
    separatorLine: detected?.separatorLine ?? false,
  };
  return {
    source: {
      file: origin.file,
      format: 'csv',
      bytes: origin.bytes,
      sha256: origin.sha256,
      sheetName: null,
      sheetNames: [],
      delimiter: dialect.delimiter,
    },
    batches: () => csvBatches(origin, dialect),
  };
}

/**
 * Papaparse is fed by a source that stops while batches wait: its own `pause()` reads the whole file into
 * memory all the same (papaparse #1132).
 */
async function* csvBatches(origin: SheetOrigin, dialect: CsvDialect): AsyncGenerator<readonly SheetRow[]> {
  const ready: SheetRow[][] = [];
  let batch: SheetRow[] = [];
  let failure: unknown = null;
  let finished = false;
  let wake: () => void = () => undefined;
  let feed: () => void = () => undefined;
  let charactersSinceRecord = 0;
  const rows = new RowBuilder(origin.file, dialect);

  const abort = new AbortController();
  async function* source(): AsyncGenerator<string> {
    for await (const text of decodedText(origin)) {
      while (ready.length >= WAITING_BATCHES && !abort.signal.aborted) {
        await new Promise<void>((resolve) => {
          feed = resolve;
        });
      }
      if (abort.signal.aborted) return;
      charactersSinceRecord += text.length;
      if (charactersSinceRecord > LONGEST_RECORD) throw rows.unclosedQuote();
      yield text;
    }
  }

  const stop = (error: unknown) => {
    failure ??= error;
    finished = true;
    wake();
  };
  Papa.parse<string[]>(Readable.from(source()), {
    header: false,
    delimiter: dialect.delimiter,
    newline: dialect.newline,
    skipEmptyLines: false,
    step: (result, parser) => {
      charactersSinceRecord = 0;
      try {
        if (result.errors.some((error) => error.type === 'Quotes')) throw rows.unclosedQuote();
        const row = rows.next(result.data);
        if (row) batch.push(row);
      } catch (error) {
        stop(error);
        parser.abort();
        return;
      }
      if (batch.length >= BATCH_ROWS) {
        ready.push(batch);
        batch = [];
        wake();
      }
    },
    complete: () => stop(null),
    error: (error) => stop(error),
  });

  try {
    for (;;) {
      const next = ready.shift();
      if (next) {
        feed();
        yield next;
      } else if (finished) {
        if (failure !== null) throw failure;
        if (batch.length > 0) yield batch;
        break;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    abort.abort();
    feed();
  }
  const after = await stat(origin.readFrom);
  if (after.mtimeMs !== origin.modifiedAt || after.size !== origin.bytes) {
    throw new SheetRefusal({ code: 'file.changed', file: origin.file });
  }
}

/** Gives each record its row number (as a spreadsheet counts, blank lines included) and its physical line. */
class RowBuilder {
  #record = 0;
  #line = 1;

  constructor(
    private readonly file: string,
    private readonly dialect: CsvDialect,
  ) {}

  next(fields: string[]): SheetRow | null {
    this.#record += 1;
    const line = this.#line;
    const last = fields.length - 1;
    // Records end at '\n' only, so a CRLF file leaves its '\r' on the last field.
    if (this.dialect.newline === '\n' && fields[last]?.endsWith('\r'))
      fields[last] = fields[last].slice(0, -1);
    let blank = true;
    const cells: Cell[] = new Array(fields.length);
    let lineBreaks = 0;
    for (let i = 0; i < fields.length; i += 1) {
      const text = fields[i] ?? '';
      if (text === '') {
        cells[i] = EMPTY_CELL;
        continue;
      }
      if (text.includes(this.dialect.newline)) lineBreaks += text.split(this.dialect.newline).length - 1;
      if (blank && text.trim() !== '') blank = false;
      cells[i] = { kind: 'text', text };
    }
    this.#line += 1 + lineBreaks;
    if (this.dialect.separatorLine && this.#record === 1) return null;
    if (blank) return null;
    return { number: this.#rowNumber(this.#record), line, cells };
  }

  unclosedQuote(): SheetRefusal {
    const row = this.#rowNumber(this.#record + 1);
    return new SheetRefusal({ code: 'csv.quotes', file: this.file, row, line: this.#line });
  }

  #rowNumber(record: number): number {
    return this.dialect.separatorLine ? record - 1 : record;
  }
}
