import { addAmounts, type FieldPath, type Opportunity, subtractAmounts } from '../opportunity/index.js';
import { type PlannedRow, VERDICTS, type Verdict } from './plannedRow.js';

/** What a plan comes to, counted as its rows go by. */
export interface PlanSummary {
  /** Data rows of the sheet. */
  readonly rows: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** How many records change in each field, the most changed first. */
  readonly fields: readonly { readonly field: FieldPath; readonly records: number }[];
  /** Total amount of the records that change, before and after, as plain decimals. */
  readonly amount: { readonly before: string; readonly after: string; readonly difference: string };
  /** Records whose amount would become negative, or more than ten times larger or smaller. */
  readonly bigChanges: { readonly records: number; readonly rows: readonly number[] };
  /** Stage moves by id, the most frequent first. */
  readonly stageMoves: readonly StageMove[];
  /** Custom fields that the plan sets and no live record that was read has: a typo would make a new one. */
  readonly newFields: readonly NewField[];
}

export interface NewField {
  readonly field: FieldPath;
  readonly records: number;
  /** Names of live custom fields that may have been meant. */
  readonly suggestions: readonly string[];
}

export interface StageMove {
  readonly from: string | null;
  readonly to: string | null;
  readonly records: number;
}

/** Rows that are named before the rest is only counted. */
const NAMED_ROWS = 5;

/** A slip of the decimal sign makes an amount ten, a hundred or a thousand times what it was. */
function isBigChange(before: string, after: string): boolean {
  const [from, to] = [Number(before), Number(after)];
  if (to < 0) return from >= 0;
  return from > 0 && to > 0 && (to > from * 10 || from > to * 10);
}

export class PlanTally {
  #rows = 0;
  readonly #verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  readonly #fields = new Map<FieldPath, number>();
  readonly #moves = new Map<string, { from: string | null; to: string | null; records: number }>();
  readonly #bigRows: number[] = [];
  #bigChanges = 0;
  #before = '0';
  #after = '0';

  add(row: PlannedRow): void {
    this.#rows += 1;
    this.#verdicts[row.verdict] += 1;
    if (row.verdict !== 'update') return;
    const live: Opportunity = row.beforeImage;
    let amount = live.amount ?? '0';
    this.#before = addAmounts(this.#before, amount);
    for (const { field, before, after } of row.changes) {
      this.#fields.set(field, (this.#fields.get(field) ?? 0) + 1);
      if (field === 'amount') {
        amount = after ?? '0';
        if (isBigChange(before ?? '0', amount)) {
          this.#bigChanges += 1;
          if (this.#bigRows.length < NAMED_ROWS) this.#bigRows.push(row.rowNumber);
        }
      }
      if (field === 'stageId') {
        const move = this.#moves.get(`${before}>${after}`) ?? { from: before, to: after, records: 0 };
        move.records += 1;
        this.#moves.set(`${before}>${after}`, move);
      }
    }
    this.#after = addAmounts(this.#after, amount);
  }

  summary(): PlanSummary {
    return {
      rows: this.#rows,
      verdicts: { ...this.#verdicts },
      fields: [...this.#fields]
        .map(([field, records]) => ({ field, records }))
        .sort((a, b) => b.records - a.records),
      amount: {
        before: this.#before,
        after: this.#after,
        difference: subtractAmounts(this.#after, this.#before),
      },
      bigChanges: { records: this.#bigChanges, rows: this.#bigRows },
      stageMoves: [...this.#moves.values()].sort((a, b) => b.records - a.records),
      newFields: [],
    };
  }
}
