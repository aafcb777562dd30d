import type { FieldChange } from '../opportunity/index.js';

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

/** What opsheet has to say about an outcome where the server said nothing, or not the whole truth. */
export type RunNote =
  | { code: 'server.silent'; httpStatus: number }
  | { code: 'answer.lost'; reason: string }
  | { code: 'answer.unreadable'; httpStatus: number }
  | { code: 'answer.uncertain'; httpStatus: number; message: string | null }
  /** The server failed or fell silent, but the record shows the values that were sent. */
  | { code: 'answer.foundApplied' }
  /** The server accepted the change and stored something else. */
  | { code: 'values.differ'; differences: readonly FieldChange[] }
  /** Fields that were not sent changed with the ones that were. */
  | { code: 'fields.lost'; differences: readonly FieldChange[] }
  | { code: 'record.changed'; differences: readonly FieldChange[] }
  | { code: 'connection.failed'; reason: string }
  | { code: 'throttled.tooLong' }
  | { code: 'run.stopped' };

/** How one planned update ended. */
export interface Outcome {
  /** The first row that asked for it, by which it is found, and all of them. */
  readonly rowNumber: number;
  readonly rowNumbers: readonly number[];
  readonly id: string;
  readonly status: Extract<Status, 'updated' | 'rejected' | 'conflict' | 'unverified' | 'not-sent'>;
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
  | { cause: 'fieldsLost'; rowNumber: number; differences: readonly FieldChange[] }
  | { cause: 'disk'; reason: string }
  | { cause: 'user' };
