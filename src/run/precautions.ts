import { customFieldName } from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';
import { KeptFields } from './keptFields.js';
import type { RunPlanOptions } from './runOptions.js';
import { SetFields } from './setFields.js';
import type { Care, Work } from './work.js';

/** One in so many updates is read back after it was accepted, the canary aside. */
const READ_BACK_EVERY = 100;

/**
 * How careful a run is with each PUT. The first few are the canary: read right before and read back whole, so that a
 * server which loses fields that it was not sent is found out at one record, not at a thousand. So is each later one that
 * has a field of which that is not known yet.
 */
export class Precautions {
  readonly #canary: number;
  /** ms since the epoch. */
  readonly #plannedAt: number;
  readonly #kept = new KeptFields();
  readonly #set = new SetFields();

  constructor(
    private readonly options: Pick<
      RunPlanOptions,
      'plan' | 'canary' | 'recheckAfterMs' | 'body' | 'errorLimit' | 'now'
    >,
    private readonly resumed: boolean,
  ) {
    // The very first is one in any case.
    this.#canary = Math.max(1, options.canary);
    this.#plannedAt = Date.parse(options.plan.header.createdAt);
  }

  /** Whether the next update is of the canary, when so many have been accepted. */
  isCanary(accepted: number): boolean {
    return accepted < this.#canary;
  }

  /**
   * The care for this update, when so many have been accepted. `lookAhead` is called when it is about to be read back and
   * the one behind it is to be looked at, too. `blind`: records can no longer be read.
   */
  careFor({ update, base }: Work, accepted: number, blind: boolean, lookAhead: () => void): Care {
    const { body, errorLimit } = this.options;
    const sparse = body === 'changes';
    const isCanary = this.isCanary(accepted);
    // Only a look right before tells what the server has lost from what a colleague has changed.
    const first = isCanary || (sparse && this.#kept.isUnproven(update, base));
    return {
      recheck: () => first || this.#isOld(update),
      readBack: first || accepted % READ_BACK_EVERY === 0,
      onReadBack: () => {
        if (this.isCanary(accepted + 1)) lookAhead();
      },
      // Not the first alone: that one may have nothing to lose.
      suspicious: first && sparse,
      onKept: (before) => this.#kept.saw(update, before),
      onEmptied: (fields) => this.#kept.doubt(fields),
      onSet: (beside) => (errorLimit.kind === 'none' ? null : this.#set.saw(beside, update.rowNumber)),
      blind,
    };
  }

  /** Whether what the plan has read may not be so any more. */
  #isOld({ changes }: PlannedUpdate): boolean {
    const { recheckAfterMs, body, now } = this.options;
    if (recheckAfterMs === 'never') return false;
    // With a full body the whole record goes out, and with a custom field all of them: an old value among those would
    // undo a colleague's edit.
    const carriesMore = body === 'full' || changes.some(({ field }) => customFieldName(field) !== null);
    const age = now().getTime() - this.#plannedAt;
    // A plan of later than now is of another clock, which tells nothing.
    return this.resumed || carriesMore || recheckAfterMs === 0 || age < 0 || age >= recheckAfterMs;
  }
}
