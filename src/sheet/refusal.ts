import type { Encoding } from './encoding.js';
import type { EncodingReading } from './encodingGuess.js';

/** Why a file cannot be read as a sheet; the sentence is made from it by `messages`. */
export type SheetRefusalFact =
  | { code: 'file.missing' | 'file.folder' | 'file.unreadable' | 'file.special'; file: string }
  | {
      code: 'file.empty' | 'file.binary' | 'file.utf32' | 'file.password' | 'file.lock' | 'file.plan';
      file: string;
    }
  /** Of another kind that people have lists in: `pointer` is what Google Drive puts on a disk for a sheet that is not there. */
  | { code: 'file.json' | 'file.pointer' | 'file.pdf' | 'file.numbers' | 'file.document'; file: string }
  | { code: 'file.markup' | 'file.notWorkbook' | 'file.changed' | 'file.oldDocument'; file: string }
  | { code: 'file.tooLarge'; file: string; bytes: number; limit: number }
  | CsvRefusalFact
  | WorkbookRefusalFact
  /** `option` is the one that named the file, `out` unless it is said. */
  | { code: 'out.exists' | 'out.folder'; file: string; option?: 'out' | 'report' }
  | { code: 'out.isInput' | 'out.notPage'; file: string }
  | { code: 'out.format'; file: string; format: string }
  | { code: 'out.damaged'; file: string; expected: number; found: number | null };

/** `row` is the number a spreadsheet shows, `line` the physical line of the text file. */
type CsvRefusalFact =
  /** No encoding explains all bytes, or only one that is too rare to be taken unasked. */
  | {
      code: 'csv.encoding';
      file: string;
      line: number;
      readings: readonly EncodingReading[];
      clear: boolean;
    }
  | { code: 'csv.mixedEncoding'; file: string; line: number; utf8Line: number | null }
  /** `line` is the first whose bytes are not of the encoding that the file has or the user named. */
  | { code: 'csv.damaged'; file: string; encoding: Encoding; line: number }
  | { code: 'csv.quotes' | 'csv.backslash'; file: string; row: number; line: number }
  /** A quoted field that holds line ends and separators just as whole records would. */
  | { code: 'csv.pairedQuotes'; file: string; row: number; line: number; lastLine: number; text: string }
  | { code: 'csv.delimiter'; file: string; text: string }
  | { code: 'csv.delimiters'; file: string; readings: readonly DelimiterReading[] }
  | { code: 'csv.tooManyRows' | 'csv.tooManyColumns'; file: string; line: number; limit: number };

/** How the first records look when they are divided by this separator. */
export interface DelimiterReading {
  readonly delimiter: string;
  readonly records: readonly (readonly string[])[];
}

type WorkbookRefusalFact =
  | { code: 'xlsx.noData'; file: string }
  | { code: 'xlsx.severalSheets'; file: string; sheets: readonly string[] }
  | { code: 'xlsx.noSuchSheet'; file: string; sheet: string; sheets: readonly string[] }
  | { code: 'xlsx.emptySheet'; file: string; sheet: string }
  /** The container is not what a spreadsheet program writes: `what` says which part or limit. */
  | { code: 'xlsx.suspicious'; file: string; what: SuspiciousContainer; entry: string | null }
  | { code: 'xlsx.tooMuch'; file: string; what: 'memory' | 'time' }
  | { code: 'xlsx.hiddenRows'; file: string; sheet: string; hidden: number; rows: number; filtered: boolean }
  | { code: 'xlsx.pivot'; file: string; sheet: string }
  /** A cell stands where no spreadsheet program has one, or where the columns of the results would. */
  | { code: 'xlsx.tooManyRows' | 'xlsx.tooManyColumns'; file: string; sheet: string; limit: number };

export type SuspiciousContainer =
  | 'tooManyEntries'
  | 'entryTooLarge'
  | 'totalTooLarge'
  | 'ratio'
  | 'doctype'
  /** Text is written in a way that the reader is known to misread. */
  | 'inexact'
  /** A drawing on a cell, whose words would be taken for the cell's. */
  | 'drawing'
  /** A cell that holds a number and shows none, or no text for it. */
  | 'unshown'
  /** Something in it is hidden, and it cannot be told in which of its tabs. */
  | 'hiding'
  /** A formula's text that was never computed cannot be told from the empty text that one gave. */
  | 'uncomputed'
  /** A number cell holds something else; `entry` is the cell. */
  | 'number'
  | 'name'
  | 'twice'
  | 'damaged';

/** The file is not one that opsheet can read or write. Nothing was sent. */
export class SheetRefusal extends Error {
  override readonly name = 'SheetRefusal';
  constructor(readonly fact: SheetRefusalFact) {
    super(`${fact.code}: ${fact.file}`);
  }
}
