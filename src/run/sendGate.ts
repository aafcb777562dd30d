/** Sleeps, or returns early when the signal aborts. Passed in so that tests own the time. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Holds all senders back together while the server wants fewer requests. Times are in ms. */
export class SendGate {
  #openAt = 0;

  constructor(
    private readonly now: () => number,
    private readonly sleep: Sleep,
    private readonly signal: AbortSignal,
  ) {}

  /** Nothing is sent before `ms` from now; a longer wait that is already set stays. */
  closeFor(ms: number): void {
    this.#openAt = Math.max(this.#openAt, this.now() + ms);
  }

  /** ms until requests may go out. */
  get wait(): number {
    return Math.max(0, this.#openAt - this.now());
  }

  async pass(): Promise<void> {
    while (!this.signal.aborted) {
      const { wait } = this;
      if (wait === 0) return;
      await this.sleep(wait, this.signal);
    }
  }
}
