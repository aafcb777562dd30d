import { type Cell, EMPTY_CELL } from './cell.js';
import type { SheetRow } from './sheet.js';

/**
 * Rows of a text file, as they cross from the thread that reads it: numbers and one text instead of a text a cell, which
 * would be copied one by one.
 */
export interface RowBlock {
  /** The text in which the cells stand. */
  readonly text: string;
  readonly rows: number;
  /**
   * Four numbers a row: the place of its first cell, how many it has, its number, and the line it begins on; behind
   * them, for each cell, where it begins and ends in `text`. One array, because each is handed over by itself.
   */
  readonly numbers: Uint32Array;
}

export const NUMBERS_A_ROW = 4;

/** The rows from one place to before another. */
export function rowsOf({ text, rows: count, numbers }: RowBlock, from: number, to: number): SheetRow[] {
  const cells = count * NUMBERS_A_ROW;
  const rows: SheetRow[] = [];
  for (let row = from; row < to; row += 1) {
    const at = row * NUMBERS_A_ROW;
    const bounds = cells + 2 * (numbers[at] as number);
    const width = numbers[at + 1] as number;
    rows.push(
      new TextRow(numbers[at + 2] as number, numbers[at + 3] as number, width, text, numbers, bounds),
    );
  }
  return rows;
}

/** A row of a text file, whose fields are made each time they are asked for: most of them are once, or never. */
class TextRow implements SheetRow {
  constructor(
    readonly number: number,
    readonly line: number,
    readonly width: number,
    private readonly block: string,
    private readonly numbers: Uint32Array,
    private readonly bounds: number,
  ) {}

  cell(index: number): Cell {
    const text = this.text(index);
    return text === '' ? EMPTY_CELL : { kind: 'text', text };
  }

  text(index: number): string {
    if (index >= this.width) return '';
    const at = this.bounds + 2 * index;
    return this.block.slice(this.numbers[at], this.numbers[at + 1]);
  }

  isEmpty(index: number): boolean {
    const at = this.bounds + 2 * index;
    return index >= this.width || this.numbers[at] === this.numbers[at + 1];
  }

  get cells(): readonly Cell[] {
    return Array.from({ length: this.width }, (_, index) => this.cell(index));
  }
}
