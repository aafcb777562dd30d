import type { FieldChange, FieldPath, Opportunity } from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';
import { isoTime } from './clock.js';
import type { Freshness } from './freshness.js';
import type { Journal } from './journal.js';
import type { LookUp, OpportunityWriter, WriteAnswer } from './opportunityWriter.js';
import type { Outcome, RunNote, RunStop } from './outcome.js';
import type { RetryBudget } from './retryBudget.js';
import type { SendGate } from './sendGate.js';
import type { TokenGate } from './tokenGate.js';

/** Back-off, in ms, where the server names none: full jitter below `base * 2^n`, never above the cap. */
export const RETRY_BASE = 500;
export const THROTTLE_BASE = 1000;
const RETRY_CAP = 20_000;
/** The longest wait that a server can ask for, in ms; a longer one ends the run, to be taken up later. */
export const LONGEST_WAIT = 600_000;
/** ms that an intent may be on the disk before its PUT leaves; an older one is written again. */
export const INTENT_AHEAD = 250;

/** One planned update on its way, with all that has happened to it. */
export interface Work {
  readonly update: PlannedUpdate;
  /** The record on which its PUT is built, and against which what came of it is held: the latest look, or the plan's. */
  base: Opportunity;
  /** PUTs that were sent. */
  attempts: number;
  /** PUTs that failed and count against the row. */
  failures: number;
  waits: number;
  /** Times in ms of the clock that never goes back; `null` before the first PUT. */
  firstSentAt: number | null;
  /** Why it is not known whether the last PUT was, or will be, applied; `null` when that is known. */
  doubt: Doubt | null;
  /**
   * Fields that a PUT which did not carry them made the server lose, and that nobody has seen back; empty when it is not
   * known which. `null` when none is known to be lost. Until the record was seen whole, its row ends as `unverified`.
   */
  lost: readonly FieldChange[] | null;
  /** A look at its record that was begun before its turn had come. */
  early: { readonly age: Freshness; readonly looked: Promise<LookUp> } | null;
  /** The intent of its next PUT, when that was written before its turn had come. */
  ahead: { readonly age: Freshness; readonly onDisk: Promise<void> } | null;
  /** From its last PUT to the answer, in ms. */
  answeredAfter: number | null;
}

export interface Doubt {
  readonly note: RunNote;
  readonly httpStatus: number | null;
  readonly errorCode: string | null;
  readonly message: string | null;
  /** When the record, if it is still as before, proves that the PUT was not applied. */
  readonly settledAt: number;
  /** How the row ends when the PUT was not applied and no other may be sent. */
  readonly otherwise: 'rejected' | 'conflict' | 'not-sent' | 'unverified';
  readonly timedOut: boolean;
}

export function newWork(update: PlannedUpdate): Work {
  return {
    update,
    base: update.beforeImage,
    attempts: 0,
    failures: 0,
    waits: 0,
    firstSentAt: null,
    doubt: null,
    lost: null,
    early: null,
    ahead: null,
    answeredAfter: null,
  };
}

/** What one step brought: the row's end, or when it is to be taken up again. */
export type Step =
  | { readonly kind: 'ended'; readonly outcome: Outcome; readonly stop: RunStop | null }
  | {
      readonly kind: 'later';
      readonly ms: number;
      readonly cause: 'settling' | 'retry';
      readonly stop?: RunStop | null;
    };

export interface SendContext {
  readonly writer: OpportunityWriter;
  readonly journal: Journal;
  readonly gate: SendGate;
  readonly token: TokenGate;
  readonly budget: RetryBudget;
  /** Aborted when nothing more may be sent. */
  readonly stopping: AbortSignal;
  readonly now: () => Date;
  readonly elapsed: () => number;
  readonly random: () => number;
  /** Waits `ms`, or less when the run is stopped. */
  readonly pause: (ms: number) => Promise<void>;
  /** How long after a lost answer a look-up is believed, in ms. */
  readonly settleMs: number;
  /** PUTs for one record at the most, those that only had to wait not counted. */
  readonly mostAttempts: number;
  readonly body: 'changes' | 'full';
  readonly onWait: (ms: number, cause: 'throttled' | 'unreachable') => void;
  /** Told of every answer to a PUT, with the ms that it took. */
  readonly onAnswer: (answer: WriteAnswer, ms: number) => void;
}

/** How the next PUT is to be made. */
export interface Care {
  /**
   * Whether the record is read again before it is sent, and held against what the plan read. Asked when all waiting is
   * over: a plan that was fresh before a long wait is not fresh after it.
   */
  readonly recheck: () => boolean;
  /** Whether it is read again after it was accepted, and compared whole. */
  readonly readBack: boolean;
  /** Called when it is about to be read back: what else is to be read may be read meanwhile. */
  readonly onReadBack: () => void;
  /** Whether fields that changed with the sent ones are taken for the server's doing: they are put back. */
  readonly suspicious: boolean;
  /** Called with the record as it was before, when a look after its PUT has shown that it kept all that was not sent. */
  readonly onKept: (before: Opportunity) => void;
  /** Called with fields that were not sent and are empty since, where a colleague may have emptied them. */
  readonly onEmptied: (fields: readonly FieldPath[]) => void;
  /**
   * Called with what else has changed between the looks right before and after its PUT; gives the reason to stop when that
   * is the server's doing.
   */
  readonly onSet: (beside: readonly FieldChange[]) => RunStop | null;
  /** Whether records can no longer be read, so that a doubt is told as it stands. */
  readonly blind: boolean;
}

/** One update in the hands of a sender, with what each of its steps needs. */
export class WorkAtHand {
  constructor(
    readonly work: Work,
    readonly context: SendContext,
    readonly care: Care,
  ) {}

  end(status: Outcome['status'], rest: Partial<Outcome>, stop: RunStop | null = null): Step {
    const { attempts, update, lost } = this.work;
    const { rowNumber, rowNumbers, id } = update;
    if (lost !== null) {
      status = 'unverified';
      rest = { ...rest, note: { code: 'fields.lost', differences: lost } };
      // Every other record that is sent in the same way would lose its own.
      if (this.context.body === 'changes')
        stop ??= { cause: 'fieldsLost', rowNumber, differences: lost, restored: false };
    }
    const blank = { message: null, errorCode: null, note: null, httpStatus: null };
    const finishedAt = isoTime(this.context.now());
    return {
      kind: 'ended',
      outcome: { rowNumber, rowNumbers, id, status, ...blank, attempts, finishedAt, ...rest },
      stop,
    };
  }

  stopped(): Step {
    return this.end('not-sent', { note: { code: 'run.stopped' } });
  }

  /** Why the run stops when it is answered so, if it does: no other request would fare better. */
  stopAfter(answer: Exclude<LookUp, { kind: 'record' }>): RunStop | null {
    switch (answer.kind) {
      case 'unauthorized':
        return { cause: 'credentials', httpStatus: answer.httpStatus, message: answer.message };
      case 'halt':
        return { cause: answer.cause, httpStatus: answer.httpStatus, message: answer.message };
      case 'unknown':
        return null;
    }
  }

  /**
   * The record as it is; a token that expired is renewed once on the way. A server that fails at it is asked again
   * as long as the run has tries left to spend.
   */
  async look(mayRetry = () => this.context.budget.take(false)): Promise<LookUp> {
    const { token, writer } = this.context;
    for (;;) {
      const { version } = token;
      const looked = await writer.look(this.work.update.id, { mayRetry });
      if (looked.kind === 'record') token.accepted(version);
      if (looked.kind !== 'unauthorized' || !(await token.refused(version))) return looked;
    }
  }

  backOff(base: number, nth: number): number {
    return this.context.random() * Math.min(base * 2 ** nth, RETRY_CAP);
  }
}

/** What is said where the server did not say a word. */
export function silence(message: string | null, httpStatus: number): RunNote | null {
  return message === null ? { code: 'server.silent', httpStatus } : null;
}
