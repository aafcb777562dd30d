import { canonicalValue, differences, type FieldChange, type Opportunity } from '../opportunity/index.js';
import { fullBody, type PlannedUpdate, type UpdateBody, updateBody } from '../plan/index.js';
import type { Journal } from './journal.js';
import type { LookUp, OpportunityWriter, WriteAnswer } from './opportunityWriter.js';
import type { Outcome, RunNote, RunStop } from './outcome.js';
import type { RetryBudget } from './retryBudget.js';
import type { SendGate } from './sendGate.js';
import type { TokenGate } from './tokenGate.js';
import { changedBeside, conflicts, notApplied } from './verify.js';

/** PUTs for a record at which the server fails by itself (500): it may be the record that it cannot take. */
const MOST_FAILED = 3;
/** Times that one record waits for a server that wants fewer requests. */
const MOST_WAITS = 10;
/** The longest wait that a server can ask for, in ms; a longer one ends the run, to be taken up later. */
const LONGEST_WAIT = 600_000;
/** ms after its first PUT in which a record is tried again. */
const LONGEST_ROW = 300_000;
/** Back-off, in ms, where the server names none: full jitter below `base * 2^n`, never above the cap. */
const RETRY_BASE = 500;
const THROTTLE_BASE = 1000;
const RETRY_CAP = 20_000;
/** How long a change that the server has accepted for later is looked for, in ms, and how often. */
const POSTPONED_FOR = 60_000;
const POSTPONED_EVERY = 5_000;

/** One planned update on its way, with all that has happened to it. */
export interface Work {
  readonly update: PlannedUpdate;
  /** PUTs that were sent. */
  attempts: number;
  /** PUTs that failed and count against the row. */
  failures: number;
  waits: number;
  /** Times in ms of the clock that never goes back; `null` before the first PUT. */
  firstSentAt: number | null;
  /** Why it is not known whether the last PUT was, or will be, applied; `null` when that is known. */
  doubt: Doubt | null;
}

export interface Doubt {
  readonly note: RunNote;
  readonly httpStatus: number | null;
  readonly errorCode: string | null;
  readonly message: string | null;
  /** When the record, if it is still as before, proves that the PUT was not applied. */
  readonly settledAt: number;
  /** How the row ends when the PUT was not applied and no other may be sent. */
  readonly otherwise: 'rejected' | 'conflict' | 'not-sent';
  readonly timedOut: boolean;
}

export function newWork(update: PlannedUpdate): Work {
  return { update, attempts: 0, failures: 0, waits: 0, firstSentAt: null, doubt: null };
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
  /** Whether the record is read again before it is sent, and held against what the plan read. */
  readonly recheck: boolean;
  /** Whether it is read again after it was accepted, and compared whole. */
  readonly readBack: boolean;
  /** Whether fields that changed with the sent ones are taken for the server's doing: they are put back. */
  readonly suspicious: boolean;
  /** Whether records can no longer be read, so that a doubt is told as it stands. */
  readonly blind: boolean;
}

/**
 * Does the next thing for one update. A PUT is sent only when the record is known not to have taken an earlier one:
 * whenever that is in doubt the record is looked up first, and only a look after the settle time proves that nothing
 * was applied (RELIABILITY, resume and retry table).
 */
export async function sendUpdate(work: Work, context: SendContext, care: Care): Promise<Step> {
  const { update } = work;
  const { writer, journal, gate, token, stopping, elapsed } = context;
  const end = (status: Outcome['status'], rest: Partial<Outcome>, stop: RunStop | null = null): Step => {
    const { rowNumber, rowNumbers, id } = update;
    const blank = { message: null, errorCode: null, note: null, httpStatus: null };
    const finishedAt = context.now().toISOString();
    const { attempts } = work;
    return {
      kind: 'ended',
      outcome: { rowNumber, rowNumbers, id, status, ...blank, attempts, finishedAt, ...rest },
      stop,
    };
  };
  const stopped = () => end('not-sent', { note: { code: 'run.stopped' } });

  /** The record on which the PUT is built, and against which its answer is held. */
  let base = update.beforeImage;
  for (let fresh = false; !fresh; ) {
    // Before the look, not after it: in a long wait someone else may edit the record.
    await gate.pass();
    await token.pass();
    if (work.doubt) {
      const found = await resolveDoubt(work.doubt);
      if ('step' in found) return found.step;
      base = found.record;
    } else if (stopping.aborted) {
      return stopped();
    } else if (care.recheck) {
      const looked = await look();
      if (stopping.aborted) return stopped();
      if (looked.kind !== 'record') return unread(looked);
      const drifted = drift(looked.record);
      if (drifted) return drifted;
      if (looked.record) base = looked.record;
    }
    if (stopping.aborted) return stopped();
    fresh = gate.isOpen;
  }
  return send();

  async function send(): Promise<Step> {
    const body = context.body === 'full' ? fullBody(base, update.changes) : bodyFor(base);
    await writer.turn?.();
    if (stopping.aborted) return stopped();
    work.attempts += 1;
    work.firstSentAt ??= elapsed();
    try {
      await journal.commit({ k: 'intent', row: update.rowNumber, id: update.id, attempt: work.attempts });
      journal.mustHold();
    } catch (error) {
      work.attempts -= 1;
      throw error;
    }
    // While the disk was busy the run may have been stopped; nothing has left yet.
    if (stopping.aborted) {
      work.attempts -= 1;
      return stopped();
    }
    const version = token.version;
    const sentAt = elapsed();
    const answer = await writer.update(update.id, body);
    if ('httpStatus' in answer && answer.kind !== 'unauthorized') token.accepted(version);
    context.onAnswer(answer, elapsed() - sentAt);
    return judge(answer, version);
  }

  function bodyFor(live: Opportunity): UpdateBody {
    return live === update.beforeImage ? update.body : updateBody(live, update.changes);
  }

  async function judge(answer: WriteAnswer, version: number): Promise<Step> {
    const httpStatus = 'httpStatus' in answer ? answer.httpStatus : null;
    if (answer.kind !== 'accepted' && answer.kind !== 'refused') {
      const attempt = work.attempts;
      journal.note({ k: 'answer', row: update.rowNumber, attempt, answer: answer.kind, httpStatus });
    }
    switch (answer.kind) {
      case 'accepted':
        return judgeAccepted(answer);
      case 'refused': {
        const { message, errorCode } = answer;
        return end('rejected', { message, errorCode, httpStatus, note: silence(message, answer.httpStatus) });
      }
      case 'contested':
      case 'failed': {
        const { message, errorCode } = answer;
        const settled = answer.kind === 'contested' || answer.settled;
        const wait = (answer.kind === 'failed' && answer.retryAfterMs) || 0;
        const doubt: Doubt = {
          note: { code: 'answer.uncertain', httpStatus: answer.httpStatus, message },
          httpStatus,
          errorCode,
          message,
          settledAt: elapsed() + (settled ? 0 : context.settleMs),
          otherwise:
            answer.kind === 'contested' ? 'conflict' : answer.httpStatus === 500 ? 'rejected' : 'not-sent',
          timedOut: false,
        };
        if (wait === 0) return doubted(doubt);
        if (wait > LONGEST_WAIT) {
          // It may have been applied all the same: the row gets its look, and nothing else is sent.
          const step = await doubted(doubt);
          return { ...step, stop: step.stop ?? { cause: 'throttled', waitMs: wait } };
        }
        work.failures += 1;
        work.doubt = doubt;
        gate.closeFor(wait);
        context.onWait(wait, 'throttled');
        return { kind: 'later', ms: wait, cause: 'retry' };
      }
      case 'unanswered':
        return doubted(lost({ code: 'answer.lost', reason: answer.reason }, null, true));
      case 'unreadable':
        return doubted(
          lost({ code: 'answer.unreadable', httpStatus: answer.httpStatus }, answer.httpStatus, false),
        );
      case 'postponed':
        return awaitPostponed(answer.httpStatus);
      case 'throttled': {
        work.waits += 1;
        if (work.waits > MOST_WAITS) {
          return end('not-sent', {
            message: answer.message,
            httpStatus,
            note: { code: 'throttled.tooLong' },
          });
        }
        const ms = answer.retryAfterMs ?? backOff(THROTTLE_BASE, work.waits);
        if (ms > LONGEST_WAIT) return tooLong(answer.message, answer.httpStatus, ms);
        gate.closeFor(ms);
        context.onWait(ms, 'throttled');
        return { kind: 'later', ms, cause: 'retry' };
      }
      case 'unauthorized':
        return unauthorized(version, answer);
      case 'unreached': {
        work.failures += 1;
        if (work.failures >= context.mostAttempts) {
          const { reason } = answer;
          const note: RunNote = { code: 'connection.failed', reason };
          return end('not-sent', { note }, { cause: 'unreachable', reason });
        }
        const ms = backOff(RETRY_BASE, work.failures);
        gate.closeFor(ms);
        context.onWait(ms, 'unreachable');
        return { kind: 'later', ms, cause: 'retry' };
      }
      case 'halt': {
        const { cause, message } = answer;
        const stop = { cause, httpStatus: answer.httpStatus, message };
        return end('not-sent', { message, httpStatus, note: { code: 'run.stopped' } }, stop);
      }
    }
  }

  async function judgeAccepted(answer: Extract<WriteAnswer, { kind: 'accepted' }>): Promise<Step> {
    const { httpStatus, message } = answer;
    let shown = answer.record;
    if (shown === null || care.readBack) {
      const looked = await look();
      shown = looked.kind === 'record' ? looked.record : null;
    }
    if (shown === null) {
      return end('unverified', { httpStatus, note: { code: 'answer.uncertain', httpStatus, message } });
    }
    const differing = notApplied(update, shown);
    if (differing.length > 0) {
      const stop: RunStop | null = care.readBack ? { cause: 'canary', rowNumber: update.rowNumber } : null;
      const note: RunNote = { code: 'values.differ', differences: differing };
      return end('unverified', { httpStatus, note }, stop);
    }
    const beside = changedBeside(update, base, shown);
    // A server that loses fields leaves them empty; another value is the work of a person, and is not put back.
    const emptied = beside.filter(
      ({ field, after }) => canonicalValue(field, after === '0' ? null : after) === null,
    );
    if (emptied.length > 0 && care.suspicious) return putBack(httpStatus, emptied);
    const note: RunNote | null =
      beside.length > 0 ? { code: 'record.editedMeanwhile', differences: beside } : null;
    return end('updated', { message, httpStatus, note });
  }

  /** The server has lost fields that were not sent: the record gets all of its own back, and the run stops here. */
  async function putBack(httpStatus: number, lostFields: readonly FieldChange[]): Promise<Step> {
    const restored = await restore();
    const stop: RunStop = {
      cause: 'fieldsLost',
      rowNumber: update.rowNumber,
      differences: lostFields,
      restored,
    };
    const note: RunNote = { code: restored ? 'fields.restored' : 'fields.lost', differences: lostFields };
    return end(restored ? 'not-sent' : 'unverified', { httpStatus, note }, stop);
  }

  async function restore(): Promise<boolean> {
    const attempt = work.attempts + 1;
    try {
      await journal.commit({ k: 'intent', row: update.rowNumber, id: update.id, attempt, restore: true });
    } catch {
      return false;
    }
    work.attempts = attempt;
    await writer.update(update.id, fullBody(base, []));
    const looked = await look();
    const record = looked.kind === 'record' ? looked.record : null;
    return record !== null && differences(base, record).length === 0;
  }

  function lost(note: RunNote, httpStatus: number | null, timedOut: boolean): Doubt {
    const settledAt = elapsed() + context.settleMs;
    return { note, httpStatus, errorCode: null, message: null, settledAt, otherwise: 'not-sent', timedOut };
  }

  /** A first look at once: most PUTs whose answer was lost have been applied. */
  async function doubted(doubt: Doubt): Promise<Step> {
    work.failures += 1;
    work.doubt = doubt;
    const found = await resolveDoubt(doubt);
    return 'step' in found
      ? found.step
      : { kind: 'later', ms: backOff(RETRY_BASE, work.failures), cause: 'retry' };
  }

  /** Looks the record up: the row's end, or the record when it proves that the last PUT was not applied. */
  async function resolveDoubt(doubt: Doubt): Promise<{ step: Step } | { record: Opportunity }> {
    const { note, httpStatus, errorCode, message } = doubt;
    // By the time at which the look begins: what it shows may be that old.
    const settled = elapsed() >= doubt.settledAt;
    const looked = care.blind ? null : await look();
    if (looked?.kind === 'unauthorized') return { step: end('unverified', { httpStatus, note }) };
    if (looked?.kind !== 'record') {
      if (!settled && !stopping.aborted) return { step: settling(doubt) };
      return { step: end('unverified', { errorCode, httpStatus, note }) };
    }
    const { record } = looked;
    if (record && notApplied(update, record).length === 0) {
      return { step: end('updated', { httpStatus, note: { code: 'answer.foundApplied' } }) };
    }
    // Whatever else the record shows, until then the PUT may still come and set its values over it.
    if (!settled) {
      return {
        step: stopping.aborted ? end('unverified', { errorCode, httpStatus, note }) : settling(doubt),
      };
    }
    if (record === null) return { step: end('conflict', { httpStatus, note: { code: 'record.gone' } }) };
    const found = conflicts(update, record);
    if (found.length > 0) {
      return { step: end('conflict', { httpStatus, note: { code: 'record.changed', conflicts: found } }) };
    }
    const most =
      doubt.otherwise === 'not-sent' ? context.mostAttempts : Math.min(context.mostAttempts, MOST_FAILED);
    const tooLate = elapsed() - (work.firstSentAt ?? elapsed()) > LONGEST_ROW;
    const mayRetry = work.failures < most && !tooLate;
    work.doubt = null;
    if (mayRetry && stopping.aborted) return { step: stopped() };
    if (mayRetry && context.budget.take(doubt.timedOut)) return { record };
    if (doubt.otherwise !== 'not-sent') {
      const words = { message, errorCode, httpStatus, note: wordless(message, httpStatus) };
      return { step: end(doubt.otherwise, words) };
    }
    const reason = httpStatus === null && note.code === 'answer.lost' ? note.reason : `HTTP ${httpStatus}`;
    return {
      step: end('not-sent', { message, errorCode, httpStatus, note: { code: 'attempts.exhausted', reason } }),
    };
  }

  function settling(doubt: Doubt): Step {
    return { kind: 'later', ms: Math.max(1, doubt.settledAt - elapsed()), cause: 'settling' };
  }

  /** 202: the server will do it later, so the record is looked at until it shows the change. */
  async function awaitPostponed(httpStatus: number): Promise<Step> {
    work.doubt = {
      note: { code: 'answer.uncertain', httpStatus, message: null },
      httpStatus,
      errorCode: null,
      message: null,
      settledAt: elapsed() + Math.max(POSTPONED_FOR, context.settleMs),
      otherwise: 'not-sent',
      timedOut: true,
    };
    const found = await resolveDoubt(work.doubt);
    if (!('step' in found)) return { kind: 'later', ms: POSTPONED_EVERY, cause: 'settling' };
    return found.step.kind === 'later'
      ? { ...found.step, ms: Math.min(found.step.ms, POSTPONED_EVERY) }
      : found.step;
  }

  async function unauthorized(
    version: number,
    { httpStatus, message }: { httpStatus: number; message: string | null },
  ): Promise<Step> {
    // Nothing was applied: the row is as if it had not been sent.
    work.attempts -= 1;
    if (await token.refused(version)) return { kind: 'later', ms: 0, cause: 'retry' };
    return end('not-sent', { note: { code: 'run.stopped' } }, { cause: 'credentials', httpStatus, message });
  }

  /** The record as it is; a token that expired is renewed once on the way. */
  async function look(): Promise<LookUp> {
    for (;;) {
      const version = token.version;
      const looked = await writer.look(update.id);
      if (looked.kind === 'record') token.accepted(version);
      if (looked.kind !== 'unauthorized' || !(await token.refused(version))) return looked;
    }
  }

  function drift(record: Opportunity | null): Step | null {
    if (record === null || record.deletionDate !== null) {
      return end('conflict', { note: { code: 'record.gone' } });
    }
    const found = conflicts(update, record);
    if (found.length > 0) return end('conflict', { note: { code: 'record.changed', conflicts: found } });
    if (notApplied(update, record).length === 0) {
      return end('unchanged', { note: { code: 'record.alreadySo' } });
    }
    return null;
  }

  function unread(looked: Exclude<LookUp, { kind: 'record' }>): Step {
    if (looked.kind === 'unauthorized') {
      const { httpStatus, message } = looked;
      const stop: RunStop = { cause: 'credentials', httpStatus, message };
      return end('not-sent', { note: { code: 'run.stopped' } }, stop);
    }
    work.failures += 1;
    if (work.failures < context.mostAttempts) {
      return { kind: 'later', ms: backOff(RETRY_BASE, work.failures), cause: 'retry' };
    }
    return end('not-sent', { note: { code: 'record.unread', reason: looked.reason } });
  }

  function tooLong(message: string | null, httpStatus: number, waitMs: number): Step {
    const rest = { message, httpStatus, note: { code: 'throttled.tooLong' } } as const;
    return end('not-sent', rest, { cause: 'throttled', waitMs });
  }

  function backOff(base: number, nth: number): number {
    return context.random() * Math.min(base * 2 ** nth, RETRY_CAP);
  }
}

function silence(message: string | null, httpStatus: number): RunNote | null {
  return message === null ? { code: 'server.silent', httpStatus } : null;
}

function wordless(message: string | null, httpStatus: number | null): RunNote | null {
  return httpStatus === null ? null : silence(message, httpStatus);
}
