import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, systemClock } from '../run/index.js';
import { Mask } from '../settings/mask.js';

/** The process as the commands see it: what they read from it and where they write. */
export interface World extends Clock {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly environment: Record<string, string | undefined>;
  readonly workingDirectory: string;
  /** Left out of all that is printed: a server may have put a token even into a record. */
  readonly secrets: Mask;
  readonly random: () => number;
  /** Waits `ms`, or less when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export function processWorld(): World {
  const secrets = new Mask();
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
    stream.write = (chunk: unknown, ...rest: unknown[]) =>
      write(typeof chunk === 'string' ? secrets.hide(chunk) : chunk, ...rest);
  }
  return {
    secrets,
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
