import type { FieldPath } from '../opportunity/index.js';
import {
  type Cell,
  columnLetters,
  MERGED_TEXT,
  type Sheet,
  type SheetFormat,
  type SheetRow,
  type SheetSource,
  STYLED_TEXT,
  sheetRow,
  textCell,
} from '../sheet/index.js';
import { readCell } from './cellValue.js';
import { plainCells } from './dataRow.js';
import type { MappedColumn, Mapping } from './mapping.js';
import type { ReadingRules } from './readingRules.js';
import { ownName, renamedColumns } from './resultsSheet.js';
import { targetOfHeader } from './synonyms.js';

/** The sheet's own rows as they were written: the header first, then the data, in batches. `format`: of the file they go into. */
export async function* writtenRows(
  sheet: Sheet,
  mapping: Mapping,
  format: SheetFormat = 'xlsx',
): AsyncGenerator<readonly SheetRow[]> {
  if (mapping.headerRow === 0) {
    const letters = mapping.columns.map(({ index }) => textCell(columnLetters(index)));
    yield [sheetRow(0, null, letters)];
  }
  const { format: source } = sheet.source;
  const fields = mapping.columns.map(fieldOf);
  const renamed = new Map(
    renamedColumns(mapping).map(({ index, header }) => [index, textCell(ownName(header))]),
  );
  const written = (row: SheetRow) => {
    const cells = plainCells(row, mapping);
    if (row.number <= mapping.headerRow) {
      return cells.map((cell, index) => renamed.get(index) ?? cell);
    }
    return cells.map((cell, index) => writtenCell(cell, fields[index] ?? null, format, source));
  };
  for await (const batch of sheet.batches()) {
    const rows = batch.filter((row) => row.number >= mapping.headerRow);
    if (rows.length > 0) yield rows.map((row) => sheetRow(row.number, row.line, written(row)));
  }
}

/** The field that a column is for, or would be for when this is given back: a column that is not read now may be then. */
function fieldOf({ use, header, values }: MappedColumn): FieldPath | null {
  if (use.kind === 'key' || values) return null;
  if (use.kind === 'field') return use.field;
  const target = targetOfHeader(header);
  return target === 'id' || target === 'opportCode' ? null : target;
}

/** A cell as it goes into a results sheet, where it must mean what it means here, and no more. */
function writtenCell(
  cell: Cell,
  field: FieldPath | null,
  format: SheetFormat,
  source: SheetSource['format'],
): Cell {
  switch (cell.kind) {
    case 'merged':
      return textCell(MERGED_TEXT);
    case 'styled':
      return marked(cell.text);
    case 'number':
      if (cell.text === '') return marked(String(cell.number));
      // Without its formula the 0 would be a text as any other number.
      if (cell.computed === 'taken' && field !== null && field !== 'amount') return marked(cell.text);
      return isTextAlone(cell, field, format) || isUnformatted(cell, field, source)
        ? marked(cell.text)
        : cell;
    case 'date':
    case 'boolean':
      return isTextAlone(cell, field, format) ? marked(cell.text) : cell;
    default:
      return cell;
  }
}

/** Whether a cell is refused for what it is, and the file has nothing but its text, which would be taken. */
function isTextAlone(cell: Cell, field: FieldPath | null, format: SheetFormat): boolean {
  return format === 'csv' && field !== null && readCell(field, cell, UNDECIDED, undefined).kind === 'problem';
}

/** Whether a number of an .ods shows something else, in a format that nobody knows. */
function isUnformatted(
  cell: Cell & { kind: 'number' },
  field: FieldPath | null,
  source: SheetSource['format'],
): boolean {
  if (source !== 'ods' || cell.format !== undefined || cell.text === String(cell.number)) return false;
  return readCell(field ?? 'amount', cell, UNDECIDED, undefined).kind === 'problem';
}

function marked(text: string): Cell {
  return textCell(`${STYLED_TEXT} ${text}`);
}

/** As a number, a date or a yes/no is read, of which no rule of a sheet's texts decides anything. */
const UNDECIDED: ReadingRules = {
  amountStyle: null,
  placeholders: new Map(),
  ordinary: [],
  mojibake: 'keep',
  round: false,
};
