import type { Cell } from './cell.js';

export type SheetFormat = 'csv' | 'xlsx';

/** One row of a sheet. Rows without any text are not given. */
export interface SheetRow {
  /** The row's number as the spreadsheet program shows it, from 1. */
  readonly number: number;
  /** The physical line on which the row begins, from 1, in a text file; `null` in a workbook. */
  readonly line: number | null;
  readonly cells: readonly Cell[];
}

/** What the bytes turned out to be. */
export interface SheetSource {
  /** The path as the user gave it. */
  readonly file: string;
  readonly format: SheetFormat;
  /** Size in bytes. */
  readonly bytes: number;
  /** SHA-256 of the whole file, in hexadecimal: a plan is bound to it. */
  readonly sha256: string;
  /** The tab that is read, and all tabs that hold data; `null` and empty for a text file. */
  readonly sheetName: string | null;
  readonly sheetNames: readonly string[];
  /** Field separator of a text file; `null` for a workbook. */
  readonly delimiter: string | null;
}

/** A spreadsheet that was opened and recognised, whose rows can be walked any number of times. */
export interface Sheet {
  readonly source: SheetSource;
  /**
   * All rows that hold any text, in order, in batches of up to 1,000: a walk of a million rows costs a thousand
   * awaits, not a million. Throws `SheetRefusal` when the rest of the file turns out to be damaged.
   */
  batches(): AsyncIterable<readonly SheetRow[]>;
}

export interface OpenSheetOptions {
  /** The tab to read; needed only when several hold data. */
  readonly sheet?: string;
  /** Field separator of a text file; decided from the file when absent. */
  readonly delimiter?: string;
  /**
   * Where to put a private copy of the file (mode 0600) that is then read instead of the original, so that an
   * edit in the middle of a run cannot change what the run reads.
   */
  readonly snapshot?: string;
}

/** Where a sheet's bytes are: `file` is the name people know, `readFrom` the bytes that are read. */
export interface SheetOrigin {
  readonly file: string;
  readonly readFrom: string;
  readonly bytes: number;
  /** ms since the epoch, when it was opened. */
  readonly modifiedAt: number;
  readonly sha256: string;
}
