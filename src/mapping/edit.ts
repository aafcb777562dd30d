import type { FieldPath } from '../opportunity/index.js';
import { type Cell, restoreText, type Sheet, type SheetRow, textCell } from '../sheet/index.js';
import { type ProblemOfCell, readCell, readKey } from './cellValue.js';
import type { Mapping, SheetUnderstanding } from './mapping.js';
import type { CellProblem, MappingProblem } from './problem.js';

/** What one row of the sheet asks for. */
export interface Edit {
  readonly rowNumber: number;
  /** The id or code as written; `null` when the key cell is empty or unusable, which is then a problem. */
  readonly key: string | null;
  /** Values as text: amounts as plain decimals, stages as written (a name or an id). */
  readonly set: ReadonlyMap<FieldPath, string>;
  readonly clear: readonly FieldPath[];
  readonly problems: readonly MappingProblem[];
}

/** The sheet's data rows as edits, in order, in the batches of the sheet. */
export async function* editsOf(
  sheet: Sheet,
  understanding: SheetUnderstanding,
): AsyncGenerator<readonly Edit[]> {
  for await (const batch of sheet.batches()) {
    const rows = batch.filter((row) => row.number > understanding.mapping.headerRow);
    if (rows.length > 0) yield rows.map((row) => editOf(row, understanding));
  }
}

function editOf(row: SheetRow, { mapping, amountStyle }: SheetUnderstanding): Edit {
  const problems: MappingProblem[] = [];
  const set = new Map<FieldPath, string>();
  const clear: FieldPath[] = [];
  const found = raggedWidth(row, mapping);
  if (found !== null) {
    problems.push({ code: 'row.ragged', row: row.number, expected: mapping.columns.length, found });
    return { rowNumber: row.number, key: null, set, clear, problems };
  }

  const cells = plainCells(row, mapping);
  const keyCell = cells[mapping.key.index];
  const key = readKey(keyCell, mapping.key.by);
  if (key.kind === 'problem') problems.push(placed(key.problem, row, mapping.key.header, keyCell));
  for (const { index, header, use } of mapping.columns) {
    if (use.kind !== 'field') continue;
    const cell = cells[index];
    const intent = readCell(use.field, cell, amountStyle);
    if (intent.kind === 'set') set.set(use.field, intent.value);
    else if (intent.kind === 'clear') clear.push(use.field);
    else if (intent.kind === 'problem') problems.push(placed(intent.problem, row, header, cell));
  }
  return { rowNumber: row.number, key: key.kind === 'key' ? key.text : null, set, clear, problems };
}

/** The sheet's own rows as they were written: the header first, then the data, in batches. */
export async function* writtenRows(sheet: Sheet, mapping: Mapping): AsyncGenerator<readonly SheetRow[]> {
  for await (const batch of sheet.batches()) {
    const rows = batch.filter((row) => row.number >= mapping.headerRow);
    if (rows.length > 0) yield rows.map((row) => ({ ...row, cells: plainCells(row, mapping) }));
  }
}

/** The row's cells, with the apostrophes taken off that opsheet itself had put before formula-like text. */
export function plainCells(row: SheetRow, mapping: Mapping): readonly Cell[] {
  if (mapping.escapeColumn === null) return row.cells;
  return row.cells.map((cell) => (cell.kind === 'text' ? textCell(restoreText(cell.text)) : cell));
}

/**
 * A text record with fewer fields than the header, or with text beyond it, has probably slipped sideways: its
 * cells may stand under the wrong headers. Workbooks leave out empty cells at the end of a row, which is no sign.
 */
function raggedWidth(row: SheetRow, mapping: Mapping): number | null {
  if (row.line === null) return null;
  const width = mapping.columns.length;
  if (row.cells.length < width) return row.cells.length;
  const beyond = row.cells.slice(width).some((cell) => cell.text.trim() !== '');
  return beyond ? row.cells.length : null;
}

function placed(problem: ProblemOfCell, row: SheetRow, column: string, cell: Cell | undefined): CellProblem {
  return { ...problem, row: row.number, column, text: cell?.text ?? '' } as CellProblem;
}
