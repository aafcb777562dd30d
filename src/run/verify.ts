import {
  customFieldName,
  differences,
  diffOpportunity,
  type FieldChange,
  fieldValue,
  type Opportunity,
  sameValue,
  withChanges,
} from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';
import type { FieldConflict, RunNote } from './outcome.js';

/** Whether an answer says anything of the fields of an update: one without the list says nothing of custom fields. */
export function showsFields({ changes }: PlannedUpdate, { customFields }: Opportunity): boolean {
  return customFields !== null || changes.every(({ field }) => customFieldName(field) === null);
}

/** The fields of an update that a record does not show as they were sent; empty when it shows them all. */
export function notApplied(update: PlannedUpdate, record: Opportunity): FieldChange[] {
  return diffOpportunity(
    record,
    update.changes.map(({ field, after, afterJson }) => ({ field, value: after, json: afterJson })),
  ).map(({ field, before, after }) => ({ field, before: after, after: before }));
}

/**
 * Every field that was not sent and is not what it was in the record on which the PUT was built: `before` is what
 * was expected. With `bothLooks` the two were read in the same way, so that a list of custom fields which only the first
 * has is gone; else a record without the list says nothing of it.
 */
export function changedBeside(
  update: PlannedUpdate,
  base: Opportunity,
  record: Opportunity,
  bothLooks: boolean,
): FieldChange[] {
  const should = withChanges(base, update.changes);
  // A server that blanks the list shows null, or leaves the key out.
  const isGone = bothLooks && record.customFields === null && base.customFields !== null;
  const found = differences(should, isGone ? { ...record, customFields: [] } : record);
  return found.filter(({ field }) => !update.changes.some((change) => change.field === field));
}

/** The fields of the update that are neither what the plan read nor what it wants: someone else set them. */
export function conflicts(update: PlannedUpdate, record: Opportunity): FieldConflict[] {
  return update.changes.flatMap(({ field, before, after }) => {
    const live = fieldValue(record, field);
    const known = sameValue(field, live, before) || sameValue(field, live, after);
    return known ? [] : [{ field, before, live, after }];
  });
}

/** Whether all that a record does not show as it was sent is as the server was told to have stored it. */
export function isStillHeld(note: RunNote, update: PlannedUpdate, record: Opportunity): boolean {
  if (note.code !== 'values.differ') return false;
  return notApplied(update, record).every(({ field, after }) =>
    note.differences.some((held) => held.field === field && sameValue(field, held.after, after)),
  );
}

/** Whether a record shows some of the values of the update, but not all of them. */
export function isHalfChanged(update: PlannedUpdate, record: Opportunity): boolean {
  const left = notApplied(update, record).length;
  return left > 0 && left < update.changes.length;
}
