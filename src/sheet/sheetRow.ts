import { type Cell, EMPTY_CELL, textOf } from './cell.js';
import type { SheetRow } from './sheet.js';

/** A row whose cells are known. */
export function sheetRow(number: number, line: number | null, cells: readonly Cell[]): SheetRow {
  const cell = (index: number) => cells[index] ?? EMPTY_CELL;
  const text = (index: number) => textOf(cell(index));
  const isEmpty = (index: number) => cell(index).kind === 'empty';
  return { number, line, cells, width: cells.length, cell, text, isEmpty };
}
