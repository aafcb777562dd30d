import type { Opportunity } from '../opportunity/index.js';
import type { UpdateBody } from '../plan/index.js';

/** What came of one PUT, by what it says about whether the record was changed (RELIABILITY, retry table). */
export type WriteAnswer = AnswerKind & {
  /** What the server says of its own limit (`RateLimit-*` headers): requests left, and ms until there are more. */
  readonly allowance?: Allowance;
};

export interface Allowance {
  readonly remaining: number;
  readonly resetMs: number;
}

type AnswerKind =
  /** 2xx with a readable answer; `record` is the record it showed, if it did. */
  | { kind: 'accepted'; httpStatus: number; message: string | null; record: Opportunity | null }
  /** 202: it will be done later. */
  | { kind: 'postponed'; httpStatus: number }
  /** The server said no; nothing was changed. */
  | { kind: 'refused'; httpStatus: number; message: string | null; errorCode: string | null }
  /** The server says that the record is in use, or not as it should be; nothing was changed. */
  | { kind: 'contested'; httpStatus: number; message: string | null; errorCode: string | null }
  /** The server failed; `settled` when it had finished with the request, so that a look-up tells the truth. */
  | {
      kind: 'failed';
      httpStatus: number;
      message: string | null;
      errorCode: string | null;
      settled: boolean;
      retryAfterMs?: number | null;
    }
  /** Too many requests: nothing was changed, and nothing should be sent for `retryAfterMs`. */
  | { kind: 'throttled'; httpStatus: number; message: string | null; retryAfterMs: number | null }
  /** The token is not accepted; nothing was changed. */
  | { kind: 'unauthorized'; httpStatus: number; message: string | null }
  /** No connection was made; nothing was sent. */
  | { kind: 'unreached'; reason: string }
  /** Sent, but no answer came: it may have been applied, or be applied later. */
  | { kind: 'unanswered'; reason: string }
  /** An answer that is not the API's, such as a login page with 200, or a proxy's page with 404. */
  | { kind: 'unreadable'; httpStatus: number }
  /** Nothing that is sent after this would fare better. */
  | { kind: 'halt'; cause: HaltCause; httpStatus: number | null; message: string | null };

/** `redirect`: the API's address answers with another one; `wrongApi`: it does not know this request at all. */
export type HaltCause = 'redirect' | 'tls' | 'wrongApi';

/** What a look at one record brought. */
export type LookUp =
  /** The record as it is now; `null` when it is gone. */
  | { kind: 'record'; record: Opportunity | null }
  | { kind: 'unauthorized'; httpStatus: number; message: string | null }
  /** No other record could be read either. */
  | { kind: 'halt'; cause: HaltCause; httpStatus: number | null; message: string | null }
  /** It could not be read, although that was tried more than once. */
  | { kind: 'unknown'; reason: string };

/** The live side of a run. Neither method throws for anything that a network or a server can do. */
export interface OpportunityWriter {
  /**
   * Waits until one more PUT may leave, where there is a limit of requests a second; the next `update` then goes at
   * once. So that no intent waits on the disk for a PUT that leaves long after it. Absent where there is no limit.
   */
  turn?(): Promise<void>;
  /** Sends one PUT and never a second one. */
  update(id: string, body: UpdateBody): Promise<WriteAnswer>;
  /** Reading changes nothing, so it may be tried more than once. */
  look(id: string, options?: LookOptions): Promise<LookUp>;
}

export interface LookOptions {
  /**
   * Asked before each further try because the server failed; it may always be tried again when absent. One that the
   * server has only put off (429) is free.
   */
  readonly mayRetry?: () => boolean;
  /** Once it is aborted, no wait that the server asks for is waited out, and nothing is tried again after it. */
  readonly stopping?: AbortSignal;
  /** Told when the server asks for a wait, in ms. */
  readonly onAsked?: (ms: number) => void;
}
