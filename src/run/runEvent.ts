import type { PaceCause } from './adaptiveConcurrency.js';
import type { Outcome, RunStop } from './outcome.js';

/** What a run tells while it goes. */
export type RunEvent =
  | { kind: 'started'; updates: number; ceiling: number }
  | { kind: 'ended'; outcome: Outcome }
  /** A PUT was answered, well or not, after `ms`. */
  | { kind: 'answered'; ms: number }
  | { kind: 'waiting'; ms: number; cause: 'throttled' | 'unreachable' | 'failing' }
  /** Nothing is left to send, but answers that were lost are not yet settled. */
  | { kind: 'settling'; rows: number; ms: number }
  | { kind: 'ceiling'; ceiling: number }
  | { kind: 'pace'; concurrency: number; cause: PaceCause }
  | { kind: 'stopping'; stop: RunStop };
