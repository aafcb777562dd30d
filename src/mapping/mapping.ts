import type { FieldPath } from '../opportunity/index.js';
import type { AmountStyle } from './amountStyle.js';

/** Why a column is not used. */
export type IgnoredReason =
  | 'unknown'
  | 'empty-header'
  | 'results-column'
  | 'read-only'
  | 'other-key'
  | 'by-user';

/** One column of the sheet and what it was taken for. */
export interface MappedColumn {
  /** Position in the row, from 0. */
  readonly index: number;
  /** The header as written; the column's letters when it is empty. */
  readonly header: string;
  readonly use:
    | { readonly kind: 'key' }
    | { readonly kind: 'field'; readonly field: FieldPath }
    | { readonly kind: 'ignored'; readonly reason: IgnoredReason };
  /** `header`: known by its text; `user`: by `--map`. */
  readonly because: 'header' | 'user';
}

/** How a sheet is understood: which row is the header, which column is the key, which are fields. */
export interface Mapping {
  readonly headerRow: number;
  readonly key: { readonly by: 'id' | 'opportCode'; readonly index: number; readonly header: string };
  readonly columns: readonly MappedColumn[];
  /** Position of the column that marks neutralised text (see `sheet`), or `null`. */
  readonly escapeColumn: number | null;
}

/** A mapping with the way its amount column is written; `null` when no cell needs one. */
export interface SheetUnderstanding {
  readonly mapping: Mapping;
  readonly amountStyle: AmountStyle | null;
  /** Whether the user said so (`--decimal`) instead of the cells. */
  readonly amountStyleGiven: boolean;
  /** Data rows below the header. */
  readonly rows: number;
  /** Cells of the widest row, the header's own or more. */
  readonly width: number;
  /** Ids or codes that more than one row names. */
  readonly repeatedKeys: ReadonlySet<string>;
}
