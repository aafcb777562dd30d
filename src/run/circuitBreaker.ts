import type { Sleep } from './sendGate.js';

const WINDOW_CALLS = 50;
const WINDOW_MS = 30_000;
const LEAST_SAMPLES = 20;
const OPEN_SHARE = 0.5;
/** Pauses before the server is tried again, in ms: doubled each time, up to a cap. */
const FIRST_PAUSE = 15_000;
const LONGEST_PAUSE = 300_000;
/** Probes that must succeed, one after another. */
const GOOD_PROBES = 3;
/** Without one good PUT in all this time, in ms, the server counts as down. */
const GIVE_UP_MS = 600_000;

export interface BreakerWorld {
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
  /** Told when everything is held back for `ms`. */
  readonly onPause: (ms: number) => void;
}

/**
 * Stops asking a server that mostly fails. It opens when half of the last calls failed for reasons of the server's
 * own; then nothing is sent until, after a pause, three reads in a row succeed. A server that answers reads and goes
 * on failing writes is given longer and longer pauses, and is given up after ten minutes.
 */
export class CircuitBreaker {
  #calls: { at: number; failed: boolean }[] = [];
  #pauses = 0;
  /** Since when there has been no good PUT while the breaker was, or has just been, open. */
  #troubleSince: number | null = null;
  #closing: Promise<void> | null = null;
  #open = false;

  constructor(private readonly world: BreakerWorld) {}

  /** A PUT was answered, or failed for a reason of the server's own; one that it never saw, or held back, is neither. */
  record(failed: boolean): void {
    const at = this.world.elapsed();
    this.#calls.push({ at, failed });
    if (this.#calls.length > WINDOW_CALLS) this.#calls.shift();
    if (!failed) {
      if (!this.#open) {
        this.#troubleSince = null;
        this.#pauses = 0;
      }
      return;
    }
    const recent = this.#calls.filter((call) => at - call.at <= WINDOW_MS);
    const failures = recent.filter((call) => call.failed).length;
    if (recent.length >= LEAST_SAMPLES && failures >= recent.length * OPEN_SHARE) this.open();
  }

  /** Holds everything back, because the server is known to fail. */
  open(): void {
    this.#troubleSince ??= this.world.elapsed();
    this.#open = true;
    this.#calls = [];
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /**
   * Resolves to `true` when requests may go out, to `false` when the server is given up. `probe` reads one record
   * and tells whether that went well; one caller probes for all.
   */
  async pass(probe: () => Promise<boolean>): Promise<boolean> {
    while (this.#open && !this.world.signal.aborted) {
      if (this.downFor() >= GIVE_UP_MS) return false;
      this.#closing ??= this.#tryToClose(probe).finally(() => {
        this.#closing = null;
      });
      await this.#closing;
    }
    return true;
  }

  /** ms since the trouble began; 0 when there is none. */
  downFor(): number {
    return this.#troubleSince === null ? 0 : this.world.elapsed() - this.#troubleSince;
  }

  async #tryToClose(probe: () => Promise<boolean>): Promise<void> {
    const pause = Math.min(FIRST_PAUSE * 2 ** this.#pauses, LONGEST_PAUSE);
    this.#pauses += 1;
    this.world.onPause(pause);
    await this.world.sleep(pause, this.world.signal);
    for (let good = 0; good < GOOD_PROBES; good += 1) {
      if (this.world.signal.aborted || !(await probe())) return;
    }
    this.#open = false;
  }
}
