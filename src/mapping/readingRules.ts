import type { AmountStyle } from './amountStyle.js';

/** What a placeholder such as `N/A` in a cell means. */
export type PlaceholderMeaning = 'leave' | 'clear' | 'text';

/** How cells are turned into values, beyond what each cell says by itself: decided for a whole sheet at once. */
export interface ReadingRules {
  /**
   * Which sign separates decimals in the amount column; `null` when no cell depends on it. `either` while that is
   * not decided yet: then every amount that reads in one of the two ways passes.
   */
  readonly amountStyle: AmountStyle | 'either' | null;
  /** What placeholders mean, by the position of the column; no entry where the column has none. */
  readonly placeholders: ReadonlyMap<number, PlaceholderMeaning>;
  /**
   * Of each column, by its position, whether all of its cells are known to hold ordinary text (see `isOrdinary`) or
   * nothing: such text need not be looked at again.
   */
  readonly ordinary: readonly boolean[];
  /** Whether text that went through a wrong encoding is put right. */
  readonly mojibake: 'repair' | 'keep';
  /** Whether an amount with more decimals than are shown, or than money has, is rounded instead of refused. */
  readonly round: boolean;
}
