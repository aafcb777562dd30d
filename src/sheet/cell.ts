/**
 * One cell as the spreadsheet holds it: what kind it is and the text a person sees in it. Nothing is converted
 * here; what a cell means as a value is the mapping's business.
 */
export type Cell =
  | { readonly kind: 'empty'; readonly text: '' }
  | { readonly kind: 'text'; readonly text: string }
  /**
   * `number` as stored; `format` is the spreadsheet's number format (`0.00%`), when it has one. `computed`: it is a 0
   * that a formula gave, from another cell as it is (`taken`), which may be an empty one, or in another way.
   */
  | {
      readonly kind: 'number';
      readonly text: string;
      readonly number: number;
      readonly format?: string;
      readonly computed?: 'taken' | 'other';
    }
  /** `number` is the serial day in the 1900 system (ECMA-376 part 1, 18.17.4.1). */
  | { readonly kind: 'date'; readonly text: string; readonly number: number; readonly format: string }
  | { readonly kind: 'boolean'; readonly text: string; readonly boolean: boolean }
  /** A spreadsheet error such as `#N/A`. */
  | { readonly kind: 'error'; readonly text: string }
  /** A formula whose result was never computed; `text` is the formula. */
  | { readonly kind: 'uncomputed'; readonly text: string }
  /** What looks otherwise than it is held: parts of it are struck out or raised, its letters are white on white or those of a font of signs, or a format shows it otherwise. */
  | { readonly kind: 'styled'; readonly text: string }
  /** Covered by a merged cell: it shows the value of another cell, and holds none of its own. */
  | { readonly kind: 'merged'; readonly text: '' };

export const EMPTY_CELL: Cell = { kind: 'empty', text: '' };
export const MERGED_CELL: Cell = { kind: 'merged', text: '' };

/**
 * What a results sheet has in the place of such a cell: it holds no merged cells, and an empty one would ask for nothing
 * when it is given back. Read as what it stands for.
 */
export const MERGED_TEXT = '#MERGED!';
/** And before what a cell holds that shows otherwise, for the same reason: a results sheet would show it as it is held. */
export const STYLED_TEXT = '#STYLED!';

export function textCell(text: string): Cell {
  return text === '' ? EMPTY_CELL : { kind: 'text', text };
}

/** The text of a cell that holds text or nothing; `null` for any other. */
export function textOf({ kind, text }: Cell): string | null {
  return kind === 'text' || kind === 'empty' ? text : null;
}

export function numberCell(number: number): Cell {
  return { kind: 'number', text: String(number), number };
}

/** A cell that shows nothing: empty, or only white space. */
export function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || cell.kind === 'empty' || (cell.kind === 'text' && cell.text.trim() === '');
}

/** The position of a column that is named by its letters: A -> 0; `null` when the text is not such a name. */
export function columnOfLetters(text: string): number | null {
  if (!/^[A-Z]{1,3}$/i.test(text)) return null;
  return [...text.toUpperCase()].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The letters by which spreadsheets name a column: 0 -> A, 25 -> Z, 26 -> AA. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
