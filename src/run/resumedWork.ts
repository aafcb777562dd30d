import type { FieldChange } from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';
import type { Clock } from './clock.js';
import type { Journal } from './journal.js';
import type { OpenIntent } from './journalFacts.js';
import type { Outcome, RunNote, UpdateStatus } from './outcome.js';
import { settlesIn } from './settling.js';
import { newWork, type Work } from './work.js';

/** Outcomes that an earlier run left open: the row is sent, or looked up, again. */
const OPEN: ReadonlySet<UpdateStatus> = new Set(['not-sent', 'unverified']);

/** Whether a resume would send, or look up, what was planned for this row. */
export function isRowOpen(journal: Journal, rowNumber: number): boolean {
  const outcome = journal.outcomeOf(rowNumber);
  return outcome === null || journal.openIntentOf(rowNumber) !== null || OPEN.has(outcome.status);
}

export interface ResumedWorld extends Clock {
  readonly journal: Journal;
  /** How long after a lost answer a look-up is believed, in ms. */
  readonly settleMs: number;
}

/**
 * What is left to do for an update of an earlier run, by its journal: how it ended, when that is settled; else the work,
 * in doubt for as long as a PUT that was under way may still be applied.
 */
export function resumedWork(update: PlannedUpdate, world: ResumedWorld): Outcome | Work {
  const { journal, elapsed, settleMs } = world;
  const outcome = journal.outcomeOf(update.rowNumber);
  const intent = journal.openIntentOf(update.rowNumber);
  if (outcome && !isRowOpen(journal, update.rowNumber)) return outcome;
  const work = newWork(update);
  work.attempts = intent?.attempt ?? outcome?.attempts ?? 0;
  const left = settlesIn(update.rowNumber, journal, world, settleMs);
  if (left === null) return work;
  // What was told of an earlier PUT says nothing of one that was cut off after it.
  const told = intent ? null : outcome;
  work.doubt = {
    note: told?.note ?? { code: 'run.cutOff' },
    httpStatus: told?.httpStatus ?? null,
    errorCode: told?.errorCode ?? null,
    message: told?.message ?? null,
    settledAt: elapsed() + left,
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
