import type { ErrorLimit, Journal } from '../run/index.js';
import { DEFAULT_CONCURRENCY } from './sharedOptions.js';

/** How fast an earlier run is gone on with, or taken back, as far as that was typed. */
export interface TypedPace {
  readonly concurrency?: number | undefined;
  /** Requests a second at the most. */
  readonly rate?: number | undefined;
  readonly maxErrors?: ErrorLimit | undefined;
}

/** As fast as was typed, else as the run was last told to go. */
export function paceFrom({ concurrency, rate, maxErrors }: TypedPace, { pace }: Journal) {
  return {
    concurrency: concurrency ?? pace?.concurrency ?? DEFAULT_CONCURRENCY,
    rate: rate ?? pace?.rate,
    maxErrors: maxErrors ?? pace?.maxErrors ?? { kind: 'default' as const },
  };
}
