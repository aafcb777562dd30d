import type { CsvDialect } from './csvDialect.js';
import { MOST_COLUMNS, MOST_ROWS } from './extent.js';
import { SheetRefusal } from './refusal.js';
import type { SheetRow } from './sheet.js';
import { TextRow } from './sheetRow.js';

/** Turns records into rows, and finds the records that swallowed their neighbours. */
export class CsvRows {
  /** Fields of the first record that is divided; what its neighbours are held against. */
  #width = 0;

  constructor(
    private readonly file: string,
    private readonly dialect: CsvDialect,
  ) {}

  /** The row of a record; `null` for a blank one and for the line that names the separator. */
  rowOf(fields: string[], record: number, line: number, multiline: boolean): SheetRow | null {
    if (this.dialect.separatorLine && record === 1) return null;
    const number = this.dialect.separatorLine ? record - 1 : record;
    if (number > MOST_ROWS) this.#refuseSize('csv.tooManyRows', line, MOST_ROWS);
    if (isBlankRecord(fields)) return null;
    if (fields.length > MOST_COLUMNS) this.#refuseSize('csv.tooManyColumns', line, MOST_COLUMNS);
    if (this.#width === 0 && fields.length > 1) this.#width = fields.length;
    if (multiline) this.#refusePairedQuotes(fields, number, line);
    return new TextRow(number, line, fields);
  }

  /**
   * A quote that is never closed pairs up with the next one, rows further down, and all between them becomes one
   * field: papaparse reports nothing. Such a field, cut at its line ends, gives back records of the full width;
   * or it leaves its own record with too few or too many fields.
   */
  #refusePairedQuotes(fields: readonly string[], row: number, line: number): void {
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

  #refuseSize(code: 'csv.tooManyRows' | 'csv.tooManyColumns', line: number, limit: number): never {
    throw new SheetRefusal({ code, file: this.file, line, limit });
  }
}

function isBlankRecord(fields: readonly string[]): boolean {
  for (const field of fields) if (field !== '' && field.trim() !== '') return false;
  return true;
}
