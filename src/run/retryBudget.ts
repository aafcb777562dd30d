/**
 * What a run may spend on sending or reading again, and what each try costs (RELIABILITY, retry table; after AWS's
 * SDKs).
 */
const FULL = 500;
const COST = 5;
const TIMEOUT_COST = 10;

/**
 * Keeps a failing server from being asked more than it already is: while all goes well a retry is free, and when
 * everything fails retries come to at most a tenth of the calls beyond a fixed reserve. The one look after a PUT of which
 * nobody knows whether it was applied is no retry: without it the row could only be told as unverified.
 */
export class RetryBudget {
  #left = FULL;

  /** Whether one more try may be made; takes its cost when it may. */
  take(timedOut: boolean): boolean {
    const cost = timedOut ? TIMEOUT_COST : COST;
    if (this.#left < cost) return false;
    this.#left -= cost;
    return true;
  }

  /** A request went through at once. */
  earn(): void {
    this.#left = Math.min(FULL, this.#left + 1);
  }
}
