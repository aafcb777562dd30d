import type { Opportunity } from '../opportunity/index.js';
import { endApplied } from './applied.js';
import { stillLost, withLost } from './lostFields.js';
import type { RunNote } from './outcome.js';
import { conflicts, isHalfChanged, isStillHeld, notApplied } from './verify.js';
import { type Doubt, RETRY_BASE, type Step, silence, type WorkAtHand } from './work.js';

/** PUTs for a record at which the server fails by itself (500): it may be the record that it cannot take. */
const MOST_FAILED = 3;
/** ms after its first PUT in which a record is tried again. */
const LONGEST_ROW = 300_000;
/** How long a change that the server has accepted for later is looked for, in ms, and how often. */
const POSTPONED_FOR = 60_000;
const POSTPONED_EVERY = 5_000;

/** The doubt that an answer leaves which says nothing of the record. */
export function lostAnswer(
  { context }: WorkAtHand,
  note: RunNote,
  httpStatus: number | null,
  timedOut: boolean,
): Doubt {
  const settledAt = context.elapsed() + context.settleMs;
  return { note, httpStatus, errorCode: null, message: null, settledAt, otherwise: 'not-sent', timedOut };
}

/** A first look at once: most PUTs whose answer was lost have been applied. */
export async function doubted(hand: WorkAtHand, doubt: Doubt): Promise<Step> {
  const { work } = hand;
  work.failures += 1;
  work.doubt = doubt;
  const found = await resolveDoubt(hand, doubt);
  return 'step' in found
    ? found.step
    : { kind: 'later', ms: hand.backOff(RETRY_BASE, work.failures), cause: 'retry' };
}

/** Looks the record up: the row's end, or the record when it proves that the last PUT was not applied. */
export async function resolveDoubt(
  hand: WorkAtHand,
  doubt: Doubt,
): Promise<{ step: Step } | { record: Opportunity }> {
  const { work, context, care } = hand;
  const { update } = work;
  const { elapsed, stopping } = context;
  const end: WorkAtHand['end'] = (status, rest, stop) => hand.end(status, rest, stop);
  const { note, httpStatus, errorCode, message } = doubt;
  // By the time at which the look begins: what it shows may be that old.
  const settled = elapsed() >= doubt.settledAt;
  const looked = care.blind ? null : await hand.look();
  const stop = looked && looked.kind !== 'record' && hand.stopAfter(looked);
  if (stop) return { step: end('unverified', { httpStatus, note }, stop) };
  if (looked?.kind !== 'record') {
    if (!settled && !stopping.aborted) return { step: settling(doubt, elapsed()) };
    return { step: end('unverified', { errorCode, httpStatus, note }) };
  }
  const { record } = looked;
  // Of a record that was being put back, only a look after that PUT must have settled tells how it is.
  if (work.lost !== null && record && settled) work.lost = stillLost(work, record);
  if (work.lost === null && record && notApplied(update, record).length === 0) {
    return { step: await endApplied(hand, { record, isLook: true, httpStatus, message, found: true }) };
  }
  // That PUT was answered, and what the server made of it is there still: there is no more to find out. An undo needs to
  // know it as the server's own.
  if (work.lost === null && record?.deletionDate === null && isStillHeld(note, update, record)) {
    return { step: end('conflict', { httpStatus, note }) };
  }
  // Whatever else the record shows, until then the PUT may still come and set its values over it.
  if (!settled) {
    return {
      step: stopping.aborted
        ? end('unverified', { errorCode, httpStatus, note })
        : settling(doubt, elapsed()),
    };
  }
  if (record === null || record.deletionDate !== null) {
    work.lost = null;
    return { step: end('conflict', { httpStatus, note: { code: 'record.gone' } }) };
  }
  // Only a body with all fields puts back what was lost.
  if (work.lost !== null && context.body === 'changes') return { step: end('unverified', { httpStatus }) };
  const found = conflicts(update, record);
  if (found.length > 0) {
    return { step: end('conflict', { httpStatus, note: { code: 'record.otherValue', conflicts: found } }) };
  }
  // Some of it was made, or all of it and a person took a part back: sent again it would go over what that person did.
  if (isHalfChanged(update, record)) {
    const left = notApplied(update, record);
    return { step: end('conflict', { httpStatus, note: { code: 'record.halfChanged', differences: left } }) };
  }
  // Accepted for later, and later than anyone waits for: another PUT might come before the first one is done.
  if (doubt.otherwise === 'unverified') return { step: end('unverified', { errorCode, httpStatus, note }) };
  const most =
    doubt.otherwise === 'not-sent' ? context.mostAttempts : Math.min(context.mostAttempts, MOST_FAILED);
  const tooLate = elapsed() - (work.firstSentAt ?? elapsed()) > LONGEST_ROW;
  const mayRetry = work.failures < most && !tooLate;
  work.doubt = null;
  if (mayRetry && stopping.aborted) return { step: hand.stopped() };
  // What an earlier run was cut off with has not failed in this one: to send it is no second try.
  const mayBeSent = mayRetry && (work.failures === 0 || context.budget.take(doubt.timedOut));
  if (mayBeSent) return { record: withLost(work, record) };
  // What only the run had no tries left for is none of the row's fault, and may be sent another time.
  if (doubt.otherwise !== 'not-sent' && !mayRetry) {
    const words = {
      message,
      errorCode,
      httpStatus,
      note: httpStatus === null ? null : silence(message, httpStatus),
    };
    return { step: end(doubt.otherwise, words) };
  }
  const reason = httpStatus === null && note.code === 'answer.lost' ? note.reason : `HTTP ${httpStatus}`;
  return {
    step: end('not-sent', { message, errorCode, httpStatus, note: { code: 'attempts.exhausted', reason } }),
  };
}

function settling({ settledAt }: Doubt, now: number): Step {
  return { kind: 'later', ms: Math.max(1, settledAt - now), cause: 'settling' };
}

/** 202: the server will do it later, so the record is looked at until it shows the change. */
export async function awaitPostponed(hand: WorkAtHand, httpStatus: number): Promise<Step> {
  const { work, context } = hand;
  work.doubt = {
    note: { code: 'answer.uncertain', httpStatus, message: null },
    httpStatus,
    errorCode: null,
    message: null,
    settledAt: context.elapsed() + Math.max(POSTPONED_FOR, context.settleMs),
    otherwise: 'unverified',
    timedOut: true,
  };
  const found = await resolveDoubt(hand, work.doubt);
  if (!('step' in found)) return { kind: 'later', ms: POSTPONED_EVERY, cause: 'settling' };
  return found.step.kind === 'later'
    ? { ...found.step, ms: Math.min(found.step.ms, POSTPONED_EVERY) }
    : found.step;
}
