import {
  differences,
  diffOpportunity,
  type FieldChange,
  type Opportunity,
  withChanges,
} from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';

/** The fields of an update that a record does not show as they were sent; empty when it shows them all. */
export function notApplied(update: PlannedUpdate, record: Opportunity): FieldChange[] {
  return diffOpportunity(record, new Map(update.changes.map(({ field, after }) => [field, after]))).map(
    ({ field, before, after }) => ({ field, before: after, after: before }),
  );
}

/** Every field, sent or not, that is not what it should be after the update: `before` is what was expected. */
export function unexpected(update: PlannedUpdate, record: Opportunity): FieldChange[] {
  return differences(withChanges(update.beforeImage, update.changes), record);
}

/** Whether the record still is, in the fields of the update, what it was when the plan was made. */
export function untouched(update: PlannedUpdate, record: Opportunity): boolean {
  return (
    diffOpportunity(record, new Map(update.changes.map(({ field, before }) => [field, before]))).length === 0
  );
}
