import type { GivenMapping, RowRange } from '../mapping/index.js';
import type { AmountLimit, ReadingWay } from '../plan/index.js';
import type { Encoding } from '../sheet/index.js';

/** What is typed about how a sheet is to be read. */
export interface ReadingArguments {
  readonly spreadsheet: string;
  readonly sheet?: string | undefined;
  readonly headerRow?: number | undefined;
  readonly map?: readonly string[] | undefined;
  readonly key?: 'id' | 'opportCode' | undefined;
  readonly decimal?: ',' | '.' | undefined;
  readonly round?: boolean | undefined;
  readonly placeholder?: readonly string[] | undefined;
  readonly hidden?: 'include' | 'skip' | undefined;
  readonly only?: 'open' | 'failed' | undefined;
  /** The fields to take from the sheet; the others are left alone. */
  readonly fields?: readonly string[] | undefined;
  readonly rows?: readonly RowRange[] | undefined;
  readonly encoding?: Encoding | undefined;
  readonly mojibake?: 'repair' | 'keep' | undefined;
  readonly delimiter?: string | undefined;
  readonly quoteEscape?: 'quote' | 'backslash' | undefined;
  /** A mapping file, or `saved` for the one that was saved for sheets with these headers. */
  readonly mapping?: string | undefined;
  /** What that file says of columns and values; the rest of it stands in the other arguments. */
  readonly given?: GivenMapping | undefined;
  /** Where mappings are saved, for one to be proposed. */
  readonly savedMappings?: string | undefined;
}

/** What `plan` and `apply` share of what is typed. */
export interface SheetArguments extends ReadingArguments {
  readonly concurrency: number;
  readonly maxChanges?: number | undefined;
  readonly maxAmountChange?: AmountLimit | undefined;
  /** Whether a plan beyond these limits is refused; else it is only said. */
  readonly stopAtLimits: boolean;
  /** Requests a second at the most. */
  readonly rate?: number | undefined;
  readonly read?: ReadingWay | undefined;
  readonly timeout: number;
  readonly workspace?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly sandbox: boolean;
}
