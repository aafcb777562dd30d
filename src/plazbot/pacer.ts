/** The length of the window in which requests are counted, in ms. */
const SECOND = 1000;

export interface Pace {
  /** Requests that may leave in any second. */
  readonly perSecond: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Waits, in ms, or less when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Lets so many go in any window of a second, in the order in which they came. */
export class Pacer {
  /** When each of the last ones left, as a ring; the oldest is at `#next`. */
  readonly #left: Float64Array;
  #next = 0;
  #last: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(private readonly pace: Pace) {
    this.#left = new Float64Array(pace.perSecond).fill(Number.NEGATIVE_INFINITY);
  }

  /** Resolves when it is the caller's turn. */
  turn(): Promise<void> {
    this.#last = this.#last.then(() => this.#waitForRoom());
    return this.#last;
  }

  /** Whoever waits goes on at once: there is nothing left that could leave too early. */
  close(): void {
    this.#closing.abort();
  }

  async #waitForRoom(): Promise<void> {
    const { now, sleep } = this.pace;
    const { signal } = this.#closing;
    const from = (this.#left[this.#next] as number) + SECOND;
    // A timer may end a little early.
    for (let wait = from - now(); wait > 0 && !signal.aborted; wait = from - now()) await sleep(wait, signal);
    this.#left[this.#next] = now();
    this.#next = (this.#next + 1) % this.#left.length;
  }
}
