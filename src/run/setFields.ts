import type { FieldChange } from '../opportunity/index.js';
import type { RunStop } from './outcome.js';

/** Records whose field became the same between the looks right before and after their PUTs: then it is not a colleague. */
const SAME_VALUE = 3;

/**
 * Fields that a PUT did not carry, and that have another value behind it. One such is the work of a colleague, whose edit
 * came between two looks; the same value in one record after the other is the server's: it resets what it is not sent, or
 * an automation of the CRM sets it.
 */
export class SetFields {
  /** By field and value, the records in which that was seen. */
  readonly #seen = new Map<string, number>();

  /** What else was changed in a record while its PUT was under way; the reason to stop when it has been too often the same. */
  saw(beside: readonly FieldChange[], rowNumber: number): RunStop | null {
    const often = beside.filter(({ field, after }) => {
      const key = JSON.stringify([field, after]);
      const times = (this.#seen.get(key) ?? 0) + 1;
      this.#seen.set(key, times);
      return times >= SAME_VALUE;
    });
    return often.length === 0
      ? null
      : { cause: 'fieldsSet', rowNumber, rows: SAME_VALUE, differences: often };
  }
}
