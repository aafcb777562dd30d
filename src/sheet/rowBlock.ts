import { type Cell, EMPTY_CELL } from './cell.js';
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
    const width = widths[row] as number;
    const number = numbers[row] as number;
    rows.push(new TextRow(number, lines[row] as number, width, text, bounds, 2 * (firsts[row] as number)));
  }
  return rows;
}

/** A row of a text file, whose fields are made when they are asked for: most columns of most sheets never are. */
class TextRow implements SheetRow {
  /** Those that were asked for: some are, several times. */
  private readonly fields: string[];

  constructor(
    readonly number: number,
    readonly line: number,
    readonly width: number,
    private readonly block: string,
    private readonly bounds: Uint32Array,
    private readonly at: number,
  ) {
    this.fields = new Array(width);
  }

  cell(index: number): Cell {
    const text = this.text(index);
    return text === '' ? EMPTY_CELL : { kind: 'text', text };
  }

  text(index: number): string {
    if (index >= this.width) return '';
    const known = this.fields[index];
    if (known !== undefined) return known;
    const at = this.at + 2 * index;
    const text = this.block.slice(this.bounds[at], this.bounds[at + 1]);
    this.fields[index] = text;
    return text;
  }

  get cells(): readonly Cell[] {
    return Array.from({ length: this.width }, (_, index) => this.cell(index));
  }
}
