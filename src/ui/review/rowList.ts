import type { FieldPath } from '../../opportunity/index.js';
import type { RiskKind, Verdict } from '../../plan/index.js';
import { RowSet } from '../rowSet.js';
import type { PlanPreview } from '../view.js';
import { PlanIndex } from './planIndex.js';
import { sortRows } from './sortRows.js';

/** Which rows the table shows by what becomes of them; rows that stay as they are, are folded away behind theirs. */
export const FILTERS = ['changes', 'problems', 'unchanged', 'all'] as const;
export type Filter = (typeof FILTERS)[number];

export const FILTER_VERDICTS: Readonly<Record<Filter, readonly Verdict[]>> = {
  changes: ['update', 'duplicate'],
  problems: ['invalid', 'missing'],
  unchanged: ['unchanged'],
  all: ['update', 'unchanged', 'duplicate', 'skipped', 'missing', 'invalid'],
};

export const SORTS = ['row', 'risk', 'amount'] as const;
export type Sort = (typeof SORTS)[number];

/** Which rows are wanted, and in which order. */
export interface Wanted {
  readonly filter: Filter;
  readonly field: FieldPath | null;
  readonly risk: RiskKind | null;
  readonly sort: Sort;
}

/** The rows of the table, and the cursor in it. */
export class RowList {
  wanted: Wanted;
  /** Positions in the plan. */
  positions: Uint32Array = new Uint32Array(0);
  /** The same as a set. */
  members = new RowSet(0);
  cursor = 0;
  /** The share of the plan that was read for what is wanted; `null` when it is there. */
  reading: number | null = null;
  #index: PlanIndex | null = null;
  #work = new AbortController();

  constructor(
    private readonly plan: PlanPreview,
    /** Told when the rows have changed. */
    private readonly onChange: () => void,
    private readonly onProgress: () => void,
    private readonly onError: (error: unknown) => void,
  ) {
    const { verdicts } = plan.summary;
    const filled = (name: Filter) => FILTER_VERDICTS[name].some((verdict) => verdicts[verdict] > 0);
    // On the changes, or on the problems when there are only those.
    this.wanted = { filter: FILTERS.find(filled) ?? 'all', field: null, risk: null, sort: 'row' };
    this.#show(this.#filtered(this.wanted));
  }

  /** The position in the plan of the row under the cursor; `null` in an empty list. */
  get current(): number | null {
    return this.positions[this.cursor] ?? null;
  }

  /** How many rows are under a filter, whatever else is wanted of them. */
  countOf(filter: Filter): number {
    return FILTER_VERDICTS[filter].reduce((sum, verdict) => sum + this.plan.summary.verdicts[verdict], 0);
  }

  moveTo(cursor: number): void {
    this.cursor = Math.max(0, Math.min(cursor, this.positions.length - 1));
  }

  /** Puts the cursor on a row of the plan, if it is in the list. */
  moveToRow(position: number): void {
    const place = this.wanted.sort === 'row' ? this.#placeOf(position) : this.positions.indexOf(position);
    if (place !== -1) this.cursor = place;
  }

  /**
   * Asks for other rows, or another order: at once where verdicts are enough for it, else when the plan has been read
   * for it. Until then the list is as it was.
   */
  want(change: Partial<Wanted>): void {
    const wanted = { ...this.wanted, ...change };
    this.cancel();
    const { field, risk, sort } = wanted;
    if (field === null && risk === null && sort === 'row') {
      this.wanted = wanted;
      this.#show(this.#filtered(wanted));
      return;
    }
    this.reading = 0;
    const { signal } = this.#work;
    this.#prepare(wanted, signal).catch((error: unknown) => {
      if (!signal.aborted) this.onError(error);
    });
  }

  /** Stays with the rows that are shown. */
  cancel(): void {
    this.#work.abort();
    this.#work = new AbortController();
    this.reading = null;
  }

  /** What the rows are filtered by, read from the plan once. The signal's reason is thrown. */
  async index(onProgress: (share: number) => void, signal: AbortSignal): Promise<PlanIndex> {
    this.#index ??= await PlanIndex.read(this.plan, onProgress, signal);
    return this.#index;
  }

  async #prepare(wanted: Wanted, signal: AbortSignal): Promise<void> {
    const tell = (share: number) => {
      this.reading = share;
      this.onProgress();
    };
    const index = await this.index(tell, signal);
    let rows = this.#filtered(wanted, index);
    const { sort } = wanted;
    if (sort !== 'row') {
      const score = (at: number) => (sort === 'risk' ? index.riskOf(at) : index.amountShiftOf(at));
      rows = await sortRows(rows, score, signal);
    }
    this.reading = null;
    this.wanted = wanted;
    this.#show(rows);
    this.onChange();
  }

  #filtered({ filter, field, risk }: Wanted, index: PlanIndex | null = null): Uint32Array {
    const rows = this.plan.positions(FILTER_VERDICTS[filter]);
    if (index === null || (field === null && risk === null)) return rows;
    return rows.filter(
      (at) => (field === null || index.changes(at, field)) && (risk === null || index.hasRisk(at, risk)),
    );
  }

  /** Shows other rows; the cursor stays on its row where that is among them. */
  #show(positions: Uint32Array): void {
    const row = this.current;
    this.positions = positions;
    this.members = RowSet.of(this.plan.summary.rows, positions);
    this.cursor = 0;
    if (row !== null && this.members.has(row)) {
      const place = positions.indexOf(row);
      this.cursor = Math.max(0, place);
    }
  }

  /** Where a row stands in a list that is in the plan's order. */
  #placeOf(position: number): number {
    let low = 0;
    let high = this.positions.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.positions[middle] ?? 0;
      if (found === position) return middle;
      if (found < position) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
