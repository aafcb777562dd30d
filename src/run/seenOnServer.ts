import {
  customFieldPath,
  type FieldChange,
  type FieldPath,
  fieldValue,
  SCALAR_FIELDS,
} from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';
import type { Outcome } from './outcome.js';

/**
 * The fields that a record may have lost besides, each to be given back where it is empty. Those that a row tells of; and
 * all that it had where the server is known to lose fields (`losesFields`), whose losses not every answer shows, or where
 * nobody has looked since its PUT left.
 */
export function lostIn(
  outcome: Outcome | null,
  losesFields: boolean,
  { beforeImage, changes }: PlannedUpdate,
): readonly FieldChange[] {
  const note = outcome?.note;
  if (losesFields || note?.code === 'run.cutOff') {
    const fields: FieldPath[] = [...SCALAR_FIELDS];
    for (const { name } of beforeImage.customFields ?? []) fields.push(customFieldPath(name));
    return fields.flatMap((field) => {
      const before = fieldValue(beforeImage, field);
      const isSent = changes.some((change) => change.field === field);
      return isSent || before === null || before === '' ? [] : [{ field, before, after: null }];
    });
  }
  return note?.code === 'fields.lost' ? note.differences : [];
}

/** What the server stored in the place of what it was sent: in other letters, rounded, cut. */
export function heldIn(outcome: Outcome | null): readonly FieldChange[] {
  const note = outcome?.note;
  return note?.code === 'values.differ' ? note.differences : [];
}
