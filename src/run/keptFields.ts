import {
  customFieldName,
  type FieldPath,
  isScalarField,
  type Opportunity,
  SCALAR_FIELDS,
} from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';

/** What a PUT leaves out at once: one of the fields, or the whole list of custom fields. */
type LeftOut = (typeof SCALAR_FIELDS)[number] | 'customFields';

/**
 * Which fields the server was seen to keep where a PUT did not carry them. Each shows it for itself: a server may blank the
 * contact alone, and the first records may have none.
 */
export class KeptFields {
  readonly #kept = new Set<LeftOut>();

  /** Whether a PUT of this update leaves out something that the record has, and that no record was seen to keep. */
  isUnproven(update: PlannedUpdate, record: Opportunity): boolean {
    for (const field of SCALAR_FIELDS) {
      if (!this.#kept.has(field) && isAtRisk(field, update, record)) return true;
    }
    return !this.#kept.has('customFields') && isListAtRisk(update, record);
  }

  /**
   * Its PUT was accepted, and looks before and after it have shown that nothing besides is gone from the record, as it was
   * `before`. Where looks do not show the list of custom fields, none ever will.
   */
  saw(update: PlannedUpdate, before: Opportunity): void {
    for (const field of SCALAR_FIELDS) if (isAtRisk(field, update, before)) this.#kept.add(field);
    if (isListAtRisk(update, before.customFields === null ? update.beforeImage : before))
      this.#kept.add('customFields');
  }

  /** Whether the server is known to keep this field. */
  keeps(field: FieldPath): boolean {
    return this.#kept.has(isScalarField(field) ? field : 'customFields');
  }

  /** They are gone from a record, and it is not known who has emptied them: the next one that has them shows. */
  doubt(fields: readonly FieldPath[]): void {
    for (const field of fields) this.#kept.delete(isScalarField(field) ? field : 'customFields');
  }
}

function isAtRisk(
  field: (typeof SCALAR_FIELDS)[number],
  { changes }: PlannedUpdate,
  record: Opportunity,
): boolean {
  const value = record[field];
  if (value === null || value === '' || (field === 'amount' && value === '0')) return false;
  return !changes.some((change) => change.field === field);
}

function isListAtRisk({ changes }: PlannedUpdate, { customFields }: Opportunity): boolean {
  if (customFields === null || customFields.length === 0) return false;
  return !changes.some(({ field }) => customFieldName(field) !== null);
}
