import type { Opportunity } from '../opportunity/index.js';
import type { UpdateBody } from '../plan/index.js';

/** What came of one PUT, by what it says about whether the record was changed. */
export type WriteAnswer =
  /** 2xx with a readable answer; `record` is the record it showed, if it did. */
  | { kind: 'accepted'; httpStatus: number; message: string | null; record: Opportunity | null }
  /** The server said no; nothing was changed. */
  | { kind: 'refused'; httpStatus: number; message: string | null; errorCode: string | null }
  /** The server failed; `settled` when it had finished with the request, so that a look-up tells the truth. */
  | { kind: 'failed'; httpStatus: number; message: string | null; errorCode: string | null; settled: boolean }
  /** Too many requests: nothing was changed, and nothing should be sent for `retryAfterMs`. */
  | { kind: 'throttled'; httpStatus: number; message: string | null; retryAfterMs: number | null }
  /** No connection was made; nothing was sent. */
  | { kind: 'unreached'; reason: string }
  /** Sent, but no answer came: it may have been applied, or be applied later. */
  | { kind: 'unanswered'; reason: string }
  /** 2xx that is not the API's answer, such as a login page. */
  | { kind: 'unreadable'; httpStatus: number }
  /** Nothing that is sent after this would fare better. */
  | { kind: 'halt'; cause: HaltCause; httpStatus: number | null; message: string | null };

/** `redirect`: the API's address answers with another one; `wrongApi`: it does not know this request at all. */
export type HaltCause = 'credentials' | 'redirect' | 'tls' | 'wrongApi';

/** The live side of a run. */
export interface OpportunityWriter {
  /** Sends one PUT and never a second one. Does not throw for anything that a network or a server can do. */
  update(id: string, body: UpdateBody): Promise<WriteAnswer>;
  /** The record as it is now, or `null` when it is gone. Throws when that cannot be known. */
  read(id: string): Promise<Opportunity | null>;
}
