import type { PlanTarget } from '../../plan/index.js';

/** What a report tells of a run besides its rows. */
export interface ReportFacts {
  readonly runId: string;
  readonly kind: 'apply' | 'undo';
  /** The run that an undo takes back. */
  readonly of: string | null;
  /** The input, as the user named it. */
  readonly sheet: string;
  readonly target: PlanTarget & { readonly sandbox: boolean };
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  /** Of sending, in ms. */
  readonly elapsedMs: number;
  /** How it came to an end; `cut-off` when the journal has none. */
  readonly end: 'finished' | 'stopped' | 'cut-off';
  /** Why it ended early, in words; `null` when it did not. */
  readonly stopped: string | null;
  /** The results sheet; `null` when there is none. */
  readonly resultsFile: string | null;
  /** Version of opsheet, and when the page is made. */
  readonly version: string;
  readonly now: Date;
}
