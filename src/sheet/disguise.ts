/**
 * How a cell's format lets it look otherwise than what it holds: its letters are as white as the ground, its font has
 * signs in the place of letters, or what it holds is repeated across the cell, so that 5 looks like 5555.
 */
export type Disguise = 'unseen' | 'symbols' | 'repeated';

/** What a format does to a cell, in the words of the file it comes from. */
export interface FormatLook {
  /** Whether its letters are white. */
  readonly white: boolean;
  /** Whether it has a colour as its ground. */
  readonly filled: boolean;
  readonly symbols: boolean;
  readonly repeats: boolean;
}

export function disguiseOf({ white, filled, symbols, repeats }: FormatLook): Disguise | null {
  if (white && !filled) return 'unseen';
  return symbols ? 'symbols' : repeats ? 'repeated' : null;
}

/** Fonts of Windows, Office and PostScript in which a letter shows a sign: `ü` of Wingdings is a tick. */
const SYMBOL_FONT =
  /^(?:Wingdings(?: [23])?|Webdings|Symbol|Marlett|MT Extra|(?:ITC )?Zapf ?Dingbats|Monotype Sorts|Bookshelf Symbol 7)$/i;

export function isSymbolFont(name: string): boolean {
  return SYMBOL_FONT.test(name);
}

/** Cells of a tab that their formats disguise. */
export class DisguisedCells {
  readonly #rows = new Map<number, [column: number, disguise: Disguise][]>();

  /** Whether it has tables, whose style may colour the ground of headers. */
  hasTables = false;

  /** Row and column from 0. */
  add(row: number, column: number, disguise: Disguise): void {
    const columns = this.#rows.get(row);
    if (columns) columns.push([column, disguise]);
    else this.#rows.set(row, [[column, disguise]]);
  }

  in(row: number): readonly (readonly [column: number, disguise: Disguise])[] {
    return this.#rows.get(row) ?? [];
  }
}
