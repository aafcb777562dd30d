import { ESCAPE_COLUMN } from '../sheet/index.js';

/** The columns that opsheet adds to the user's own, in this order. */
export const RESULT_COLUMNS = [
  '_row',
  '_id',
  '_status',
  '_message',
  '_errorCode',
  '_httpStatus',
  '_changes',
  '_attempts',
  '_finishedAt',
] as const;

/** Widths of these columns in a workbook, in characters. */
export const RESULT_WIDTHS = [7, 26, 12, 60, 28, 11, 50, 10, 24] as const;

const OWN = new Set<string>([...RESULT_COLUMNS, ESCAPE_COLUMN]);

/** Whether a column of the input is one that an earlier results sheet had added: it is replaced, not repeated. */
export function isResultColumn(header: string): boolean {
  return OWN.has(header.trim());
}
