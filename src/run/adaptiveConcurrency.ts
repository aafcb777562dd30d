/** Why the number of requests at once was changed. */
export type PaceCause = 'throttled' | 'slow' | 'recovering' | 'asked';

const START = 2;
/** Answers slower than this many times the fastest, and than this many ms, are a sign that the server is busy. */
const SLOW_FACTOR = 3;
const SLOW_LEAST_MS = 500;
/** Signs of trouble within so many ms come from the same trouble. */
const COOL_DOWN_MS = 1000;

/**
 * How many requests are under way at once, below a ceiling: doubled in each round until the first sign of trouble
 * (as TCP's slow start does), from then on one more in each round that goes well, half as many when the server
 * wants fewer, a tenth less when it is slow.
 */
export class AdaptiveConcurrency {
  #now = START;
  #inRound = 0;
  #untroubled = true;
  #fastestMs = Number.POSITIVE_INFINITY;
  #calmUntil = 0;

  #ceiling: number;

  constructor(
    ceiling: number,
    private readonly onChange: (now: number, cause: PaceCause) => void,
  ) {
    this.#ceiling = ceiling;
    this.#now = Math.min(START, ceiling);
  }

  get ceiling(): number {
    return this.#ceiling;
  }

  /** A person wants more, or less. Less is so at once; more is reached as the server bears it. */
  setCeiling(ceiling: number): void {
    this.#ceiling = ceiling;
    this.#set(Math.min(this.#now, ceiling), 'asked');
  }

  get now(): number {
    return this.#now;
  }

  /** The server did what it was sent, in `ms`. `at` is the time, in ms of a clock that never goes back. */
  answered(ms: number, at: number): void {
    this.#fastestMs = Math.min(this.#fastestMs, ms);
    if (ms > SLOW_LEAST_MS && ms > this.#fastestMs * SLOW_FACTOR) this.#reduce(0.9, 'slow', at);
    else this.coped();
  }

  /** It answered as it should, but did nothing: how long that took is no measure for what it does. */
  coped(): void {
    this.#inRound += 1;
    if (this.#inRound < this.#now || this.#now >= this.#ceiling) return;
    this.#set(Math.min(this.#ceiling, this.#untroubled ? this.#now * 2 : this.#now + 1), 'recovering');
  }

  /** It failed: no sign that it wants fewer, but none that it bears more, either. */
  failed(): void {
    this.#untroubled = false;
    this.#inRound = 0;
  }

  throttled(at: number): void {
    this.#reduce(0.5, 'throttled', at);
  }

  timedOut(at: number): void {
    this.#reduce(0.9, 'slow', at);
  }

  #reduce(factor: number, cause: PaceCause, at: number): void {
    this.#untroubled = false;
    if (at < this.#calmUntil) return;
    this.#calmUntil = at + COOL_DOWN_MS;
    this.#set(Math.max(1, Math.floor(this.#now * factor)), cause);
  }

  #set(next: number, cause: PaceCause): void {
    this.#inRound = 0;
    if (next === this.#now) return;
    this.#now = next;
    this.onChange(next, cause);
  }
}
