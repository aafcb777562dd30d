import { STATUSES, type Status } from '../run/index.js';
import { type FinalRow, LEFT_OUT_CODE } from './finalRow.js';

/** Rows that need a person for one and the same reason. */
export interface ProblemGroup {
  readonly status: Status;
  readonly errorCode: string;
  /** Of the first row. */
  readonly message: string;
  /** Whether all of them say just that. */
  readonly alike: boolean;
  readonly rows: number;
  /** Row numbers of the first few. */
  readonly examples: readonly number[];
}

const NEEDS_NOBODY: ReadonlySet<Status> = new Set(['updated', 'unchanged', 'skipped']);

/** Whether a row that ended so is as it should be, or was left out because it was said so. */
export function needsNobody(status: Status): boolean {
  return NEEDS_NOBODY.has(status);
}

const MOST_GROUPS = 200;
const EXAMPLES = 5;

/** Counts the sheet's rows by how they ended, and groups those that need a person. */
export class RowTally {
  readonly counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  rows = 0;
  /** Rows that a person left out, with `--rows` or while looking through the plan. */
  leftOut = 0;
  readonly #groups = new Map<string, { first: FinalRow; rows: number; examples: number[]; alike: boolean }>();

  add(row: FinalRow): void {
    this.rows += 1;
    this.counts[row.status] += 1;
    if (row.errorCode === LEFT_OUT_CODE) this.leftOut += 1;
    if (needsNobody(row.status)) return;
    const key = `${row.status}\n${row.errorCode}\n${groupMessage(row)}`;
    const group = this.#groups.get(key);
    if (group) {
      group.rows += 1;
      group.alike &&= row.message === group.first.message;
      if (group.examples.length < EXAMPLES) group.examples.push(row.rowNumber);
    } else if (this.#groups.size < MOST_GROUPS) {
      this.#groups.set(key, { first: row, rows: 1, examples: [row.rowNumber], alike: true });
    }
  }

  /** The most frequent first. */
  groups(): ProblemGroup[] {
    return [...this.#groups.values()]
      .map(({ first, rows, examples, alike }) => ({
        status: first.status,
        errorCode: first.errorCode,
        message: first.message,
        alike,
        rows,
        examples,
      }))
      .sort((a, b) => b.rows - a.rows);
  }
}

/** Our own sentences quote the cell, so they differ from row to row: such rows are grouped by their code. */
function groupMessage(row: FinalRow): string {
  return row.status === 'rejected' ? row.message : '';
}
