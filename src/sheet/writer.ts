import type { Cell } from './cell.js';
import type { SheetFormat } from './sheet.js';

/** The colours a written cell can have in a workbook; a text file has none. */
export type Tint = 'green' | 'grey' | 'red' | 'amber' | 'heading';

export type OutputCell = Cell & { readonly tint?: Tint };

/** One tab of the file: rows are written in order, the header first. */
export interface TabWriter {
  row(cells: readonly OutputCell[]): Promise<void>;
}

/** Which tab: `results` gets a frozen header and a filter, `summary` is plain. */
export interface TabOptions {
  readonly name: string;
  readonly purpose: 'results' | 'summary';
  /** Column widths in characters. */
  readonly widths: readonly number[];
}

/** A sheet being written. Nothing appears under its name until `finish`. */
export interface SheetWriter {
  /** Whether a second tab can be added. */
  readonly tabs: boolean;
  tab(options: TabOptions): TabWriter;
  /** Syncs and renames; the file is there, whole, or not at all. Returns the path that was written. */
  finish(): Promise<string>;
  /** Gives up: removes what was written so far. */
  discard(): Promise<void>;
}

export interface WriteSheetOptions {
  readonly format: SheetFormat;
  /** Field separator of a text file; ignored for a workbook. */
  readonly delimiter: string | null;
  /** The date that a workbook bears inside: given, the same rows make the same bytes. */
  readonly date?: Date;
}
