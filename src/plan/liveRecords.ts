import type { Opportunity, Stage } from '../opportunity/index.js';

/** The workspace that a plan is made against. */
export interface Workspace {
  readonly id: string;
  /** `null` when the API did not say. */
  readonly name: string | null;
  /** In the order of the pipeline; empty when the API did not list them. */
  readonly stages: readonly Stage[];
}

/** The live side of a plan: what the CRM holds now. Reading changes nothing, so it may be retried freely. */
export interface LiveRecords {
  workspace(): Promise<Workspace>;
  /** The record, or `null` when the workspace has none with this id. Throws `RecordUnreadable`. */
  read(id: string): Promise<Opportunity | null>;
  /**
   * Every record of the workspace, each once, a page at a time. `onMoved` is told when one came on two pages: the list was
   * changed while it was read, so that another may have come on none.
   */
  list(onMoved?: () => void): AsyncIterable<readonly Opportunity[]>;
  /** How many records the workspace says it has; `null` when it does not say. Good for a guess, not to rely on. */
  count(): Promise<number | null>;
}

/**
 * This one record could not be read although the API answers: its row is not planned, the others are. Anything
 * that concerns all records (no connection, no permission) is thrown as it is and ends the planning.
 */
export class RecordUnreadable extends Error {
  override readonly name = 'RecordUnreadable';
  constructor(
    readonly httpStatus: number | null,
    /** The server's own words, or `null` when it had none. */
    readonly serverMessage: string | null,
  ) {
    super(`record unreadable (${httpStatus ?? 'no status'})`);
  }
}

/** The record is another workspace's, or one that this token may not see: `httpStatus` is then 403. */
export class RecordElsewhere extends RecordUnreadable {}
