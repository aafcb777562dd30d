import type { FieldPath } from '../opportunity/index.js';
import type { TakenRows } from './takenRows.js';

/** A row by the number that the spreadsheet shows. */
interface RowPlace {
  row: number;
  /** The line of the text file on which the row begins, where that is another number. */
  line?: number;
}

/**
 * What is wrong with one row, as a code with data. `row` is the number the spreadsheet shows, `column` the
 * header's text, `text` the cell as a person sees it. The sentence is made by `messages`.
 */
export type CellProblem = RowPlace & { column: string; text: string } & (
    | {
        code:
          | 'amount.notNumber'
          | 'amount.date'
          | 'amount.percent'
          | 'amount.tooLong'
          | 'amount.otherDecimal';
      }
    | { code: 'amount.decimals' }
    /** The cell shows another number than it holds, perhaps the same rounded; `stored` is a plain decimal. */
    | { code: 'amount.shownOtherwise'; stored: string; rounds: boolean }
    /** `5k`: `suggestion` is what it seems to mean, as a plain decimal. */
    | { code: 'amount.multiplied'; suggestion: string }
    /** `other` is the column that names the record in the other way, where the row has something in it. */
    | { code: 'id.empty'; other?: { column: string; text: string; by: 'id' | 'opportCode' } }
    | { code: 'id.digitsLost' | 'id.date' | 'id.notText' | 'id.characters' }
    /** `cell.formula`: text that is a formula, as text files hold it, without a result. */
    | { code: 'cell.error' | 'cell.uncomputed' | 'cell.formula' | 'cell.merged' | 'cell.styled' }
    /** ` "x"`; `'- x`; a 0 that a formula gave, where an empty cell was meant perhaps. */
    | { code: 'text.quotes' | 'text.escaped' | 'text.zero' }
    /** The number by which spreadsheets keep a day, in a field for dates. */
    | { code: 'text.dateSerial' }
    | { code: 'text.damaged' | 'text.control' | 'text.notText' | 'text.token' | 'text.tooLong' }
    /** A long number that a spreadsheet has shortened: `5.19877E+11`. */
    | { code: 'text.digitsLost' }
    | { code: 'clear.notAllowed'; field: string }
    /** The column's texts stand for values, and this one is none of them. */
    | { code: 'value.unmapped'; suggestions: readonly string[] }
  );

/** A row as a whole: its fields do not line up with the header's columns, or it repeats the header. */
export type RowProblem =
  | (RowPlace & { code: 'row.ragged'; expected: number; found: number; smartQuotes: boolean })
  | (RowPlace & { code: 'row.header' });

export type MappingProblem = CellProblem | RowProblem;

/** A cell by its place. */
export interface CellPlace {
  readonly row: number;
  readonly column: string;
  readonly text: string;
}

/** Something in the cells that was put right or left alone, and that the person should know of. */
export type MappingNotice =
  | {
      code: 'notice.trimmed' | 'notice.invisible' | 'notice.spaces' | 'notice.wholeIds';
      cells: number;
      example: CellPlace;
    }
  /** A mapping file is used; or one was saved for these headers (UTC, ISO 8601, or empty) and is not used. */
  | { code: 'notice.mappingUsed'; file: string }
  | { code: 'notice.mappingSaved'; savedAt: string }
  | { code: 'notice.negative'; cells: number; example: CellPlace }
  /** Rows between the data that hold nothing, or nothing but separators and spaces. */
  | { code: 'notice.blankRows'; rows: number }
  /** Rows that name no record and hold nothing in the columns that are used. */
  | { code: 'notice.idleRows'; rows: number }
  | { code: 'notice.totals'; rows: readonly number[] }
  | { code: 'notice.emptyHeaders' | 'notice.headerNotText'; columns: readonly string[] }
  /** Columns of the sheet's own that the results have a column of the same name for: they stand there under other names. */
  | { code: 'notice.renamed'; columns: readonly string[]; as: readonly string[] }
  | { code: 'notice.repeatedKeys'; keys: number }
  /** Only some rows are taken, because the user chose them: `rows` of `of`. */
  | { code: 'notice.selected'; rows: number; of: number }
  /** The sheet is the results of an earlier run: how many of its rows were done then, and how many were not. */
  /** Of an earlier run's rows: done then, left out by a person, and the others. */
  | { code: 'notice.results'; done: number; leftOut: number; open: number; used: TakenRows };

/** What a mapping file says that does not fit: `mapping` is the file, `path` the place in its JSON. */
export type GivenFact = { mapping: string; path: readonly string[] } & (
  | { code: 'given.noSuchColumn'; column: string; columns: readonly string[] }
  /** Another entry, `other`, is about the same column, or sets the same field. */
  | { code: 'given.sameColumn' | 'given.sameField'; other: string }
  | { code: 'given.noSuchField' | 'given.notCleared'; field: string }
  | { code: 'given.constantAndColumn' | 'given.valuesUnused'; column: string }
  | { code: 'given.notAmount' | 'given.notText' | 'given.badText'; text: string }
  /** Two entries that differ only in case, accents or spaces, with different values. */
  | { code: 'given.sameEntry'; other: string }
  | { code: 'given.emptyEntry' }
);

/** Why the sheet's columns cannot be understood; nothing was sent. */
export type MappingRefusalFact =
  | GivenFact
  /** A row further down may be the header. */
  | { code: 'header.none'; row: number; text: string; betterRow: number | null; betterText: string }
  /** A row further down has more headers that are known. */
  | { code: 'header.notFirst'; row: number; text: string; betterRow: number; betterText: string }
  | { code: 'header.merged'; row: number; text: string }
  /** An empty column divides the header, and known headers stand on both sides of it. */
  | { code: 'header.blocks'; row: number; column: string; columns: readonly string[] }
  | { code: 'header.noKey'; row: number; columns: readonly string[] }
  | { code: 'header.noFields'; row: number; columns: readonly string[] }
  /** `letters` are those of the columns, in the same order: their names may be the same. */
  | {
      code: 'header.duplicate';
      row: number;
      target: FieldPath | 'id' | 'opportCode';
      columns: readonly string[];
      letters: readonly string[];
    }
  /** Beside another header it most likely means something else than that field. */
  | { code: 'header.doubtful'; row: number; column: string; field: FieldPath; beside: string }
  /** `newer` is the header of another column that may hold what the same field shall be: `Monto` and `Monto nuevo`. */
  | { code: 'header.newer'; row: number; column: string; field: FieldPath; newer: string }
  | { code: 'header.dangerous'; row: number; column: string }
  /**
   * The name of a custom field went through a wrong encoding; `repaired` is what it was, where that can be told.
   * `letters` name the column, too: what is damaged may be nothing that one can type.
   */
  | { code: 'header.damaged'; row: number; column: string; letters: string; repaired: string | null }
  /** A row below the header is another header, with its columns in another order. */
  | { code: 'header.second'; row: number; text: string }
  | { code: 'header.noSuchRow'; row: number }
  | { code: 'map.syntax'; text: string }
  | { code: 'map.noSuchColumn'; column: string; columns: readonly string[] }
  | { code: 'map.noSuchField'; field: string }
  /** The results have a column of that name of their own. */
  | { code: 'map.taken'; column: string }
  | { code: 'map.onlyField'; field: string }
  /** No column holds this field, which was to be taken; `fields` are those that columns hold. */
  | { code: 'map.onlyMissing'; field: string; fields: readonly string[] }
  | { code: 'map.placeholder'; text: string }
  | { code: 'sheet.noRows' }
  | { code: 'sheet.noSelectedRows'; lastRow: number }
  /** Rows were asked for that an earlier run has not done, and no column says how that ended. */
  | { code: 'sheet.noStatus'; only: 'open' | 'failed' }
  | { code: 'sheet.unknownStatus'; row: number; text: string }
  /** Cells such as `N/A` in the column of a field: `cells` of them, `text` the first. */
  | {
      code: 'cells.placeholder';
      column: string;
      row: number;
      text: string;
      cells: number;
      clearable: boolean;
    }
  | { code: 'cells.mojibake'; column: string; row: number; text: string; repaired: string; cells: number }
  | {
      code: 'amount.ambiguous';
      row: number;
      column: string;
      text: string;
      readings: readonly [string, string];
      /** The cell by which it would have three decimals, though it has fewer itself; `null` when no cell tells. */
      against: { row: number; text: string } | null;
    }
  /**
   * A row is one cell too long: `beside`, to the right of the amounts, has no name, or is `null` where the last cell is
   * beyond the header. `text` is what the amount's cell and the next one are together, which a comma may have cut.
   */
  | { code: 'amount.cut'; column: string; beside: string | null; row: number; text: string }
  /**
   * In the column behind the amounts stands what a comma may have cut off them, in rows as long as the header. `use` is
   * what that column is taken for: a field, or `-`.
   */
  /** A title above the header says that the amounts are in thousands, or millions. */
  | { code: 'amount.scaledTitle'; column: string; row: number; text: string }
  | { code: 'amount.cutIntoNext'; column: string; beside: string; use: string; row: number; text: string }
  | {
      code: 'amount.mixed';
      column: string;
      comma: { row: number; text: string };
      dot: { row: number; text: string };
    }
  /** A number of a workbook with three decimals, beside text by which a point stands between thousands. */
  | {
      code: 'amount.typed';
      column: string;
      row: number;
      text: string;
      beside: { row: number; text: string };
    }
  | {
      /** In the cells of the amounts, or in a column of its own beside them. */
      code: 'amount.currencies' | 'amount.currencyColumn';
      column: string;
      one: { row: number; text: string };
      other: { row: number; text: string };
    };

/** The sheet was read, but its columns or their way of writing amounts cannot be understood without guessing. */
export class MappingRefusal extends Error {
  override readonly name = 'MappingRefusal';
  constructor(readonly fact: MappingRefusalFact) {
    super(fact.code);
  }
}
