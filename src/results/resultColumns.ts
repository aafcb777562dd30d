import { ESCAPE_COLUMN, RESULT_COLUMNS } from '../sheet/index.js';

/** Widths of these columns in a workbook, in characters. */
export const RESULT_WIDTHS = [7, 26, 12, 60, 28, 11, 50, 10, 24] as const;

const OWN = new Set<string>([...RESULT_COLUMNS, ESCAPE_COLUMN]);

/** Whether a column of the input is one that an earlier results sheet had added: it is replaced, not repeated. */
export function isResultColumn(header: string): boolean {
  return OWN.has(header.trim());
}
