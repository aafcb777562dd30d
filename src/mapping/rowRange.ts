/** Rows of the sheet from one number to another, both taken. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Whether a row is among those that were chosen; `null` is all of them. */
export function isSelectedRow(ranges: readonly RowRange[] | null, row: number): boolean {
  return ranges === null || ranges.some(({ from, to }) => row >= from && row <= to);
}
