import type { Outcome, RunStop } from './outcome.js';

/** How many refused rows a run sits through. */
export type ErrorLimit =
  | { readonly kind: 'default' }
  | { readonly kind: 'none' }
  | { readonly kind: 'count'; readonly count: number }
  /** Between 0 and 1, of the rows sent so far. */
  | { readonly kind: 'share'; readonly share: number };

/** By default: so many refused rows and this share of the rows sent so far. */
const DEFAULT_COUNT = 20;
const DEFAULT_SHARE = 0.1;
/** The same error code in a row, which usually means a wrong mapping; less of a refusal of rights (403). */
const SAME_IN_A_ROW = 10;
const FORBIDDEN_IN_A_ROW = 5;

/** Watches for a run that goes wrong as a whole: it is stopped while only some rows have been refused. */
export class StopLoss {
  #sent = 0;
  #rejected = 0;
  #last: string | null = null;
  #inARow = 0;
  /** Rows one after another whose record showed something else than was sent. */
  #differing = 0;

  constructor(private readonly limit: ErrorLimit) {}

  /** Counts a row that was sent; the reason to stop after it, or `null`. */
  add({ status, errorCode, httpStatus, note, rowNumber }: Outcome): RunStop | null {
    if (status === 'unverified' && note?.code === 'values.differ') {
      this.#differing += 1;
      const tooMany = this.#differing >= SAME_IN_A_ROW && this.limit.kind !== 'none';
      return tooMany ? { cause: 'canary', rowNumber, rows: this.#differing } : null;
    }
    if (status !== 'updated' && status !== 'rejected') return null;
    this.#sent += 1;
    this.#differing = 0;
    if (status === 'updated') {
      this.#inARow = 0;
      return null;
    }
    this.#rejected += 1;
    const code = errorCode ?? `HTTP ${httpStatus}`;
    this.#inARow = code === this.#last ? this.#inARow + 1 : 1;
    this.#last = code;
    if (this.limit.kind === 'none') return null;
    const many = httpStatus === 403 ? FORBIDDEN_IN_A_ROW : SAME_IN_A_ROW;
    const alike = this.#inARow >= many && (this.limit.kind === 'default' || httpStatus === 403);
    if (!alike && !this.#exceeded()) return null;
    return {
      cause: 'tooManyErrors',
      rejected: this.#rejected,
      sent: this.#sent,
      errorCode: alike ? code : null,
    };
  }

  #exceeded(): boolean {
    switch (this.limit.kind) {
      case 'none':
        return false;
      case 'count':
        return this.#rejected >= this.limit.count;
      case 'share':
        // A share of one or two rows says nothing.
        return this.#sent >= DEFAULT_COUNT && this.#rejected > this.#sent * this.limit.share;
      case 'default':
        return this.#rejected >= DEFAULT_COUNT && this.#rejected > this.#sent * DEFAULT_SHARE;
    }
  }
}
