import type { RunEvent } from '../run/index.js';

/** How far back the rate looks, in ms. */
const RATE_WINDOW = 5000;

/** Counts a run's events for a screen that looks at it from time to time. Times are in ms of one clock. */
export class RunCounter {
  total = 0;
  done = 0;
  failed = 0;
  /** Until when nothing is sent, and why. */
  waiting: { until: number; cause: 'throttled' | 'unreachable' } | null = null;
  readonly #samples: { at: number; done: number }[] = [];

  take(event: RunEvent, now: number): void {
    switch (event.kind) {
      case 'started':
        this.total = event.updates;
        this.#samples.push({ at: now, done: 0 });
        break;
      case 'ended':
        this.done += 1;
        if (event.outcome.status !== 'updated') this.failed += 1;
        break;
      case 'waiting':
        this.waiting = { until: now + event.ms, cause: event.cause };
        break;
      case 'stopping':
        break;
    }
  }

  /** Updates a second over the last seconds; 0 until there is something to tell. */
  rate(now: number): number {
    this.#samples.push({ at: now, done: this.done });
    while (this.#samples.length > 2 && now - (this.#samples[0]?.at ?? now) > RATE_WINDOW)
      this.#samples.shift();
    const [first] = this.#samples;
    if (!first || now - first.at < 200) return 0;
    return ((this.done - first.done) * 1000) / (now - first.at);
  }

  /** ms until the last update at this rate; `null` when nobody can tell. */
  timeLeft(rate: number): number | null {
    return rate > 0 ? ((this.total - this.done) * 1000) / rate : null;
  }
}
