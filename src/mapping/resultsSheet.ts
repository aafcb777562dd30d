import { RESULT_COLUMNS } from '../sheet/index.js';
import type { MappedColumn, Mapping } from './mapping.js';

/** The column of a results sheet that says how each row ended. */
export const STATUS_COLUMN = '_status';

/** The columns that a results sheet has beside the sheet's own; one of them in another sheet is that sheet's own. */
export const RESULTS_NAMES: ReadonlySet<string> = new Set(RESULT_COLUMNS);

/** Names that nobody gives to a column by chance: beside one of them a status is ours, whatever was written into it since. */
const TELLING = ['_errorCode', '_httpStatus', '_finishedAt'];

/** Tells by the words in it whether a column called `_status` is what an earlier run wrote: people delete the others. */
export class StatusWords {
  readonly #isTold: boolean;
  #filled = 0;
  #isOurs = true;

  constructor({ statusColumn, columns }: Mapping) {
    this.#isTold = statusColumn !== null && columns.some(({ header }) => TELLING.includes(header));
  }

  /** `isKnown`: whether it is a word that a run ends a row with. */
  add(text: string, isKnown: boolean): void {
    if (text.trim() === '') return;
    this.#filled += 1;
    this.#isOurs &&= isKnown;
  }

  /** `isWished`: a person takes rows by it, and so says what it is. */
  isOurs(isWished: boolean): boolean {
    return this.#isTold || isWished || (this.#filled > 0 && this.#isOurs);
  }
}

/** The columns of a sheet that is no results sheet, whose places the results' own columns would take: they are renamed there. */
export function renamedColumns({ statusColumn, headerRow, columns }: Mapping): readonly MappedColumn[] {
  if (statusColumn !== null || headerRow === 0) return [];
  return columns.filter(({ header }) => RESULTS_NAMES.has(header));
}

/** What such a column is called in the results: `_own_row`, which is not read either. */
export function ownName(name: string): string {
  return `_own${name}`;
}
