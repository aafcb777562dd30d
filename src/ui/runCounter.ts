import type { PaceCause, RunEvent, UpdateStatus } from '../run/index.js';

/** Why nothing is sent for a while. */
export type WaitCause = Extract<RunEvent, { kind: 'waiting' }>['cause'] | 'settling';

const FINE: ReadonlySet<UpdateStatus> = new Set(['updated', 'unchanged']);

/** How far back the rate looks, in ms. */
const RATE_WINDOW = 5000;

/** Counts a run's events for a screen that looks at it from time to time. Times are in ms of one clock. */
export class RunCounter {
  total = 0;
  done = 0;
  failed = 0;
  /** Until when nothing is sent, and why. */
  waiting: { until: number; cause: WaitCause } | null = null;
  /** Requests under way at once, the most there may be, and why they were changed last. */
  pace: { now: number; ceiling: number; cause: PaceCause | null } = { now: 0, ceiling: 0, cause: null };
  readonly #samples: { at: number; done: number }[] = [];

  take(event: RunEvent, now: number): void {
    switch (event.kind) {
      case 'started':
        this.total = event.updates;
        this.pace = { now: Math.min(2, event.ceiling), ceiling: event.ceiling, cause: null };
        this.#samples.push({ at: now, done: 0 });
        break;
      case 'ended':
        this.done += 1;
        if (!FINE.has(event.outcome.status)) this.failed += 1;
        break;
      case 'waiting':
        this.waiting = { until: now + event.ms, cause: event.cause };
        break;
      case 'settling':
        this.waiting = { until: now + event.ms, cause: 'settling' };
        break;
      case 'pace':
        this.pace = { ...this.pace, now: event.concurrency, cause: event.cause };
        break;
      case 'answered':
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
