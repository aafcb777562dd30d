/** Time that only moves when nothing else can happen: everything that waits is kept in the order of its time. */
export class VirtualClock {
  /** ms */
  now = 0;
  #count = 0;
  #waiting: { at: number; order: number; run: () => void }[] = [];

  /** Runs it after so many ms. */
  after(ms: number, run: () => void): void {
    this.#count += 1;
    this.#waiting.push({ at: this.now + Math.max(0, ms), order: this.#count, run });
  }

  /** Resolves after so many ms. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** The same, or earlier when the signal aborts. */
  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      if (signal.aborted) return resolve();
      signal.addEventListener('abort', wake);
      this.after(ms, wake);
    });

  /** Lets time go by until `isDone`, or until nothing waits any more. Rejects when it takes more than `most` steps. */
  async run(isDone: () => boolean, most = 100_000): Promise<void> {
    for (let steps = 0; steps < most; steps += 1) {
      // All promises that can go on do so before time does.
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone()) return;
      let next = 0;
      for (let i = 1; i < this.#waiting.length; i += 1) if (this.#before(i, next)) next = i;
      const [taken] = this.#waiting.splice(next, 1);
      if (!taken) return;
      this.now = Math.max(this.now, taken.at);
      taken.run();
    }
    throw new Error(`nothing was done after ${most} steps`);
  }

  #before(i: number, j: number): boolean {
    const a = this.#waiting[i];
    const b = this.#waiting[j];
    if (!a || !b) return false;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }
}
