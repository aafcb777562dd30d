/** ms that a look at a record is trusted: longer than looking and all that comes before its PUT takes as a rule. */
const HOLDS = 5000;

/** How long ago a record was looked at, also when the computer has slept since. */
export class Sight {
  #at: { readonly elapsed: number; readonly clock: number } | null = null;
  #holds = HOLDS;

  constructor(private readonly time: { readonly elapsed: () => number; readonly now: () => Date }) {}

  /** A look begins: what it shows may be as old as that. */
  begins(): void {
    this.#at = { elapsed: this.time.elapsed(), clock: this.time.now().getTime() };
  }

  /** Whether no PUT may rest on it any more; also when there was no look at all. */
  isOld(): boolean {
    if (this.#at === null) return true;
    const { elapsed, now } = this.time;
    // The clock that never goes back stands still on Linux while the computer sleeps, and the other one can be set.
    const age = Math.max(elapsed() - this.#at.elapsed, now().getTime() - this.#at.clock);
    return age > this.#holds;
  }

  /** Trusts the next look for longer: a disk or a server that is always slow must not keep a row from being sent. */
  bearLonger(): void {
    this.#holds *= 2;
  }
}
