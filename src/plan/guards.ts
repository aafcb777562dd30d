import { exceedsShare, shareOf, subtractAmounts } from '../opportunity/index.js';
import type { PlanSummary } from './summary.js';

/** How far a plan may go before it is stopped; `null` is as far as it likes. */
export interface GuardLimits {
  /** Records that change. */
  readonly maxChanges: number | null;
  readonly maxAmountChange: AmountLimit | null;
}

/**
 * How much the amount total of the records that change may rise or fall: in per cent of the total before, or as an
 * amount. Both are plain decimals, not negative.
 */
export interface AmountLimit {
  readonly unit: 'percent' | 'amount';
  readonly limit: string;
}

/** A limit that was set, and what the plan comes to. */
export type Guard =
  | {
      readonly guard: 'maxChanges';
      readonly limit: number;
      readonly found: number;
      /** Whether the plan goes beyond the limit. */
      readonly trips: boolean;
    }
  | ({
      readonly guard: 'maxAmountChange';
      /** The change without its sign; a per cent is rounded up to two decimals, `null` when the total before is 0. */
      readonly found: string | null;
      readonly trips: boolean;
    } & AmountLimit);

/** Every guard that was set, held against what a plan comes to. */
export function holdGuards({ verdicts, amount }: PlanSummary, limits: GuardLimits): readonly Guard[] {
  const { maxChanges, maxAmountChange } = limits;
  const guards: Guard[] = [];
  if (maxChanges !== null) {
    const found = verdicts.update;
    guards.push({ guard: 'maxChanges', limit: maxChanges, found, trips: found > maxChanges });
  }
  if (maxAmountChange !== null) {
    const { unit, limit } = maxAmountChange;
    const change = amount.difference.replace(/^-/, '');
    const percent = unit === 'percent';
    const found = percent ? shareOf(change, amount.before) : change;
    const trips = percent
      ? exceedsShare(change, amount.before, limit)
      : subtractAmounts(limit, change).startsWith('-');
    guards.push({ guard: 'maxAmountChange', unit, limit, found, trips });
  }
  return guards;
}
