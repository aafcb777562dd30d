import type { MappingProblem, SkipReason } from '../mapping/index.js';
import type { FieldChange, FieldPath, FieldValue, Opportunity } from '../opportunity/index.js';
import type { RiskKind } from './risks.js';

/** What is wrong with a row once it is held against the live records. */
export type RecordProblem = { row: number; column: string; text: string } & (
  | { code: 'record.missing' | 'record.deleted' }
  /** `httpStatus` is 403 when the server did not show the record, else its answer named the other workspace. */
  | { code: 'record.otherWorkspace'; httpStatus: number | null; message: string | null }
  | { code: 'record.unreadable'; httpStatus: number | null; message: string | null }
  | { code: 'code.ambiguous'; count: number }
  /** The row has an id and a code, and they are those of two opportunities. `found` is that of the one that was read. */
  | { code: 'record.otherKey'; found: string }
  /** The name would become the id or the code of the record, of which the column is the one, most likely. */
  | { code: 'name.key' }
  /** The first 255 letters of what the record holds. */
  | { code: 'text.cut' }
  /** No such code, but one that differs only in the zeros before it. */
  | { code: 'code.zeros'; suggestion: string }
  /** No such code, but one that differs only in its dashes, its spaces, or small and capital letters. */
  | { code: 'code.near'; suggestion: string }
  | { code: 'stage.unknown'; suggestions: readonly string[] }
  | { code: 'stage.ambiguous'; ids: readonly string[] }
  /** Names cannot be matched: most live records are in stages that the workspace does not list. */
  | { code: 'stage.untrusted' }
  | { code: 'duplicate.conflict'; rows: readonly number[] }
  | { code: 'customFields.unread' | 'customFields.repeated' }
  /** Fields that were changed after the run that is to be taken back: `before` is what it set, `after` what it found. */
  | {
      code: 'record.editedSince';
      changes: readonly { field: FieldPath; before: FieldValue; live: FieldValue; after: FieldValue }[];
    }
  /**
   * The field was empty before the run, and the API has no way to empty it. `others` could be put back without it: as
   * long as nobody says so, none of the record is.
   */
  | { code: 'undo.noValue'; field: FieldPath; others: readonly FieldPath[] }
);

export type PlanProblem = MappingProblem | RecordProblem;

/**
 * The body of one PUT /api/opportunity: only the fields that change (API facts, section 4). `customFields` is
 * always the whole list, live values with the changes put in, because the server may replace it as a whole.
 */
export interface UpdateBody {
  name?: string;
  description?: string;
  /** Text is a number of more digits than JavaScript's have, behind the mark of numbers. */
  amount?: number | string;
  stageId?: string | null;
  contactId?: string | null;
  customFields?: Readonly<Record<string, unknown>>[];
}

/** A record that will be changed by one PUT. */
export interface PlannedUpdate {
  readonly verdict: 'update';
  readonly rowNumber: number;
  /** Every row of the sheet that asks for exactly this, `rowNumber` the first of them. */
  readonly rowNumbers: readonly number[];
  readonly id: string;
  readonly changes: readonly FieldChange[];
  /** What a person should look at before it is sent, the worst first. */
  readonly risks: readonly RiskKind[];
  readonly body: UpdateBody;
  /** The whole record as it was read: what drift is judged by, and what an undo puts back. */
  readonly beforeImage: Opportunity;
}

/**
 * Why a row is left out: for what it says, because a run that is taken back had not changed it, or, when a plan was
 * looked through, by hand (`deselected`).
 */
export type PlanSkipReason = SkipReason | 'not-changed' | 'not-selected' | 'deselected';

/** What will be done with one row of the sheet. */
export type PlannedRow =
  | PlannedUpdate
  | {
      readonly verdict: 'unchanged';
      readonly rowNumber: number;
      readonly id: string;
      readonly name: string | null;
    }
  | { readonly verdict: 'duplicate'; readonly rowNumber: number; readonly id: string; readonly of: number }
  | { readonly verdict: 'skipped'; readonly rowNumber: number; readonly reason: PlanSkipReason }
  | {
      readonly verdict: 'missing';
      readonly rowNumber: number;
      readonly key: string;
      readonly problems: [PlanProblem];
    }
  | {
      readonly verdict: 'invalid';
      readonly rowNumber: number;
      readonly key: string | null;
      readonly problems: readonly PlanProblem[];
    };

export type Verdict = PlannedRow['verdict'];
export const VERDICTS = [
  'update',
  'unchanged',
  'duplicate',
  'skipped',
  'missing',
  'invalid',
] as const satisfies Verdict[];
