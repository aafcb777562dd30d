/** How long ago something was done, also when the computer has slept since. */
export class Freshness {
  #at: { readonly elapsed: number; readonly clock: number } | null = null;

  /** `holds`: ms for which it is fresh. */
  constructor(
    private readonly time: { readonly elapsed: () => number; readonly now: () => Date },
    private holds: number,
  ) {}

  /** It is done now: what it takes to do counts as age. */
  begins(): void {
    this.#at = { elapsed: this.time.elapsed(), clock: this.time.now().getTime() };
  }

  /** Whether nothing may rest on it any more; also when it was not done at all. */
  isOld(): boolean {
    if (this.#at === null) return true;
    const { elapsed, now } = this.time;
    // The clock that never goes back stands still on Linux while the computer sleeps, and the other one can be set.
    const age = Math.max(elapsed() - this.#at.elapsed, now().getTime() - this.#at.clock);
    return age > this.holds;
  }

  /** Trusts the next one for longer: a disk or a server that is always slow must not keep a row from being sent. */
  bearLonger(): void {
    this.holds *= 2;
  }
}
