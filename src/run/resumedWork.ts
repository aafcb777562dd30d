import type { FieldChange } from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';
import type { Journal } from './journal.js';
import type { OpenIntent } from './journalFacts.js';
import type { Outcome, RunNote, UpdateStatus } from './outcome.js';
import { INTENT_AHEAD, newWork, type Work } from './work.js';

/** Outcomes that an earlier run left open: the row is sent, or looked up, again. */
const OPEN: ReadonlySet<UpdateStatus> = new Set(['not-sent', 'unverified']);

export interface ResumedWorld {
  readonly journal: Journal;
  readonly now: () => Date;
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
  /** How long after a lost answer a look-up is believed, in ms. */
  readonly settleMs: number;
}

/**
 * What is left to do for an update of an earlier run, by its journal: how it ended, when that is settled; else the work,
 * in doubt for as long as a PUT that was under way may still be applied.
 */
export function resumedWork(
  update: PlannedUpdate,
  { journal, now, elapsed, settleMs }: ResumedWorld,
): Outcome | Work {
  const outcome = journal.outcomeOf(update.rowNumber);
  const intent = journal.openIntentOf(update.rowNumber);
  if (outcome && !intent && !OPEN.has(outcome.status)) return outcome;
  const work = newWork(update);
  work.attempts = intent?.attempt ?? outcome?.attempts ?? 0;
  const sentAt = intent?.at ?? (outcome?.status === 'unverified' ? Date.parse(outcome.finishedAt) : null);
  if (sentAt === null) return work;
  // A clock that went back proves nothing: then the whole time is waited again.
  const since = Math.max(0, now().getTime() - sentAt);
  // What was told of an earlier PUT says nothing of one that was cut off after it.
  const told = intent ? null : outcome;
  work.doubt = {
    note: told?.note ?? { code: 'run.cutOff' },
    httpStatus: told?.httpStatus ?? null,
    errorCode: told?.errorCode ?? null,
    message: told?.message ?? null,
    // Its PUT may have left a little after its intent.
    settledAt: elapsed() + Math.max(0, settleMs + (intent ? INTENT_AHEAD : 0) - since),
    otherwise: 'not-sent',
    timedOut: false,
  };
  work.lost = lostBefore(outcome?.note ?? null, intent);
  return work;
}

/**
 * What is known to be lost. A record that was put back once, and of which a PUT was cut off later, has most likely lost
 * its fields again.
 */
function lostBefore(told: RunNote | null, intent: OpenIntent | null): readonly FieldChange[] | null {
  if (told?.code === 'fields.lost') return told.differences;
  return intent?.restore || (intent && told?.code === 'fields.restored') ? [] : null;
}
