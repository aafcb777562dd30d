import { type FieldChange, fieldValue, type Opportunity, sameValue } from '../opportunity/index.js';
import { COPY_LAG } from '../plan/index.js';
import { endApplied } from './applied.js';
import { emptied } from './lostFields.js';
import type { LookUp, WriteAnswer } from './opportunityWriter.js';
import type { RunStop } from './outcome.js';
import { changedBeside, notApplied, showsFields } from './verify.js';
import type { Step, Work, WorkAtHand } from './work.js';

/**
 * The end of a row whose PUT was accepted, by what the record shows: as the answer has it, or by a look where that tells
 * too little, or ill, or where this row is to be read back.
 */
export async function judgeAccepted(
  hand: WorkAtHand,
  { httpStatus, message, record }: Extract<WriteAnswer, { kind: 'accepted' }>,
): Promise<Step> {
  const { work, care } = hand;
  const { update } = work;
  let shown = record;
  let isLook = false;
  let stop: RunStop | null = null;
  const beside = record === null ? [] : changedBeside(update, work.base, record, false);
  const missing = emptied(beside);
  // Not compared twice: every row of a run comes by here.
  const answered = record === null ? [] : notApplied(update, record);
  const mustLook =
    record === null ||
    !showsFields(update, record) ||
    isAsBefore(work, record) ||
    isOtherType(answered) ||
    // What an answer leaves out need not be gone: only a look tells, at each record of a server that answers so.
    missing.length > 0 ||
    care.readBack ||
    work.lost !== null;
  if (mustLook) {
    if (care.readBack) care.onReadBack();
    const looked = await settledLook(hand);
    if (looked.kind === 'record') {
      const list = looked.record?.customFields ?? record?.customFields ?? null;
      shown = looked.record && { ...looked.record, customFields: list };
      isLook = true;
    } else {
      stop = hand.stopAfter(looked);
      // Without a look the answer's own record is believed in what is bad alone.
      if (!(care.suspicious && missing.length > 0)) shown = null;
    }
  }
  if (shown === null) {
    return hand.end(
      'unverified',
      { httpStatus, note: { code: 'answer.uncertain', httpStatus, message } },
      stop,
    );
  }
  const differing = shown === record ? answered : notApplied(update, shown);
  // What was lost besides is worse than what was stored otherwise: it is put back.
  const isRuined =
    differing.length > 0 &&
    care.suspicious &&
    isLook &&
    emptied(changedBeside(update, work.base, shown, true)).length > 0;
  if (differing.length > 0 && !isRuined) {
    stop ??= care.readBack ? { cause: 'canary', rowNumber: update.rowNumber } : null;
    return hand.end(
      'unverified',
      { httpStatus, note: { code: 'values.differ', differences: differing } },
      stop,
    );
  }
  const known = shown === record ? { beside } : {};
  const step = await endApplied(hand, { record: shown, isLook, httpStatus, message, found: false, ...known });
  return step.kind === 'ended' ? { ...step, stop: step.stop ?? stop } : step;
}

/** Whether values differ only in what they are in JSON: an answer may show as text what the record holds as a number. */
function isOtherType(differing: readonly FieldChange[]): boolean {
  return (
    differing.length > 0 && differing.every(({ field, before, after }) => sameValue(field, before, after))
  );
}

/** Whether a record shows nothing of what was sent, but all of it as it was before. */
function isAsBefore({ update, base }: Work, record: Opportunity): boolean {
  return update.changes.every(({ field }) =>
    sameValue(field, fieldValue(record, field), fieldValue(base, field)),
  );
}

/** A look after the PUT was accepted; again a few times while the server shows what was there before it. */
async function settledLook(hand: WorkAtHand): Promise<LookUp> {
  const { work, context } = hand;
  let looked = await hand.look();
  for (const ms of COPY_LAG) {
    if (looked.kind !== 'record' || looked.record === null || !isAsBefore(work, looked.record)) break;
    await context.pause(ms);
    if (context.stopping.aborted) break;
    looked = await hand.look();
  }
  return looked;
}
