import { type Cell, isBlank, restoreText, type SheetRow, textCell } from '../sheet/index.js';
import { readAmount } from './amountStyle.js';
import { hasDigit } from './cellText.js';
import type { KeyReading } from './cellValue.js';
import { agree, headerWithCurrency } from './currency.js';
import { isKnownHeader, knownHeaders } from './headers.js';
import type { Mapping } from './mapping.js';
import { foldHeader, targetOfHeader } from './synonyms.js';
import type { EarlierStatus } from './takenRows.js';
import { isTotalLabel } from './totalLabel.js';

/**
 * The row's cell at a position, without the apostrophe that opsheet itself had put before formula-like text, and as what
 * it shows where programs have written a text as a formula in a text file.
 */
export function plainCell(row: SheetRow, index: number, mapping: Mapping): Cell {
  const cell = ownCell(row, index, mapping);
  if (cell.kind !== 'text' || row.line === null) return cell;
  const shown = shownText(cell.text);
  return shown === cell.text ? cell : textCell(shown);
}

/** The same as text where the cell holds text or nothing; `null` for any other. */
export function plainText(row: SheetRow, index: number, { escapeColumn }: Mapping): string | null {
  const text = row.text(index);
  if (text === null) return null;
  const own = escapeColumn === null ? text : restoreText(text);
  return row.line === null ? own : shownText(own);
}

function ownCell(row: SheetRow, index: number, mapping: Mapping): Cell {
  const cell = row.cell(index);
  return mapping.escapeColumn !== null && cell.kind === 'text' ? textCell(restoreText(cell.text)) : cell;
}

/** `="00123"`: so exports write a text that spreadsheets would take for a number; it shows what stands in the quotes. */
function shownText(text: string): string {
  return text.startsWith('="') ? text.replace(/^="([^"]*)"$/, '$1') : text;
}

/** All of the row's cells as they were written, without those apostrophes. */
export function plainCells(row: SheetRow, mapping: Mapping): readonly Cell[] {
  return mapping.escapeColumn === null
    ? row.cells
    : row.cells.map((_, index) => ownCell(row, index, mapping));
}

/**
 * A text record with fewer fields than the header, or with text beyond it, has probably slipped sideways: its
 * cells may stand under the wrong headers. Workbooks leave out empty cells at the end of a row, which is no sign.
 */
export function raggedWidth(row: SheetRow, mapping: Mapping): number | null {
  if (row.line === null) return null;
  const width = mapping.columns.length;
  if (row.width === width) return null;
  if (row.width < width) return row.width;
  for (let index = width; index < row.width; index += 1) if (!isBlank(row.cell(index))) return row.width;
  return null;
}

/**
 * A line without a key that adds up the others (`Total`, `Suma`); the label may stand in the key's own column. Elsewhere
 * it is what the line begins with, and no other field has words: `Total` may as well be an answer, in a row that lacks its code.
 */
export function isTotalsRow(row: SheetRow, mapping: Mapping): boolean {
  const key = row.cell(mapping.key.index);
  if (!isBlank(key)) return key.kind === 'text' && isTotalLabel(key.text);
  const label = row.cells.findIndex(({ kind, text }) => kind === 'text' && /\p{L}/u.test(text));
  if (label === -1 || !isTotalLabel(row.cell(label).text)) return false;
  return mapping.columns.every(({ index, use }) => {
    if (index === label || use.kind !== 'field' || use.field === 'amount') return true;
    const { kind, text } = row.cell(index);
    return kind !== 'text' || !/\p{L}/u.test(text) || isTotalLabel(text);
  });
}

/**
 * Whether a row names no record and asks for nothing: its cells of the columns that are used are empty, or the 0 of a
 * formula, in a text file without it. Formulas and boxes to tick are filled down far below the data.
 */
export function isIdle(row: SheetRow, { columns, constants }: Mapping): boolean {
  // What is set on every row is asked for by a row that says anything.
  if (constants.length > 0 && row.cells.some((cell) => cell.kind === 'text' && !isBlank(cell))) return false;
  return columns.every(({ index, use }) => {
    if (use.kind === 'ignored' && use.reason !== 'other-key') return true;
    const cell = row.cell(index);
    if (isBlank(cell)) return true;
    if (use.kind !== 'field') return false;
    if (cell.kind === 'number') return cell.computed !== undefined;
    return use.field === 'amount' && cell.kind === 'text' && isZero(cell.text);
  });
}

/** Whether a text is an amount of nothing, however it is written. */
function isZero(text: string): boolean {
  const reading = readAmount(text);
  return 'amount' in reading && reading.amount === '0';
}

/**
 * Whether a row below the header is the header once more, as in sheets that were put together from several: word for
 * word, or in other words for the same fields.
 */
export function repeatsHeader(row: SheetRow, { key, columns }: Mapping): boolean {
  const says = (index: number, header: string, target: string) => {
    const { text } = row.cell(index);
    if (target === 'amount' && !sameCurrency(text, header)) return false;
    return foldHeader(text) === foldHeader(header) || targetOfHeader(text) === target;
  };
  if (!says(key.index, key.header, key.by)) return false;
  return columns.every(({ index, header, use }) => use.kind !== 'field' || says(index, header, use.field));
}

/** Whether two headers name the same currency, or both none: below `Monto US$` stand other amounts than below `Monto`. */
function sameCurrency(one: string, other: string): boolean {
  const [named, otherNamed] = [one, other].map((header) => headerWithCurrency(header)?.currency);
  return named === undefined || otherNamed === undefined ? named === otherNamed : agree(named, otherNamed);
}

/**
 * Whether a row below the header is another header: what is below it stands under other columns. Where the key's column
 * says once more that it is a key, the other words need not be known: `ID | Cantidad` is a header like `ID | Monto`.
 */
export function isOtherHeader(row: SheetRow, mapping: Mapping): boolean {
  const { text } = row.cell(mapping.key.index);
  const target = targetOfHeader(text);
  const folded = foldHeader(text);
  const isKey =
    target === 'id' ||
    target === 'opportCode' ||
    (folded !== '' && folded === foldHeader(mapping.key.header));
  const isHeader = isKey || (isKnownHeader(text) && knownHeaders(row) > 1);
  return isHeader && !repeatsHeader(row, mapping);
}

/**
 * Whether a row behind a gap looks like the header of another table: two words or more, one of them, without a digit,
 * where the key stands. Others may be `Comisión 2026`; a label (`Vendedor:`) is none.
 */
export function mayBeHeader(row: SheetRow, mapping: Mapping): boolean {
  const filled = row.cells.filter((cell) => !isBlank(cell));
  const key = row.cell(mapping.key.index);
  if (filled.length < 2 || isBlank(key) || isTotalsRow(row, mapping)) return false;
  if (hasDigit(key.text) || /:\s*$/.test(key.text)) return false;
  return filled.every(
    (cell) => cell.kind === 'text' && (!hasDigit(cell.text) || NAMED_PERIOD.test(cell.text.trim())),
  );
}

/** Whether a row fills a column that is used, and that a row above it, taken for its header, would leave without a name. */
export function leavesUnnamed(above: SheetRow, row: SheetRow, { columns }: Mapping): boolean {
  return columns.some(
    ({ index, use }) => use.kind === 'field' && isBlank(above.cell(index)) && !isBlank(row.cell(index)),
  );
}

/** A word with a year or a small number behind it: `Comisión 2026`, `Cuota 1`. */
const NAMED_PERIOD = /^\p{L}[\p{L}\s.°ºª]*\s(?:(?:19|20)\d\d|\d{1,2})$/u;

/** Whether the key is none that a record has: ids and codes have digits in them, unless the header has some, too. */
export function namesNoRecord(key: KeyReading, mapping: Mapping): boolean {
  return key.kind === 'problem' || !hasDigit(key.text) || key.text === mapping.key.header;
}

/** What an earlier run says of a row in its results sheet; `null` in a sheet that is none. */
export function earlierStatus(row: SheetRow, mapping: Mapping): EarlierStatus {
  if (mapping.statusColumn === null) return null;
  const status = row.cell(mapping.statusColumn).text.trim().toLowerCase();
  if (!DONE.has(status)) return status === '' || OPEN.has(status) ? 'open' : 'unknown';
  return status === 'skipped' && wasNotChosen(row, mapping) ? 'left-out' : 'done';
}

/** A row that `--rows` had left out is skipped without being done; its code tells it from the others. */
function wasNotChosen(row: SheetRow, mapping: Mapping): boolean {
  const codes = mapping.columns.find(({ header }) => header === '_errorCode');
  return codes !== undefined && row.cell(codes.index).text.trim() === NOT_CHOSEN_CODE;
}

/** What a results sheet has as `_errorCode` for a row that was not chosen. */
const NOT_CHOSEN_CODE = 'row.notSelected';

const DONE: ReadonlySet<string> = new Set(['updated', 'unchanged', 'skipped']);
const OPEN: ReadonlySet<string> = new Set(['invalid', 'rejected', 'conflict', 'unverified', 'not-sent']);
