import type { PaceCause, RunEvent, UpdateStatus } from '../run/index.js';

/** Why nothing is sent for a while. */
export type WaitCause = Extract<RunEvent, { kind: 'waiting' }>['cause'] | 'settling';

/** Rows that failed for one reason. */
export interface CountedProblem {
  readonly code: string;
  rows: number;
  /** The last row of them, and what the server said of it. */
  lastRow: number;
  message: string | null;
}

const FINE: ReadonlySet<UpdateStatus> = new Set(['updated', 'unchanged']);

/** How far back the rate looks, in ms. */
const RATE_WINDOW = 5000;
/** The rate of each second that is remembered, for a curve. */
const SECONDS = 120;
/** Answers of which the median latency is told. */
const ANSWERS = 101;
/** Different problems that are counted apart. */
const MOST_PROBLEMS = 50;

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
  readonly #problems = new Map<string, CountedProblem>();
  readonly #latencies: number[] = [];
  #answers = 0;
  readonly #seconds: number[] = [];
  #secondAt = 0;
  #secondDone = 0;

  take(event: RunEvent, now: number): void {
    switch (event.kind) {
      case 'started':
        this.total = event.updates;
        this.pace = { now: Math.min(2, event.ceiling), ceiling: event.ceiling, cause: null };
        this.#samples.push({ at: now, done: 0 });
        this.#secondAt = now;
        break;
      case 'ended':
        this.done += 1;
        this.#countSecond(now);
        if (!FINE.has(event.outcome.status)) {
          this.failed += 1;
          this.#countProblem(event.outcome);
        }
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
      case 'ceiling':
        this.pace = { ...this.pace, ceiling: event.ceiling };
        break;
      case 'answered':
        this.#latencies[this.#answers % ANSWERS] = event.ms;
        this.#answers += 1;
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

  /** Updates that ended in each whole second so far, the last ones. */
  seconds(now: number): readonly number[] {
    this.#countSecond(now);
    return this.#seconds;
  }

  /** The median of the last answers, in ms; `null` before the first. */
  latency(): number | null {
    const sorted = [...this.#latencies].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? null;
  }

  /** The most frequent first. */
  problems(): CountedProblem[] {
    return [...this.#problems.values()].sort((a, b) => b.rows - a.rows);
  }

  /** ms until the last update at this rate; `null` when nobody can tell. */
  timeLeft(rate: number): number | null {
    return rate > 0 ? ((this.total - this.done) * 1000) / rate : null;
  }

  #countSecond(now: number): void {
    // A computer that slept has many seconds to make up for: none of them had any updates.
    if (now - this.#secondAt > SECONDS * 1000) this.#secondAt = now - SECONDS * 1000;
    for (; now - this.#secondAt >= 1000; this.#secondAt += 1000) {
      this.#seconds.push(this.done - this.#secondDone);
      this.#secondDone = this.done;
      if (this.#seconds.length > SECONDS) this.#seconds.shift();
    }
  }

  #countProblem({
    errorCode,
    note,
    status,
    rowNumber,
    message,
  }: Extract<RunEvent, { kind: 'ended' }>['outcome']): void {
    const code = errorCode ?? note?.code ?? status;
    const known = this.#problems.get(code);
    if (known) Object.assign(known, { rows: known.rows + 1, lastRow: rowNumber, message });
    else if (this.#problems.size < MOST_PROBLEMS) {
      this.#problems.set(code, { code, rows: 1, lastRow: rowNumber, message });
    }
  }
}
