import type { FieldPath, FieldValue, WantedValue } from '../opportunity/index.js';
import type { Cell, Sheet, SheetRow } from '../sheet/index.js';
import { commonAmount } from './amountStyle.js';
import type { ProblemOfCell } from './cellIntent.js';
import { isOrdinary } from './cellText.js';
import { type KeyReading, LONGEST_TEXT, readCell, readKey } from './cellValue.js';
import {
  earlierStatus,
  isIdle,
  isTotalsRow,
  namesNoRecord,
  plainCell,
  plainText,
  raggedWidth,
  repeatsHeader,
} from './dataRow.js';
import { isDateField, isDateSerial } from './dateField.js';
import type { Mapping, SheetUnderstanding } from './mapping.js';
import type { CellProblem, MappingProblem } from './problem.js';
import type { ReadingRules } from './readingRules.js';
import { isSelectedRow } from './rowRange.js';
import { isLeftOut } from './takenRows.js';
import { mappedIntent } from './valueMap.js';

/** Why a row is left out although nothing is wrong with it. */
export type SkipReason = 'total' | 'idle' | 'done' | 'not-selected';

/** What one row of the sheet asks for. */
export interface Edit {
  readonly rowNumber: number;
  /** The id or code as written; `null` when the key cell is empty or unusable, which is then a problem. */
  readonly key: string | null;
  /**
   * What each field should be, as text: amounts as plain decimals, stages as written (a name or an id), `null` for a
   * field that is to be emptied. A list, because a plan makes a million of them, and a map takes three times as long.
   */
  readonly values: readonly WantedValue[];
  readonly problems: readonly MappingProblem[];
  readonly skip: SkipReason | null;
  /** What the row calls its record in the other way, where the sheet has ids and codes: both must mean the same one. */
  readonly otherKey: string | null;
}

/** Edits that are made at once: many of them would outlive the collector's first rounds, and pile up. */
const EDITS_AT_ONCE = 50;

/** The sheet's data rows as edits, in order, in small batches. */
export async function* editsOf(
  sheet: Sheet,
  understanding: SheetUnderstanding,
): AsyncGenerator<readonly Edit[]> {
  const { headerRow } = understanding.mapping;
  for await (const batch of sheet.batches()) {
    const rows = (batch[0]?.number ?? 0) > headerRow ? batch : batch.filter((row) => row.number > headerRow);
    for (let from = 0; from < rows.length; from += EDITS_AT_ONCE) {
      yield rows.slice(from, from + EDITS_AT_ONCE).map((row) => editOf(row, understanding));
    }
  }
}

/** What must be known to read one row. */
export interface EditRules extends Pick<SheetUnderstanding, 'mapping' | 'only' | 'selected'> {
  readonly rules: ReadingRules;
}

/** One data row as an edit. */
export function editOf(row: SheetRow, rules: EditRules): Edit {
  const edit = new EditReader(row.number);
  edit.skip = readRow(row, rules, edit);
  return edit;
}

/** Takes what one row says, as it is read. */
export interface RowReader {
  keyed(text: string): void;
  /** `null` empties the field. */
  value(field: FieldPath, value: FieldValue): void;
  problem(problem: MappingProblem): void;
  /** What the column says that is a key, too, but not that by which records are found. */
  alsoKeyed(text: string): void;
}

const NO_PROBLEMS: readonly MappingProblem[] = [];

/** The edit itself, which fills as its row is read: a row of a million gets no other object. */
class EditReader implements Edit, RowReader {
  key: string | null = null;
  readonly values: WantedValue[] = [];
  problems = NO_PROBLEMS;
  skip: SkipReason | null = null;
  otherKey: string | null = null;

  constructor(readonly rowNumber: number) {}

  keyed(text: string): void {
    this.key = text;
  }

  alsoKeyed(text: string): void {
    this.otherKey = text;
  }

  value(field: FieldPath, value: FieldValue): void {
    this.values.push({ field, value });
  }

  problem(problem: MappingProblem): void {
    this.problems = [...this.problems, problem];
  }
}

/**
 * Reads one data row and tells why it is left out, if it is: then nothing else is told of it. `known` is what its key
 * says, where that has been read already.
 */
export function readRow(
  row: SheetRow,
  { mapping, rules, only, selected }: EditRules,
  reader: RowReader,
  known: KeyReading | null = null,
): SkipReason | null {
  if (!isSelectedRow(selected, row.number)) return 'not-selected';
  const found = raggedWidth(row, mapping);
  if (found !== null) {
    const smartQuotes = row.cells.some((cell) => /^\s*[“”„«]/.test(cell.text));
    const expected = mapping.columns.length;
    reader.problem({ code: 'row.ragged', ...placeOf(row), expected, found, smartQuotes });
    return null;
  }

  const keyCell = () => plainCell(row, mapping.key.index, mapping);
  const key = known ?? readKey(keyCell(), mapping.key.by);
  if (namesNoRecord(key, mapping)) {
    if (isTotalsRow(row, mapping)) return 'total';
    if (repeatsHeader(row, mapping)) {
      reader.problem({ code: 'row.header', ...placeOf(row) });
      return null;
    }
    if (isIdle(row, mapping)) return 'idle';
  }
  if (only !== 'all') {
    const earlier = earlierStatus(row, mapping);
    if (isLeftOut(earlier, only)) return earlier === 'done' ? 'done' : 'not-selected';
  }

  if (key.kind === 'key') reader.keyed(key.text);
  else reader.problem(placed(keyProblem(key.problem, row, mapping), row, mapping.key.header, keyCell()));
  for (const { index, header, use, values } of mapping.columns) {
    // In order: from here on the row is empty, and an empty cell asks for nothing.
    if (index >= row.width) break;
    if (use.kind !== 'field') {
      if (use.kind === 'ignored' && use.reason === 'other-key') {
        const other = readKey(plainCell(row, index, mapping), mapping.key.by === 'id' ? 'opportCode' : 'id');
        if (other.kind === 'key') reader.alsoKeyed(other.text);
      }
      continue;
    }
    // Nearly all cells are like that.
    const ordinary = values ? null : ordinaryValue(use.field, row, index, mapping, rules);
    if (ordinary !== null) {
      reader.value(use.field, ordinary);
      continue;
    }
    const cell = plainCell(row, index, mapping);
    const placeholder = rules.placeholders.get(index);
    const intent = values
      ? mappedIntent(values, use.field, cell, rules, placeholder)
      : readCell(use.field, cell, rules, placeholder);
    if (intent.kind === 'set') reader.value(use.field, intent.value);
    else if (intent.kind === 'clear') reader.value(use.field, null);
    else if (intent.kind === 'problem') reader.problem(placed(intent.problem, row, header, cell));
  }
  for (const { field, value } of mapping.constants) reader.value(field, value);
  return null;
}

/** Of a row without its key, also what it is named in the other way. */
function keyProblem(problem: ProblemOfCell, row: SheetRow, { key, columns }: Mapping): ProblemOfCell {
  if (problem.code !== 'id.empty') return problem;
  const by = key.by === 'id' ? 'opportCode' : 'id';
  for (const { index, header, use } of columns) {
    if (use.kind !== 'ignored' || use.reason !== 'other-key') continue;
    const { text } = row.cell(index);
    if (text.trim() !== '') return { code: 'id.empty', other: { column: header, text: text.trim(), by } };
  }
  return problem;
}

/** What `readCell` would give for a cell that it takes as it stands; `null` where that takes a closer look. */
function ordinaryValue(
  field: FieldPath,
  row: SheetRow,
  index: number,
  mapping: Mapping,
  { placeholders, amountStyle, ordinary }: ReadingRules,
): string | null {
  const text = plainText(row, index, mapping);
  if (text === null) return null;
  if (field === 'amount') return commonAmount(text, amountStyle);
  if (placeholders.size > 0 && placeholders.has(index)) return null;
  if (text === '' || text.length > LONGEST_TEXT) return null;
  if (ordinary[index] === true) return text;
  // A number in a field for dates is looked at more closely.
  return isOrdinary(text) && !(isDateSerial(text) && isDateField(field)) ? text : null;
}

function placed(problem: ProblemOfCell, row: SheetRow, column: string, cell: Cell): CellProblem {
  return { ...problem, ...placeOf(row), column, text: cell.text } as CellProblem;
}

/** Where line ends stand inside of cells, an editor shows the row on another line than the spreadsheet in its row. */
function placeOf({ number, line }: SheetRow): { row: number; line?: number } {
  return line === null || line === number ? { row: number } : { row: number, line };
}
