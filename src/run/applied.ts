import { differences, type FieldChange, type Opportunity, withChanges } from '../opportunity/index.js';
import { fullBody } from '../plan/index.js';
import { emptied, stillLost } from './lostFields.js';
import type { WriteAnswer } from './opportunityWriter.js';
import type { RunNote, RunStop } from './outcome.js';
import { changedBeside } from './verify.js';
import { LONGEST_WAIT, RETRY_BASE, type Step, THROTTLE_BASE, type WorkAtHand } from './work.js';

/** PUTs at the most by which one record is put back. */
const MOST_RESTORES = 4;

/** What the record showed, and what the server had said of the PUT; `found` when it had said nothing of the record. */
export interface Shown {
  readonly record: Opportunity;
  /** Whether it was read, and not shown by the answer to the PUT. */
  readonly isLook: boolean;
  readonly httpStatus: number | null;
  readonly message: string | null;
  readonly found: boolean;
  /** What an answer shows changed beside what was sent, where that was found out before. */
  readonly beside?: readonly FieldChange[];
}

/**
 * The end of a row whose record shows all that was sent: whether more was changed than that. Where a server that loses
 * fields is to be found out, the record gets its own back and the run stops.
 */
export async function endApplied(hand: WorkAtHand, shown: Shown): Promise<Step> {
  const { work } = hand;
  const { base, update } = work;
  const { httpStatus, message, found } = shown;
  if (work.lost !== null) work.lost = stillLost(work, shown.record);
  // Of what was lost since the plan was made, nobody knows whether it was the server that lost it.
  const isOwnLook = base !== update.beforeImage;
  const beside = shown.beside ?? changedBeside(update, base, shown.record, isOwnLook && shown.isLook);
  const lost = emptied(beside);
  const { suspicious, onKept, onEmptied, onSet } = hand.care;
  if (lost.length > 0) {
    if (suspicious && (!found || isOwnLook)) return putBack(hand, beside, httpStatus);
    onEmptied(lost.map(({ field }) => field));
  } else if (shown.isLook && isOwnLook && work.lost === null) onKept(base);
  if (found) {
    const more = beside.length > 0 ? { differences: beside } : {};
    return hand.end('updated', { httpStatus, note: { code: 'answer.foundApplied', ...more } });
  }
  const stop = shown.isLook && isOwnLook ? onSet(beside.filter((change) => !lost.includes(change))) : null;
  return hand.end('updated', { message, httpStatus, note: meanwhile(shown.record, beside) }, stop);
}

/** What somebody else has done to a record since it was read. */
function meanwhile({ deletionDate }: Opportunity, beside: readonly FieldChange[]): RunNote | null {
  // Worse than any edit: whoever believes the change to be there will look for the record in vain.
  if (deletionDate !== null) return { code: 'record.deletedMeanwhile' };
  return beside.length > 0 ? { code: 'record.editedMeanwhile', differences: beside } : null;
}

/** The server has lost fields that were not sent: the record gets all of its own back, and the run stops here. */
async function putBack(
  hand: WorkAtHand,
  beside: readonly FieldChange[],
  httpStatus: number | null,
): Promise<Step> {
  const lost = emptied(beside);
  const edited = beside.filter((change) => !lost.includes(change));
  const restored = await restore(hand, withChanges(hand.work.base, edited));
  const { rowNumber } = hand.work.update;
  const stop: RunStop = { cause: 'fieldsLost', rowNumber, differences: lost, restored };
  const note: RunNote = { code: restored ? 'fields.restored' : 'fields.lost', differences: lost };
  return hand.end(restored ? 'not-sent' : 'unverified', { httpStatus, note }, stop);
}

/** Whether the record could be made this one again. */
async function restore(hand: WorkAtHand, whole: Opportunity): Promise<boolean> {
  const { work, context } = hand;
  const { gate, token, journal, writer } = context;
  const { rowNumber: row, id } = work.update;
  for (let tries = 1; tries <= MOST_RESTORES; tries += 1) {
    if (gate.wait <= LONGEST_WAIT) await gate.pass();
    await token.pass();
    // Nothing is waited for after a stop, nor longer than a run sits through. One PUT goes all the same, at a damaged record.
    if (gate.wait > 0 && tries > 1) break;
    try {
      await journal.commit({ k: 'intent', row, id, attempt: work.attempts + 1, restore: true });
    } catch {
      return false;
    }
    work.attempts += 1;
    const { version } = token;
    const answer = await writer.update(id, fullBody(whole, []));
    if (!(await mayBeSentAgain(hand, answer, version, tries))) break;
  }
  const looked = await hand.look();
  const record = looked.kind === 'record' ? looked.record : null;
  if (record === null || differences(whole, record).length > 0) return false;
  // Both were read: what the first look has shown the last one must show.
  return record.customFields !== null || (whole.customFields ?? []).length === 0;
}

/** Whether the server has certainly not taken the PUT, and might take another one. */
async function mayBeSentAgain(
  hand: WorkAtHand,
  answer: WriteAnswer,
  version: number,
  tries: number,
): Promise<boolean> {
  const { gate, token, onWait } = hand.context;
  switch (answer.kind) {
    case 'throttled': {
      const ms = answer.retryAfterMs ?? hand.backOff(THROTTLE_BASE, tries);
      gate.closeFor(ms);
      onWait(ms, 'throttled');
      return true;
    }
    case 'unreached': {
      const ms = hand.backOff(RETRY_BASE, tries);
      gate.closeFor(ms);
      onWait(ms, 'unreachable');
      return true;
    }
    case 'unauthorized':
      hand.work.attempts -= 1;
      return token.refused(version);
    default:
      return false;
  }
}
