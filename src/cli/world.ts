import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, systemClock } from '../run/index.js';

/** The process as the commands see it: what they read from it and where they write. */
export interface World extends Clock {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly environment: Record<string, string | undefined>;
  readonly workingDirectory: string;
  readonly random: () => number;
  /** Waits `ms`, or less when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export function processWorld(): World {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    environment: process.env,
    workingDirectory: process.cwd(),
    ...systemClock,
    random: Math.random,
    sleep: async (ms, signal) => {
      await delay(ms, undefined, signal && { signal }).catch((error: Error) => {
        if (error.name !== 'AbortError') throw error;
      });
    },
  };
}
