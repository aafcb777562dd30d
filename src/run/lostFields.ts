import {
  canonicalValue,
  customFieldName,
  type FieldChange,
  type FieldPath,
  type FieldValue,
  type Opportunity,
  typedValue,
  withChanges,
} from '../opportunity/index.js';
import { changedBeside } from './verify.js';
import type { Work } from './work.js';

/**
 * A server that loses fields leaves them empty (an amount may become 0, API facts, section 4); another value is the
 * work of a person, and is not put back.
 */
export function emptied(beside: readonly FieldChange[]): FieldChange[] {
  return beside.filter(({ field, before, after }) => isNothing(field, after) && !isNothing(field, before));
}

function isNothing(field: FieldPath, value: FieldValue): boolean {
  return canonicalValue(field, field === 'amount' && value === '0' ? null : value) === null;
}

/** What is still empty in the record of what its PUTs may have lost; `null` when the record is whole. */
export function stillLost({ update, base }: Work, record: Opportunity): readonly FieldChange[] | null {
  // A server that is known to lose fields may have lost the list of custom fields, too.
  const lost = emptied(changedBeside(update, base, record, true));
  return lost.length > 0 ? lost : null;
}

/** The record with what it lost, to be sent whole: of a list that is gone, every entry as it was. */
export function withLost(work: Work, record: Opportunity): Opportunity {
  const { lost, base } = work;
  if (lost === null) return record;
  return withChanges(
    record.customFields === null ? { ...record, customFields: base.customFields } : record,
    lost.map(({ field, before, after }) => ({
      ...{ field, before: after, after: before },
      ...(customFieldName(field) !== null && { afterJson: typedValue(base, field) }),
    })),
  );
}
