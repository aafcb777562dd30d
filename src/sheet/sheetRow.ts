import { type Cell, EMPTY_CELL, textCell, textOf } from './cell.js';
import type { SheetRow } from './sheet.js';

/** A row whose cells are known. */
export function sheetRow(number: number, line: number | null, cells: readonly Cell[]): SheetRow {
  const cell = (index: number) => cells[index] ?? EMPTY_CELL;
  return { number, line, cells, width: cells.length, cell, text: (index) => textOf(cell(index)) };
}

/** A row of a text file, whose cells are made when they are asked for: most columns of most sheets never are. */
export class TextRow implements SheetRow {
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
