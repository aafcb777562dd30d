import type { FieldPath } from '../opportunity/index.js';
import { type Cell, columnLetters, type Sheet, type SheetRow, sheetRow, textCell } from '../sheet/index.js';
import { type ProblemOfCell, readCell, readKey } from './cellValue.js';
import { earlierStatus, isTotalsRow, plainCell, plainCells, raggedWidth, repeatsHeader } from './dataRow.js';
import type { Mapping, SheetUnderstanding } from './mapping.js';
import type { CellProblem, MappingProblem } from './problem.js';

/** Why a row is left out although nothing is wrong with it. */
export type SkipReason = 'total' | 'done';

/** What one row of the sheet asks for. */
export interface Edit {
  readonly rowNumber: number;
  /** The id or code as written; `null` when the key cell is empty or unusable, which is then a problem. */
  readonly key: string | null;
  /** Values as text: amounts as plain decimals, stages as written (a name or an id). */
  readonly set: ReadonlyMap<FieldPath, string>;
  readonly clear: readonly FieldPath[];
  readonly problems: readonly MappingProblem[];
  readonly skip: SkipReason | null;
}

/** The sheet's data rows as edits, in order, in the batches of the sheet. */
export async function* editsOf(
  sheet: Sheet,
  understanding: SheetUnderstanding,
): AsyncGenerator<readonly Edit[]> {
  const { headerRow } = understanding.mapping;
  for await (const batch of sheet.batches()) {
    const rows = (batch[0]?.number ?? 0) > headerRow ? batch : batch.filter((row) => row.number > headerRow);
    if (rows.length > 0) yield rows.map((row) => editOf(row, understanding));
  }
}

const NOTHING: readonly never[] = [];

/** One data row as an edit. */
export function editOf(row: SheetRow, understanding: SheetUnderstanding): Edit {
  const { mapping, rules } = understanding;
  const set = new Map<FieldPath, string>();
  const without = (skip: SkipReason | null, problems: MappingProblem[]): Edit => ({
    rowNumber: row.number,
    key: null,
    set,
    clear: NOTHING,
    problems,
    skip,
  });
  const found = raggedWidth(row, mapping);
  if (found !== null) {
    const smartQuotes = row.cells.some((cell) => /^\s*[“”„«]/.test(cell.text));
    const expected = mapping.columns.length;
    return without(null, [{ code: 'row.ragged', row: row.number, expected, found, smartQuotes }]);
  }

  const keyCell = plainCell(row, mapping.key.index, mapping);
  const key = readKey(keyCell, mapping.key.by);
  // Ids have digits in them; words in their place are no ids.
  const unsure = key.kind === 'problem' || !/\d/.test(key.text);
  if (unsure && isTotalsRow(row, mapping)) return without('total', []);
  if (unsure && repeatsHeader(row, mapping)) return without(null, [{ code: 'row.header', row: row.number }]);
  if (understanding.only === 'open' && earlierStatus(row, mapping) === 'done') return without('done', []);

  const problems: MappingProblem[] = [];
  const clear: FieldPath[] = [];
  if (key.kind === 'problem') problems.push(placed(key.problem, row, mapping.key.header, keyCell));
  for (const { index, header, use } of mapping.columns) {
    if (use.kind !== 'field') continue;
    const cell = plainCell(row, index, mapping);
    const intent = readCell(use.field, cell, rules, rules.placeholders.get(index));
    if (intent.kind === 'set') set.set(use.field, intent.value);
    else if (intent.kind === 'clear') clear.push(use.field);
    else if (intent.kind === 'problem') problems.push(placed(intent.problem, row, header, cell));
  }
  const text = key.kind === 'key' ? key.text : null;
  return { rowNumber: row.number, key: text, set, clear, problems, skip: null };
}

/** The sheet's own rows as they were written: the header first, then the data, in batches. */
export async function* writtenRows(sheet: Sheet, mapping: Mapping): AsyncGenerator<readonly SheetRow[]> {
  if (mapping.headerRow === 0) {
    yield [
      sheetRow(
        0,
        null,
        mapping.columns.map(({ index }) => textCell(columnLetters(index))),
      ),
    ];
  }
  for await (const batch of sheet.batches()) {
    const rows = batch.filter((row) => row.number >= mapping.headerRow);
    if (rows.length > 0) yield rows.map((row) => sheetRow(row.number, row.line, plainCells(row, mapping)));
  }
}

function placed(problem: ProblemOfCell, row: SheetRow, column: string, cell: Cell): CellProblem {
  return { ...problem, row: row.number, column, text: cell.text } as CellProblem;
}
