import type { Verdict } from '../../plan/index.js';
import type { PlanPreview } from '../view.js';

/** Which rows the list shows. */
export const FILTERS = ['changes', 'problems', 'unchanged', 'all'] as const;
export type Filter = (typeof FILTERS)[number];

export const FILTER_VERDICTS: Record<Filter, readonly Verdict[]> = {
  changes: ['update', 'duplicate'],
  problems: ['invalid', 'missing'],
  unchanged: ['unchanged'],
  all: ['update', 'unchanged', 'duplicate', 'missing', 'invalid'],
};

export interface ReviewState {
  readonly filter: Filter;
  /** Position of the cursor in the filtered list. */
  readonly cursor: number;
  /** Rows of the filtered list. */
  readonly count: number;
}

export type Move =
  | { kind: 'by'; rows: number }
  | { kind: 'first' | 'last' }
  | { kind: 'filter'; by: 1 | -1 }
  | { kind: 'size'; page: number; count: number };

/** Opens on the changes, or on the problems when there are only those. */
export function initialReview(plan: PlanPreview): ReviewState {
  const filter = FILTERS.find((name) => plan.positions(FILTER_VERDICTS[name]).length > 0) ?? 'all';
  return { filter, cursor: 0, count: plan.positions(FILTER_VERDICTS[filter]).length };
}

export function moveReview(state: ReviewState, move: Move): ReviewState {
  const within = (cursor: number, count = state.count) => Math.max(0, Math.min(cursor, count - 1));
  switch (move.kind) {
    case 'by':
      return { ...state, cursor: within(state.cursor + move.rows) };
    case 'first':
      return { ...state, cursor: 0 };
    case 'last':
      return { ...state, cursor: within(state.count - 1) };
    case 'filter': {
      const next = FILTERS[(FILTERS.indexOf(state.filter) + move.by + FILTERS.length) % FILTERS.length];
      return { ...state, filter: next ?? 'all', cursor: 0 };
    }
    case 'size':
      return { ...state, count: move.count, cursor: within(state.cursor, move.count) };
  }
}
