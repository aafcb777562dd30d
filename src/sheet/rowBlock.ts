import { type Cell, EMPTY_CELL, textCell } from './cell.js';
import type { SheetRow } from './sheet.js';

/**
 * Rows of a text file, as they cross from the thread that reads it: a handful of flat arrays and one text instead of a
 * text a cell, which would be copied one by one.
 */
export interface RowBlock {
  /** The beginning and the end of each cell in `text`. */
  readonly text: string;
  readonly bounds: Uint32Array;
  /** Of each row, the place of its first cell and how many it has; its number, and the line it begins on. */
  readonly firsts: Uint32Array;
  readonly widths: Uint32Array;
  readonly numbers: Uint32Array;
  readonly lines: Uint32Array;
}

/** The rows from one place to before another. */
export function rowsOf(block: RowBlock, from: number, to: number): SheetRow[] {
  const { text, bounds, firsts, widths, numbers, lines } = block;
  const rows: SheetRow[] = [];
  for (let row = from; row < to; row += 1) {
    const fields: string[] = [];
    let at = 2 * (firsts[row] as number);
    for (let left = widths[row] as number; left > 0; left -= 1, at += 2) {
      fields.push(text.slice(bounds[at], bounds[at + 1]));
    }
    rows.push(new TextRow(numbers[row] as number, lines[row] as number, fields));
  }
  return rows;
}

/** A row of a text file, whose cells are made when they are asked for: most columns of most sheets never are. */
class TextRow implements SheetRow {
  constructor(
    readonly number: number,
    readonly line: number,
    private readonly fields: readonly string[],
  ) {}

  get width(): number {
    return this.fields.length;
  }

  cell(index: number): Cell {
    const field = this.fields[index];
    return field === undefined || field === '' ? EMPTY_CELL : { kind: 'text', text: field };
  }

  text(index: number): string {
    return this.fields[index] ?? '';
  }

  get cells(): readonly Cell[] {
    return this.fields.map(textCell);
  }
}
