import type { Work } from './work.js';

/** Updates that wait for their time: a retry, or a look once an answer that was lost must have settled. */
export class LaterQueue {
  /** Soonest first. */
  readonly #waiting: { readonly due: number; readonly work: Work }[] = [];

  #damaged = 0;

  get size(): number {
    return this.#waiting.length;
  }

  /** Whether a record is among them that is known to have lost fields. */
  get holdsDamaged(): boolean {
    return this.#damaged > 0;
  }

  /** `due` in ms of the clock that never goes back. */
  push(work: Work, due: number): void {
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#waiting[middle]?.due ?? 0) <= due) low = middle + 1;
      else high = middle;
    }
    this.#waiting.splice(low, 0, { due, work });
    if (work.lost !== null) this.#damaged += 1;
  }

  /** The next one whose time has come; with `anyway` the next one whatever its time. */
  take(now: number, anyway = false): Work | null {
    const [first] = this.#waiting;
    if (!first || (first.due > now && !anyway)) return null;
    this.#waiting.shift();
    if (first.work.lost !== null) this.#damaged -= 1;
    return first.work;
  }

  /** When the next one is due; `null` when none waits. */
  get nextDue(): number | null {
    return this.#waiting[0]?.due ?? null;
  }
}
