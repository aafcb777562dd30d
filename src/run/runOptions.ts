import type { PlanFile } from '../plan/index.js';
import type { Clock } from './clock.js';
import type { Journal } from './journal.js';
import type { OpportunityWriter } from './opportunityWriter.js';
import type { RunStop, UpdateStatus } from './outcome.js';
import type { RunControls } from './runControls.js';
import type { RunEvent } from './runEvent.js';
import type { Sleep } from './sendGate.js';
import type { ErrorLimit } from './stopLoss.js';

export interface RunPlanOptions extends Clock {
  readonly plan: PlanFile;
  readonly writer: OpportunityWriter;
  /** A new one with its header, or that of an earlier run which is gone on with. */
  readonly journal: Journal;
  /** PUTs under way at once, at the most. */
  readonly concurrency: number;
  /** Through which a person steers the run, if there is one. */
  readonly controls?: RunControls;
  /** Updates that go first, one after another, each read back. */
  readonly canary: number;
  /**
   * When a record is read again just before it is sent: when the plan's reading is older than so many ms, or never,
   * which trusts that nobody else works in the CRM.
   */
  readonly recheckAfterMs: number | 'never';
  /** How long after a lost answer a look-up is believed, in ms. */
  readonly settleMs: number;
  readonly errorLimit: ErrorLimit;
  /** Times that a PUT is sent again after it failed, at the most. */
  readonly retries: number;
  readonly body: 'changes' | 'full';
  /** Gets another token when the one in use is refused; resolves to whether there is one. */
  readonly renewToken: () => Promise<boolean>;
  /** Aborting it lets what is under way finish and sends nothing more. */
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly sleep: Sleep;
  readonly onEvent: (event: RunEvent) => void;
}

export interface RunResult {
  /** Updates by how they ended; those that were never tried count as `not-sent`. */
  readonly counts: Readonly<Record<UpdateStatus, number>>;
  readonly stop: RunStop | null;
  /** From the first PUT to the last answer, in ms. */
  readonly elapsedMs: number;
}
