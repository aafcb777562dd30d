import type { CsvDialect } from './csvDialect.js';
import type { RecordBlock } from './csvRecords.js';
import { type CutRecords, fieldsOf } from './cutRecords.js';
import { MOST_COLUMNS, MOST_ROWS } from './extent.js';
import { RecordHabits } from './recordHabits.js';
import { SheetRefusal } from './refusal.js';
import { NUMBERS_A_ROW, type RowBlock } from './rowBlock.js';

/** Turns records into rows, and finds the records that swallowed their neighbours. */
export class CsvRows {
  /** Fields of the first record that is divided; what its neighbours are held against. */
  #width = 0;
  /** Of the block that was looked at last. */
  #habits: { readonly of: RecordBlock; readonly habits: RecordHabits } | null = null;

  constructor(
    private readonly file: string,
    private readonly dialect: CsvDialect,
  ) {}

  /** The rows of these records: all but blank ones and the line that names the separator. */
  rowsOf(records: RecordBlock): RowBlock {
    const { text, bounds, ends } = records;
    const about = new Uint32Array(ends.length * NUMBERS_A_ROW);
    let at = 0;
    let first = 0;
    for (let record = 0; record < ends.length; record += 1) {
      const end = ends[record] as number;
      const number = this.#numberOf(records, record, first, end);
      if (number !== null) {
        about[at] = first;
        about[at + 1] = end - first;
        about[at + 2] = number;
        about[at + 3] = records.lines[record] as number;
        at += NUMBERS_A_ROW;
      }
      first = end;
    }
    const numbers = new Uint32Array(at + bounds.length);
    numbers.set(about.subarray(0, at));
    numbers.set(bounds, at);
    return { text, rows: at / NUMBERS_A_ROW, numbers };
  }

  /** The number of a record's row; `null` when it is none. */
  #numberOf(records: RecordBlock, record: number, first: number, end: number): number | null {
    const separatorLine = this.dialect.separatorLine ? 1 : 0;
    const number = records.first + record - separatorLine;
    if (number === 0) return null;
    const line = records.lines[record] as number;
    if (number > MOST_ROWS) this.#refuseSize('csv.tooManyRows', line, MOST_ROWS);
    if (isBlankRecord(records, first, end)) return null;
    const width = end - first;
    if (width > MOST_COLUMNS) this.#refuseSize('csv.tooManyColumns', line, MOST_COLUMNS);
    if (this.#width === 0 && width > 1) this.#width = width;
    if (records.multiline) this.#refusePairedQuotes(records, record, number);
    return number;
  }

  /**
   * A quote that is never closed pairs up with the next one, rows further down, and all between them becomes one
   * field: papaparse reports nothing. Such a field, cut at its line ends, gives back records of the full width;
   * or it leaves its own record with too few or too many fields. So may a note of some lines: see `RecordHabits`.
   */
  #refusePairedQuotes(records: RecordBlock, record: number, row: number): void {
    const fields = fieldsOf(records, record);
    const line = records.lines[record] as number;
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at] as string;
      if (!field.includes(this.dialect.newline)) continue;
      const pieces = field.split(this.dialect.newline).map((piece) => piece.split(this.dialect.delimiter));
      const [first = [], ...rest] = pieces;
      const last = rest.at(-1) ?? [];
      if (first.length + last.length + rest.slice(0, -1).flat().length <= pieces.length) continue;
      const whole = (width: number) => width === this.#width;
      const likeRecords =
        whole(at + first.length) &&
        rest.slice(0, -1).every((piece) => whole(piece.length)) &&
        whole(last.length + fields.length - at - 1);
      if (!likeRecords && fields.length === this.#width) continue;
      if (!this.#habitsOf(records).areRecords(pieces, this.dialect.delimiter)) continue;
      throw new SheetRefusal({
        code: 'csv.pairedQuotes',
        file: this.file,
        row,
        line,
        lastLine: line + pieces.length - 1,
        text: field.split(this.dialect.newline, 1)[0] ?? '',
      });
    }
  }

  #habitsOf(records: RecordBlock): RecordHabits {
    if (this.#habits?.of !== records) this.#habits = { of: records, habits: new RecordHabits(records) };
    return this.#habits.habits;
  }

  #refuseSize(code: 'csv.tooManyRows' | 'csv.tooManyColumns', line: number, limit: number): never {
    throw new SheetRefusal({ code, file: this.file, line, limit });
  }
}

function isBlankRecord({ text, bounds }: CutRecords, first: number, end: number): boolean {
  for (let field = first; field < end; field += 1) {
    const from = bounds[2 * field] as number;
    const to = bounds[2 * field + 1] as number;
    if (from === to) continue;
    const code = text.charCodeAt(from);
    // A printable sign needs no closer look.
    if ((code > 0x20 && code < 0x7f) || text.slice(from, to).trim() !== '') return false;
  }
  return true;
}
