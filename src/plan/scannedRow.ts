import type { FieldChange } from '../opportunity/index.js';
import type { PlannedRow, Verdict } from './plannedRow.js';
import type { RiskKind } from './risks.js';

/** What a row says before its body and its before-image: little text, so that a million of them are read quickly. */
export interface RowOutline {
  readonly verdict: Verdict;
  readonly rowNumber: number;
  /** Of an update; none of any other row. */
  readonly changes: readonly FieldChange[];
  readonly risks: readonly RiskKind[];
}

/** How every line begins: what it says is known, so it is not parsed. */
const KIND = '{"kind":"row",';
/** Where the outline of an update ends: no text in JSON can hold this, its quotes would be escaped. */
const BODY = ',"body":{';

/** One row as a scan of the plan meets it: its line of JSON, read only as far as it is asked for. */
export class ScannedRow {
  constructor(readonly text: string) {}

  row(): PlannedRow {
    if (!this.text.startsWith(KIND)) throw new Error('not the line of a planned row');
    return JSON.parse(`{${this.text.slice(KIND.length)}`) as PlannedRow;
  }

  outline(): RowOutline {
    const end = this.text.indexOf(BODY);
    const start = end === -1 ? this.text : `${this.text.slice(0, end)}}`;
    const { verdict, rowNumber, changes, risks } = JSON.parse(start) as Partial<RowOutline> & PlannedRow;
    return { verdict, rowNumber, changes: changes ?? [], risks: risks ?? [] };
  }
}

/** Rows that follow each other; `at` is the position of the first. */
export interface ScannedBlock {
  readonly at: number;
  readonly rows: readonly ScannedRow[];
}
