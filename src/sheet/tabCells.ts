import { columnOfLetters } from './cell.js';

/** A cell in the XML of a tab: where it stands, from 0, and the place of its format in the workbook's list. */
export interface TabCell {
  readonly row: number;
  readonly column: number;
  readonly format: number;
}

const ROW_OR_CELL = /<(?:\w+:)?(row|c)(?=[\s/>])([^<>]*)/g;
const PLACE = /\sr\s*=\s*["']([A-Z]*)(\d+)["']/;
const STYLE = /\ss\s*=\s*["'](\d+)["']/;

/** The cells of a tab by its XML. What says no place stands behind the one before, and what says no format has the first. */
export function* tabCells(xml: string): Generator<TabCell> {
  let row = -1;
  let column = -1;
  for (const [, name, attributes = ''] of xml.matchAll(ROW_OR_CELL)) {
    const [, letters = '', number] = PLACE.exec(attributes) ?? [];
    if (name === 'row') {
      row = number === undefined ? row + 1 : Number(number) - 1;
      column = -1;
    } else {
      column = columnOfLetters(letters) ?? column + 1;
      yield { row, column, format: Number(STYLE.exec(attributes)?.[1] ?? 0) };
    }
  }
}
