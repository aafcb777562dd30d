import Papa from 'papaparse';
import type { CsvDialect } from './csvDialect.js';
import { type CutRecords, cutOf } from './cutRecords.js';
import { LineEndNormaliser } from './lineEnds.js';
import { plainRecords } from './plainRecords.js';
import { SheetRefusal } from './refusal.js';

const RETURN = 0x0d;

/** Text without the end of a record, in characters, after which a quote must have been left open. */
const LONGEST_RECORD = 8 * 1024 * 1024;

/** Records that follow each other in a file, cut out of its text. */
export interface RecordBlock extends CutRecords {
  /** The number of the first of them, from 1; blank lines count. */
  readonly first: number;
  /** The line that each begins on, from 1. */
  readonly lines: Uint32Array;
  /** Whether a field of them may hold a line end. */
  readonly multiline: boolean;
}

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { type: string; code: string; row: number; index: number }[];
  readonly meta: { readonly cursor: number };
}

/**
 * Cuts text into records as it comes. Papaparse's parser is called on each block that is not plain by itself, with the
 * unfinished record of the block before put in front: its streamer, which does the same, cannot be made to wait for the
 * reader (papaparse #1132) and takes half as long again.
 */
export class RecordParser {
  #rest = '';
  #record = 0;
  #line = 1;
  /** Length at which the rest is tried again: without it an open quote would be searched once for every block. */
  #tryAt = 0;
  readonly #normaliser: LineEndNormaliser | null;

  constructor(
    private readonly file: string,
    private readonly dialect: CsvDialect,
    private readonly sink: (records: RecordBlock) => void,
  ) {
    this.#normaliser = dialect.mixedLineEnds ? new LineEndNormaliser(dialect) : null;
  }

  /** Takes the next block of text; every record that ends in it goes to the sink. */
  add(text: string): void {
    const next = this.#normaliser ? this.#normaliser.add(text) : text;
    // Joined where it is read now: texts that are added up are kept in pieces, which each look at them has to go through.
    this.#rest = this.#tryAt > 0 ? this.#rest + next : [this.#rest, next].join('');
    if (this.#rest.length >= this.#tryAt) this.#parse(false);
  }

  end(): void {
    if (this.#normaliser) this.#rest += this.#normaliser.end();
    if (this.#rest !== '') this.#parse(true);
  }

  #parse(last: boolean): void {
    const { delimiter, newline, quoteEscape } = this.dialect;
    const plain = last || quoteEscape !== 'quote' ? null : plainRecords(this.#rest, delimiter, newline);
    if (plain !== null && (plain.records.ends.length > 0 || this.#rest.length <= LONGEST_RECORD)) {
      this.#give(plain.records, plain.multiline);
      this.#rest = this.#rest.slice(plain.cursor);
      this.#tryAt = plain.records.ends.length === 0 ? this.#rest.length * 2 : 0;
      return;
    }
    const config = { delimiter, newline, ...(quoteEscape === 'backslash' && { escapeChar: '\\' }) };
    const text = this.#rest;
    const { data, errors, meta } = new Papa.Parser(config).parse(text, 0, !last) as Parsed;
    // At its end the parser gives the empty field behind the last line end as a record of its own.
    if (last && data.length > 0 && endsWithLineEnd(text, newline, data)) data.pop();
    const [error] = errors;
    // Without its end a record may well look broken.
    if (error && (last || error.row < data.length)) this.#refuseQuotes(text, data, error.row, error.index);
    if (data.length === 0 && !last && text.length > LONGEST_RECORD) {
      this.#refuseQuotes(text, data, 0, text.indexOf('"'));
    }
    // As many line ends as records: none of them is inside a field, and no field needs to be searched.
    this.#give(cutOf(data), countOf(text, newline, last ? text.length : meta.cursor) > data.length);
    this.#rest = last ? '' : text.slice(meta.cursor);
    this.#tryAt = data.length === 0 ? this.#rest.length * 2 : 0;
  }

  #give(records: CutRecords, multiline: boolean): void {
    const { newline } = this.dialect;
    const { text, bounds, ends } = records;
    if (ends.length === 0) return;
    const lines = new Uint32Array(ends.length);
    const returns = newline === '\n' && text.includes('\r');
    let field = 0;
    for (let record = 0; record < ends.length; record += 1) {
      const end = ends[record] as number;
      // Records end at '\n' only, so a CRLF file leaves its '\r' on the last field.
      if (returns) withoutReturn(text, bounds, end - 1);
      lines[record] = this.#line;
      this.#line += 1;
      if (!multiline) continue;
      for (; field < end; field += 1) this.#line += lineEndsIn(text, newline, bounds, field);
    }
    this.sink({ ...records, first: this.#record + 1, lines, multiline });
    this.#record += ends.length;
  }

  /** `at` is where, in `text`, the trouble begins; `row` which of its records it is in. */
  #refuseQuotes(text: string, data: readonly string[][], row: number, at: number): never {
    const { newline, quoteEscape } = this.dialect;
    const place = { file: this.file, row: this.#record + row + 1 };
    const line = this.#line + countOf(text, newline, Math.max(0, at));
    const lineEnd = text.indexOf(newline, at);
    const around = text.slice(Math.max(0, at), lineEnd === -1 ? undefined : lineEnd);
    const backslash =
      quoteEscape === 'quote' && (/\\"/.test(around) || /\\"/.test(data[row]?.join(' ') ?? ''));
    throw new SheetRefusal({ code: backslash ? 'csv.backslash' : 'csv.quotes', ...place, line });
  }
}

/** How often a character stands in the first `end` characters. */
function countOf(text: string, char: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf(char); at !== -1 && at < end; at = text.indexOf(char, at + 1)) count += 1;
  return count;
}

function lineEndsIn(text: string, newline: string, bounds: Uint32Array, field: number): number {
  const end = bounds[2 * field + 1] as number;
  let count = 0;
  for (let at = text.indexOf(newline, bounds[2 * field]); at !== -1 && at < end; ) {
    count += 1;
    at = text.indexOf(newline, at + 1);
  }
  return count;
}

function withoutReturn(text: string, bounds: Uint32Array, field: number): void {
  const end = bounds[2 * field + 1] as number;
  if (end > (bounds[2 * field] as number) && text.charCodeAt(end - 1) === RETURN)
    bounds[2 * field + 1] = end - 1;
}

function endsWithLineEnd(text: string, newline: string, data: readonly string[][]): boolean {
  const last = data.at(-1);
  return last?.length === 1 && last[0] === '' && (text.endsWith(newline) || text === '');
}
