import { uptime } from 'node:os';

/** The three clocks of a computer: none of them alone tells how long ago something was in another process. */
export interface Clock {
  /** Can be set, and then jumps. */
  readonly now: () => Date;
  /** Milliseconds of a clock that never goes back: this process's own. */
  readonly elapsed: () => number;
  /** Milliseconds since the computer started, the time that it slept included: nobody can set it, a restart ends it. */
  readonly uptime: () => number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  uptime: () => uptime() * 1000,
};

let latest = { ms: 0, iso: '' };

/** UTC, ISO 8601. Many rows end within one millisecond, and spelling it out costs as much as all else of their ends. */
export function isoTime(at: Date): string {
  const ms = at.getTime();
  if (latest.ms !== ms || latest.iso === '') latest = { ms, iso: at.toISOString() };
  return latest.iso;
}

/** When something was: ms since 1970, and ms since the computer had started, where that is known. */
export interface Moment {
  readonly t: number;
  readonly up: number | null;
}

/**
 * ms that have passed at least. A clock that was set proves nothing, neither back nor ahead: the time since the computer
 * started must say so too. After a restart that is all the time that is sure.
 */
export function leastSince({ t, up }: Moment, { now, uptime }: Pick<Clock, 'now' | 'uptime'>): number {
  const byClock = Math.max(0, now().getTime() - t);
  if (up === null) return byClock;
  const running = uptime();
  return Math.min(byClock, running >= up ? running - up : running);
}
