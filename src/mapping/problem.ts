/**
 * What is wrong with one row, as a code with data. `row` is the number the spreadsheet shows, `column` the
 * header's text, `text` the cell as a person sees it. The sentence is made by `messages`.
 */
export type CellProblem = { row: number; column: string; text: string } & (
  | { code: 'amount.notNumber' | 'amount.date' | 'amount.percent' | 'amount.tooLong' | 'amount.otherDecimal' }
  | { code: 'id.empty' | 'id.digitsLost' | 'id.date' | 'id.notText' | 'id.characters' }
  | { code: 'cell.error' | 'cell.uncomputed' | 'text.damaged' | 'text.control' | 'text.notText' }
  | { code: 'clear.notAllowed'; field: string }
);

/** A row whose fields do not line up with the header's columns. */
export type RowProblem = { code: 'row.ragged'; row: number; expected: number; found: number };

export type MappingProblem = CellProblem | RowProblem;

/** Why the sheet's columns cannot be understood; nothing was sent. */
export type MappingRefusalFact =
  | { code: 'header.none'; row: number; text: string; betterRow: number | null }
  | { code: 'header.noKey'; row: number; columns: readonly string[] }
  | { code: 'header.noFields'; row: number; columns: readonly string[] }
  | { code: 'header.duplicate'; row: number; target: string; columns: readonly string[] }
  | { code: 'header.dangerous'; row: number; column: string }
  | { code: 'header.noSuchRow'; row: number }
  | { code: 'map.syntax'; text: string }
  | { code: 'map.noSuchColumn'; column: string; columns: readonly string[] }
  | { code: 'map.noSuchField'; field: string }
  | { code: 'sheet.noRows' }
  | {
      code: 'amount.ambiguous';
      row: number;
      column: string;
      text: string;
      readings: readonly [string, string];
    }
  | {
      code: 'amount.mixed';
      column: string;
      comma: { row: number; text: string };
      dot: { row: number; text: string };
    };

/** The sheet was read, but its columns or their way of writing amounts cannot be understood without guessing. */
export class MappingRefusal extends Error {
  override readonly name = 'MappingRefusal';
  constructor(readonly fact: MappingRefusalFact) {
    super(fact.code);
  }
}
