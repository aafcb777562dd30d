import type { FieldPath } from '../opportunity/index.js';
import type { AmountStyle } from './amountStyle.js';
import type { KeyIndex } from './keyIndex.js';
import type { MappingNotice } from './problem.js';
import type { ReadingRules } from './readingRules.js';
import type { RowRange } from './rowRange.js';
import type { TakenRows } from './takenRows.js';
import type { ValueMap } from './valueMap.js';

/** Why a column is not used. */
export type IgnoredReason =
  | 'unknown'
  | 'empty-header'
  | 'results-column'
  | 'read-only'
  | 'other-key'
  | 'other-column'
  | 'by-user'
  | 'not-selected';

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
  /** `header`: known by its text; `user`: by `--map` or a mapping file. */
  readonly because: 'header' | 'user';
  /** What its texts stand for, where a mapping file says so. */
  readonly values?: ValueMap;
}

/** A value that every data row gets; `null` empties the field. */
export interface Constant {
  readonly field: FieldPath;
  /** Amounts as plain decimals, stages as written (a name or an id). */
  readonly value: string | null;
}

/** How a sheet is understood: which row is the header, which column is the key, which are fields. */
export interface Mapping {
  /** Row number of the header; 0 when there is none and columns go by their letters. */
  readonly headerRow: number;
  readonly key: { readonly by: 'id' | 'opportCode'; readonly index: number; readonly header: string };
  readonly columns: readonly MappedColumn[];
  /** What is set on every row without standing in it. */
  readonly constants: readonly Constant[];
  /** Position of the column that marks neutralised text (see `sheet`), or `null`. */
  readonly escapeColumn: number | null;
  /** Position of the column in which an earlier run says how each row ended, or `null`. */
  readonly statusColumn: number | null;
}

/** How problems name the place that a field's value comes from: its column, or the field itself. */
export function sourceOfField({ columns, constants }: Mapping, field: FieldPath): string {
  const column = columns.find(({ use }) => use.kind === 'field' && use.field === field);
  if (column) return column.header;
  return constants.some((constant) => constant.field === field) ? `${field} (constant)` : field;
}

/** A mapping with all that was decided about the cells below it. */
export interface SheetUnderstanding {
  readonly mapping: Mapping;
  readonly rules: ReadingRules & { readonly amountStyle: AmountStyle | null };
  /** Data rows below the header. */
  readonly rows: number;
  /** Cells of the widest row, the header's own or more. */
  readonly width: number;
  /** Which ids or codes more than one row seems to name. */
  readonly keys: KeyIndex;
  /** Of a results sheet, the rows that are taken. */
  readonly only: TakenRows;
  /** The rows that are taken, by their numbers; `null` is all of them. */
  readonly selected: readonly RowRange[] | null;
  readonly notices: readonly MappingNotice[];
}
