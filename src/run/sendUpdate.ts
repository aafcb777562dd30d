import type { Opportunity } from '../opportunity/index.js';
import { fullBody, type UpdateBody, updateBody } from '../plan/index.js';
import { judgeAccepted } from './accepted.js';
import { endApplied } from './applied.js';
import { awaitPostponed, doubted, lostAnswer, resolveDoubt } from './doubt.js';
import { Freshness } from './freshness.js';
import { stillLost, withLost } from './lostFields.js';
import type { LookUp, WriteAnswer } from './opportunityWriter.js';
import type { RunNote, RunStop } from './outcome.js';
import { conflicts, notApplied } from './verify.js';
import {
  type Care,
  type Doubt,
  LONGEST_WAIT,
  RETRY_BASE,
  type SendContext,
  type Step,
  silence,
  THROTTLE_BASE,
  type Work,
  WorkAtHand,
} from './work.js';

/** ms that a look at a record is trusted: longer than looking and all that comes before its PUT takes as a rule. */
const LOOK_HOLDS = 5000;
/** Times that one record waits for a server that wants fewer requests. */
const MOST_WAITS = 10;

/**
 * Does the next thing for one update. A PUT is sent only when the record is known not to have taken an earlier one:
 * whenever that is in doubt the record is looked up first, and only a look after the settle time proves that nothing
 * was applied (RELIABILITY, resume and retry table).
 */
export async function sendUpdate(work: Work, context: SendContext, care: Care): Promise<Step> {
  const { update } = work;
  const { writer, journal, gate, token, stopping, elapsed } = context;
  const hand = new WorkAtHand(work, context, care);
  const end: WorkAtHand['end'] = (status, rest, stop) => hand.end(status, rest, stop);
  /** Of the look at the record. */
  let look = new Freshness(context, LOOK_HOLDS);
  let mayGo = false;
  for (;;) {
    const ended = await prepare();
    if (ended) return ended;
    if (!mayGo && writer.turn) await writer.turn();
    mayGo = true;
    if (stopping.aborted) return hand.stopped();
    if (!isOld() && (await announce())) return send();
    if (stopping.aborted) return hand.stopped();
    look.bearLonger();
  }

  /** Waits until something may be sent, and makes sure of the record: the row's end when there is nothing to send. */
  async function prepare(): Promise<Step | null> {
    for (let fresh = false; !fresh; ) {
      const { wait } = gate;
      if (wait > LONGEST_WAIT && !stopping.aborted) return heldBack(wait);
      // What holds nothing back is not awaited, here and where a row is taken up: that would be a promise each, a row.
      // Before the look, not after it: in a long wait someone else may edit the record.
      if (wait > 0 || token.isRenewing) work.early = null;
      if (wait > 0) await gate.pass();
      if (token.isRenewing) await token.pass();
      if (work.doubt) {
        look.begins();
        const found = await resolveDoubt(hand, work.doubt);
        if ('step' in found) return found.step;
        work.base = found.record;
      } else if (stopping.aborted) {
        return hand.stopped();
      } else if (care.recheck() || work.lost !== null) {
        const looked = await recentLook();
        if (stopping.aborted) return hand.stopped();
        if (looked.kind !== 'record') return unread(looked);
        const drifted = drift(looked.record);
        if (drifted) return drifted;
        const { record } = looked;
        if (record) work.base = withLost(work, withPlannedList(record));
      }
      if (stopping.aborted) return hand.stopped();
      fresh = gate.wait === 0;
    }
    return null;
  }

  /** A look may show no list of custom fields where the plan has read one: it is there all the same. */
  function withPlannedList(record: Opportunity): Opportunity {
    return record.customFields === null
      ? { ...record, customFields: update.beforeImage.customFields }
      : record;
  }

  /** The look that was begun before, if it told anything; else one that begins now. */
  async function recentLook(): Promise<LookUp> {
    const { early } = work;
    work.early = null;
    const looked = await early?.looked;
    if (early && looked?.kind === 'record' && !early.age.isOld()) {
      look = early.age;
      return looked;
    }
    look.begins();
    return hand.look();
  }

  /** Whether the computer slept, or the PUT waited for its turn, since the record was looked at. */
  function isOld(): boolean {
    return care.recheck() && look.isOld();
  }

  /** Makes sure of the intent; `false` when the PUT may not leave after all. */
  async function announce(): Promise<boolean> {
    await intentOnDisk();
    // While the disk was busy the run may have been stopped, or the computer have slept; nothing has left yet.
    return !stopping.aborted && !isOld();
  }

  async function send(): Promise<Step> {
    const { base } = work;
    const body = context.body === 'full' ? fullBody(base, update.changes) : bodyFor(base);
    // Here and no earlier: between any two steps that are awaited another row's line may find the disk full.
    journal.mustHold();
    work.early = null;
    work.attempts += 1;
    const version = token.version;
    const sentAt = elapsed();
    work.firstSentAt ??= sentAt;
    const answer = await writer.update(update.id, body);
    work.answeredAfter = elapsed() - sentAt;
    if ('httpStatus' in answer && answer.kind !== 'unauthorized') token.accepted(version);
    context.onAnswer(answer, work.answeredAfter);
    return answer.kind === 'accepted' ? judgeAccepted(hand, answer) : judge(answer, version);
  }

  /** After a crash the look at the record trusts the time of the intent, so it may not be much older than its PUT. */
  async function intentOnDisk(): Promise<void> {
    const { ahead } = work;
    work.ahead = null;
    if (ahead) await ahead.onDisk;
    if (ahead && !ahead.age.isOld()) return;
    const intent = { k: 'intent', row: update.rowNumber, id: update.id, attempt: work.attempts + 1 } as const;
    await journal.commit(work.lost === null ? intent : { ...intent, restore: true });
  }

  function bodyFor(live: Opportunity): UpdateBody {
    return live === update.beforeImage ? update.body : updateBody(live, update.changes);
  }

  async function judge(answer: Exclude<WriteAnswer, { kind: 'accepted' }>, version: number): Promise<Step> {
    const httpStatus = 'httpStatus' in answer ? answer.httpStatus : null;
    if (answer.kind !== 'refused') {
      const attempt = work.attempts;
      const ms = Math.round(work.answeredAfter ?? 0);
      journal.note({ k: 'answer', row: update.rowNumber, attempt, answer: answer.kind, httpStatus, ms });
    }
    switch (answer.kind) {
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
        if (wait === 0) return doubted(hand, doubt);
        if (wait > LONGEST_WAIT) {
          // It may have been applied all the same: the row gets its look, and nothing else is sent.
          const step = await doubted(hand, doubt);
          return { ...step, stop: step.stop ?? { cause: 'throttled', waitMs: wait } };
        }
        work.failures += 1;
        work.doubt = doubt;
        gate.closeFor(wait);
        context.onWait(wait, 'throttled');
        return { kind: 'later', ms: wait, cause: 'retry' };
      }
      case 'unanswered':
        return doubted(hand, lostAnswer(hand, { code: 'answer.lost', reason: answer.reason }, null, true));
      case 'unreadable':
        return doubted(
          hand,
          lostAnswer(
            hand,
            { code: 'answer.unreadable', httpStatus: answer.httpStatus },
            answer.httpStatus,
            false,
          ),
        );
      case 'postponed':
        return awaitPostponed(hand, answer.httpStatus);
      case 'throttled': {
        work.waits += 1;
        if (work.waits > MOST_WAITS) {
          return end('not-sent', {
            message: answer.message,
            httpStatus,
            note: { code: 'throttled.tooLong' },
          });
        }
        const ms = answer.retryAfterMs ?? hand.backOff(THROTTLE_BASE, work.waits);
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
        const ms = hand.backOff(RETRY_BASE, work.failures);
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

  async function unauthorized(
    version: number,
    answer: Extract<WriteAnswer, { kind: 'unauthorized' }>,
  ): Promise<Step> {
    // Nothing was applied: the row is as if it had not been sent.
    work.attempts -= 1;
    if (await token.refused(version)) return { kind: 'later', ms: 0, cause: 'retry' };
    return end('not-sent', { note: { code: 'run.stopped' } }, hand.stopAfter(answer));
  }

  function drift(record: Opportunity | null): Step | Promise<Step> | null {
    if (record === null || record.deletionDate !== null) {
      work.lost = null;
      return end('conflict', { note: { code: 'record.gone' } });
    }
    const found = conflicts(update, record);
    if (found.length > 0) return end('conflict', { note: { code: 'record.changed', conflicts: found } });
    if (work.lost !== null) work.lost = stillLost(work, record);
    if (work.lost === null && notApplied(update, record).length === 0) {
      // A PUT that had failed by all that was known then has come through after all.
      if (work.attempts > 0) {
        return endApplied(hand, { record, isLook: true, httpStatus: null, message: null, found: true });
      }
      return end('unchanged', { note: { code: 'record.alreadySo' } });
    }
    return null;
  }

  function unread(looked: Exclude<LookUp, { kind: 'record' }>): Step {
    const stop = hand.stopAfter(looked);
    if (stop) return end('not-sent', { note: { code: 'run.stopped' } }, stop);
    work.failures += 1;
    if (work.failures < context.mostAttempts && context.budget.take(false)) {
      return { kind: 'later', ms: hand.backOff(RETRY_BASE, work.failures), cause: 'retry' };
    }
    return end('not-sent', {
      note: { code: 'record.unread', reason: looked.kind === 'unknown' ? looked.reason : looked.kind },
    });
  }

  /** The server has said, with its answer to another PUT, that it takes none for longer than a run sits through. */
  function heldBack(waitMs: number): Step {
    const stop: RunStop = { cause: 'throttled', waitMs };
    // In doubt it is looked at once more, as all of those are when a run stops.
    if (work.doubt) return { kind: 'later', ms: 0, cause: 'settling', stop };
    return end('not-sent', { note: { code: 'run.stopped' } }, stop);
  }

  function tooLong(message: string | null, httpStatus: number, waitMs: number): Step {
    const rest = { message, httpStatus, note: { code: 'throttled.tooLong' } } as const;
    return end('not-sent', rest, { cause: 'throttled', waitMs });
  }
}
