import type { FieldChange } from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';
import type { Journal } from './journal.js';
import { emptied } from './lostFields.js';
import type { Outcome } from './outcome.js';

/** Whether the server was seen to lose fields that it was not sent, at any row of a run. */
export async function hasLostFields(
  updates: AsyncIterable<PlannedUpdate>,
  journal: Journal,
): Promise<boolean> {
  for await (const { rowNumber } of updates) {
    const code = journal.toldOutcomeOf(rowNumber)?.note?.code;
    if (code === 'fields.lost' || code === 'fields.restored') return true;
  }
  return false;
}

/**
 * The fields that a record has lost besides and that were not put back. Of a server that is known to lose them
 * (`losesFields`), also those that were empty after a PUT of which nobody knew yet who had emptied them.
 */
export function lostIn(outcome: Outcome | null, losesFields: boolean): readonly FieldChange[] {
  const note = outcome?.note;
  switch (note?.code) {
    case 'fields.lost':
      return note.differences;
    case 'record.editedMeanwhile':
    case 'answer.foundApplied':
      return losesFields ? emptied(note.differences ?? []) : [];
    default:
      return [];
  }
}

/** What the server stored in the place of what it was sent: in other letters, rounded, cut. */
export function heldIn(outcome: Outcome | null): readonly FieldChange[] {
  const note = outcome?.note;
  return note?.code === 'values.differ' ? note.differences : [];
}
