import type { FieldChange, FieldPath, FieldValue } from '../opportunity/index.js';

/** The final word on a row, the same on the screen, in JSON and in the results sheet. */
export const STATUSES = [
  'updated',
  'unchanged',
  'skipped',
  'invalid',
  'rejected',
  'conflict',
  'unverified',
  'not-sent',
] as const;
export type Status = (typeof STATUSES)[number];

/** A field that is neither what the plan read nor what it wants. */
export interface FieldConflict {
  readonly field: FieldPath;
  readonly before: FieldValue;
  /** What it is now. */
  readonly live: FieldValue;
  readonly after: FieldValue;
}

/** What opsheet has to say about an outcome where the server said nothing, or not the whole truth. */
export type RunNote =
  | { code: 'server.silent'; httpStatus: number }
  | { code: 'answer.lost'; reason: string }
  | { code: 'answer.unreadable'; httpStatus: number }
  | { code: 'answer.uncertain'; httpStatus: number; message: string | null }
  /**
   * The server failed or fell silent, but the record shows the values that were sent; `differences` are fields that were
   * not sent and are not as the plan read them, if there are any.
   */
  | { code: 'answer.foundApplied'; differences?: readonly FieldChange[] }
  /** Sent as often as may be, and never applied. */
  | { code: 'attempts.exhausted'; reason: string }
  /** The server accepted the change and stored something else. */
  | { code: 'values.differ'; differences: readonly FieldChange[] }
  /** Fields that were not sent changed with the ones that were. */
  | { code: 'fields.lost'; differences: readonly FieldChange[] }
  /** The same, and the record was put back as it was. */
  | { code: 'fields.restored'; differences: readonly FieldChange[] }
  /** Someone else set a field that the plan would set; nothing was sent over it. */
  | { code: 'record.changed'; conflicts: readonly FieldConflict[] }
  /**
   * After a PUT whose answer was lost a field has neither the value that the plan read nor the one that was sent: someone
   * edited it, or the server stored it otherwise. Nothing was sent again.
   */
  | { code: 'record.otherValue'; conflicts: readonly FieldConflict[] }
  /** After a PUT whose answer was lost the record shows a part of what was sent; `differences` is the rest of it. */
  | { code: 'record.halfChanged'; differences: readonly FieldChange[] }
  | { code: 'record.gone' }
  /** No PUT of ours has left, and the record has the values all the same: someone else set them since the plan was made. */
  | { code: 'record.alreadySo' }
  /** Updated, and other fields than the sent ones are not what the plan read: someone edited in between. */
  | { code: 'record.editedMeanwhile'; differences: readonly FieldChange[] }
  /** Updated, and the record is shown as deleted: somebody has deleted it since the plan was made. */
  | { code: 'record.deletedMeanwhile' }
  /** The record could not be read again before it was to be sent. */
  | { code: 'record.unread'; reason: string }
  | { code: 'connection.failed'; reason: string }
  | { code: 'throttled.tooLong' }
  | { code: 'run.stopped' }
  /** The run was cut off while this row's PUT was under way. */
  | { code: 'run.cutOff' };

/** The statuses that an update can end in. */
export type UpdateStatus = Extract<
  Status,
  'updated' | 'unchanged' | 'rejected' | 'conflict' | 'unverified' | 'not-sent'
>;

/** How one planned update ended. */
export interface Outcome {
  /** The first row that asked for it, by which it is found, and all of them. */
  readonly rowNumber: number;
  readonly rowNumbers: readonly number[];
  readonly id: string;
  readonly status: UpdateStatus;
  /** The server's own words and code, as they came. */
  readonly message: string | null;
  readonly errorCode: string | null;
  readonly note: RunNote | null;
  readonly httpStatus: number | null;
  /** PUTs that were sent for it. */
  readonly attempts: number;
  /** UTC, ISO 8601. */
  readonly finishedAt: string;
}

/** Why a run ended before its last row. */
export type RunStop =
  | {
      cause: 'credentials' | 'redirect' | 'tls' | 'wrongApi';
      httpStatus: number | null;
      message: string | null;
    }
  | { cause: 'unreachable'; reason: string }
  /** The server asks for a longer wait (ms) than a run sits through. */
  | { cause: 'throttled'; waitMs: number }
  /** The server failed for so long that it must be down, in ms. */
  | { cause: 'failing'; forMs: number }
  /** More rows were refused than the person wants to see refused; `errorCode` when it was the same each time. */
  | { cause: 'tooManyErrors'; rejected: number; sent: number; errorCode: string | null }
  /** A row of the first few did not end as it was sent. */
  /** `rows`: so many, one after another, up to that one; it alone when absent. */
  | { cause: 'canary'; rowNumber: number; rows?: number }
  | {
      cause: 'fieldsLost';
      rowNumber: number;
      differences: readonly FieldChange[];
      /** Whether the record was put back as it was. */
      restored: boolean;
    }
  /** In so many records the PUT gave a field that it did not carry the same other value, which `differences` tells. */
  | { cause: 'fieldsSet'; rowNumber: number; rows: number; differences: readonly FieldChange[] }
  | { cause: 'disk'; reason: string }
  | { cause: 'user' };
