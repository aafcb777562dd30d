import { withoutNoise } from './amount.js';
import type { FieldPath, FieldValue } from './fields.js';
import { foldedId } from './id.js';
import { type CustomField, findCustomField } from './opportunity.js';

/** Text that is in its canonical form already, as nearly all is: letters of Latin scripts, no space at its ends. */
const CANONICAL = /^[!-~¡-¬®-ɏ](?:[ -~¡-¬®-ɏ]*[!-~¡-¬®-ɏ])?$/;

/**
 * The form in which text is compared and sent: NFC, with line feeds alone between lines, as spreadsheets have them, and
 * without white space at its ends.
 */
export function canonicalText(text: string): string {
  if (CANONICAL.test(text)) return text;
  return text.normalize('NFC').replaceAll('\r\n', '\n').trim();
}

/**
 * A value in the form in which it is compared. Amounts are decimals; ids are exact, but for the case of GUIDs; all other
 * text is NFC and trimmed. Empty text and "no value" are the same thing, because the API answers `""` and `null` for the same
 * state (API facts, section 2).
 */
export function canonicalValue(path: FieldPath, value: FieldValue): FieldValue {
  if (value === null || value === '') return null;
  switch (path) {
    case 'amount':
      return withoutNoise(value);
    case 'stageId':
    case 'contactId':
      return foldedId(value);
    default: {
      const text = canonicalText(value);
      return text === '' ? null : text;
    }
  }
}

/** Whether two values of a field mean the same, so that nothing needs to be sent. */
export function sameValue(path: FieldPath, a: FieldValue, b: FieldValue): boolean {
  return a === b || canonicalValue(path, a) === canonicalValue(path, b);
}

/** Whether two lists of custom fields mean the same: by name, in any order, an absent entry equal to an empty one. */
export function sameCustomFields(a: readonly CustomField[], b: readonly CustomField[]): boolean {
  const covers = (left: readonly CustomField[], right: readonly CustomField[]) =>
    left.every((field) =>
      sameValue(`customFields.${field.name}`, field.value, findCustomField(right, field.name)?.value ?? null),
    );
  return covers(a, b) && covers(b, a);
}
