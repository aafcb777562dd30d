import type { RunPlanOptions } from './runOptions.js';
import type { Care } from './work.js';

/** One in so many updates is read back after it was accepted, the canary aside. */
const READ_BACK_EVERY = 100;

/**
 * How careful a run is with each PUT. The first few are the canary: read right before and read back whole, so that a
 * server which loses fields that it was not sent is found out at one record, not at a thousand.
 */
export class Precautions {
  readonly #canary: number;
  /** ms since the epoch. */
  readonly #plannedAt: number;

  constructor(
    private readonly options: Pick<RunPlanOptions, 'plan' | 'canary' | 'recheckAfterMs' | 'body' | 'now'>,
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
   * The care for the next update, when so many have been accepted. `lookAhead` is called when it is about to be read
   * back and the one behind it is to be looked at, too. `blind`: records can no longer be read.
   */
  careFor(accepted: number, blind: boolean, lookAhead: () => void): Care {
    const isCanary = this.isCanary(accepted);
    return {
      // Only a look right before tells what the server has lost from what a colleague has changed.
      recheck: () => isCanary || this.#isOld(),
      readBack: isCanary || accepted % READ_BACK_EVERY === 0,
      onReadBack: () => {
        if (this.isCanary(accepted + 1)) lookAhead();
      },
      // Not the first alone: that one may have nothing to lose.
      suspicious: isCanary && this.options.body === 'changes',
      blind,
    };
  }

  /** Whether what the plan has read may not be so any more. */
  #isOld(): boolean {
    const { recheckAfterMs, body, now } = this.options;
    if (recheckAfterMs === 'never') return false;
    // The whole record goes out with a full body, so an old value in it would undo a colleague's edit.
    const age = now().getTime() - this.#plannedAt;
    // A plan of later than now is of another clock, which tells nothing.
    return this.resumed || body === 'full' || recheckAfterMs === 0 || age < 0 || age >= recheckAfterMs;
  }
}
