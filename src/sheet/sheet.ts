import type { Cell } from './cell.js';
import type { Encoding, TextEncoding } from './encoding.js';

/** The formats that can be written. */
export type SheetFormat = 'csv' | 'xlsx';
/** The formats that can be read, by what the bytes are. */
export type SourceFormat = SheetFormat | 'xlsm' | 'xls' | 'xlsb' | 'ods';

/** One row of a sheet. Rows without any text are not given. */
export interface SheetRow {
  /** The row's number as the spreadsheet program shows it, from 1. */
  readonly number: number;
  /** The physical line on which the row begins, from 1, in a text file; `null` in a workbook. */
  readonly line: number | null;
  /** How many cells it has. */
  readonly width: number;
  /** The cell at a position from 0; an empty one beyond the last. Cheaper than `cells` where few are wanted. */
  cell(index: number): Cell;
  /** What is written in a cell that holds text or nothing; `null` for any other. Cheaper than `cell`. */
  text(index: number): string | null;
  /** Whether the cell holds nothing at all. Makes neither the cell nor its text. */
  isEmpty(index: number): boolean;
  readonly cells: readonly Cell[];
}

/** What the bytes turned out to be. */
export interface SheetSource {
  /** The path as the user gave it. */
  readonly file: string;
  readonly format: SourceFormat;
  /** Size in bytes. */
  readonly bytes: number;
  /** SHA-256 of the whole file, in hexadecimal: a plan is bound to it. */
  readonly sha256: string;
  /** The tab that is read, and all tabs that hold data; `null` and empty for a text file. */
  readonly sheetName: string | null;
  readonly sheetNames: readonly string[];
  /** Field separator of a text file; `null` for a workbook. */
  readonly delimiter: string | null;
  /** How a text file's bytes are read; `null` for a workbook. */
  readonly encoding: TextEncoding | null;
  /** What a careful person would want to know of the file before trusting what was read from it. */
  readonly notices: readonly SheetNotice[];
}

/** Something about the file that did not stop it from being read. `rows` and `columns` are as people see them. */
export type SheetNotice =
  | { code: 'notice.hiddenRows'; hidden: number; filtered: boolean; used: 'include' | 'skip' }
  /** `volatile`: of formulas that give another result at another time. */
  | { code: 'notice.hiddenColumns' | 'notice.volatile'; columns: readonly string[] }
  | { code: 'notice.hiddenSheets'; sheets: readonly string[] }
  | { code: 'notice.date1904' | 'notice.links' }
  /** Cells that hold only a comment, a picture or a checkbox: nothing is read from them. */
  | { code: 'notice.commentsOnly'; cells: readonly string[] };

/** A spreadsheet that was opened and recognised, whose rows can be walked any number of times. */
export interface Sheet {
  readonly source: SheetSource;
  /**
   * All rows that hold any text, in order, in batches of up to 1,000: a walk of a million rows costs a thousand
   * awaits, not a million. Throws `SheetRefusal` when the rest of the file turns out to be damaged.
   */
  batches(): AsyncIterable<readonly SheetRow[]>;
  /** Gives back what holds the rows; they cannot be walked any more. Safe to call twice. */
  close(): Promise<void>;
}

export interface OpenSheetOptions {
  /** The tab to read; needed only when several hold data. */
  readonly sheet?: string;
  /** Field separator of a text file; decided from the file when absent. */
  readonly delimiter?: string;
  /** Encoding of a text file; decided from the file when absent. */
  readonly encoding?: Encoding;
  /** How a quotation mark inside a quoted field is written: doubled, as RFC 4180 has it, or behind a backslash. */
  readonly quoteEscape?: 'quote' | 'backslash';
  /** Whether rows that a person has hidden or filtered away are read; needed only when there are any. */
  readonly hidden?: 'include' | 'skip';
  /** Whether a text is a header that the caller knows: it tells the field separator where several would do. */
  readonly knows?: (header: string) => boolean;
  /**
   * Where to put a private copy of the file (mode 0600) that is then read instead of the original, so that an
   * edit in the middle of a run cannot change what the run reads.
   */
  readonly snapshot?: string;
  /** What parsing a workbook may take at most; beyond it the workbook is refused. */
  readonly workbookLimits?: WorkbookLimits;
}

/** Bounds for a workbook that is small on the disk and takes everything when it is parsed. */
export interface WorkbookLimits {
  readonly memoryMb: number;
  readonly milliseconds: number;
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
