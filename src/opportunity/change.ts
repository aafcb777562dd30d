import { isDeepStrictEqual } from 'node:util';
import { sameValue } from './equality.js';
import {
  customFieldName,
  customFieldPath,
  type FieldPath,
  type FieldValue,
  SCALAR_FIELDS,
} from './fields.js';
import {
  type CustomField,
  fieldValue,
  findCustomField,
  type Opportunity,
  typedValue,
} from './opportunity.js';

/** One field of one record, before and after. */
export interface FieldChange {
  field: FieldPath;
  before: FieldValue;
  after: FieldValue;
  /**
   * The JSON value of which `after` is the text, where a custom field is to be given back one that is no text (a number, a
   * list, `null`) as it was; without it the text itself is sent.
   */
  afterJson?: unknown;
}

/** A field and what it should be: an amount as a plain decimal, `null` where it is to be empty. */
export interface WantedValue {
  readonly field: FieldPath;
  readonly value: FieldValue;
  /** As `afterJson` of a change: with it, the same text of another type is another value. */
  readonly json?: unknown;
}

/**
 * The fields whose wanted value differs from the live one, scalar fields first, in a fixed order. Each field is wanted
 * once at the most; one that is not named is left alone.
 */
export function diffOpportunity(live: Opportunity, wanted: readonly WantedValue[]): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const { field, value, json } of wanted) {
    const before = fieldValue(live, field);
    if (json === undefined) {
      if (!sameValue(field, before, value)) changes.push({ field, before, after: value });
    } else if (json === null) {
      // An answer may show it as an empty text: that is no other value.
      if (!sameValue(field, before, null)) changes.push({ field, before, after: null, afterJson: null });
    } else if (!isDeepStrictEqual(typedValue(live, field), json)) {
      changes.push({ field, before, after: value, afterJson: json });
    }
  }
  return changes.length < 2 ? changes : changes.sort((a, b) => fieldOrder(a.field) - fieldOrder(b.field));
}

/** The record as it should be once the changes are made: custom fields merged by name, siblings kept. */
export function withChanges(live: Opportunity, changes: readonly FieldChange[]): Opportunity {
  const next: Opportunity = { ...live };
  for (const { field, after, afterJson } of changes) {
    const name = customFieldName(field);
    if (name === null) Object.assign(next, { [field]: after });
    else next.customFields = mergeCustomField(next.customFields ?? [], name, after, afterJson);
  }
  return next;
}

/**
 * Every field in which two states of a record differ. Custom fields are compared only when both states carry
 * them: an answer without the key says nothing about them.
 */
export function differences(before: Opportunity, after: Opportunity): FieldChange[] {
  const changes: FieldChange[] = [];
  const compare = (field: FieldPath, a: FieldValue, b: FieldValue) => {
    if (!sameValue(field, a, b)) changes.push({ field, before: a, after: b });
  };
  // Field by field rather than by a list of them: every row of a run comes by here.
  for (const field of SCALAR_FIELDS) compare(field, before[field], after[field]);
  if (before.customFields && after.customFields) {
    const names = new Set<string>();
    for (const { name } of before.customFields) names.add(name);
    for (const { name } of after.customFields) names.add(name);
    for (const name of names) {
      const path = customFieldPath(name);
      compare(path, fieldValue(before, path), fieldValue(after, path));
    }
  }
  return changes;
}

function mergeCustomField(
  live: readonly CustomField[],
  name: string,
  value: FieldValue,
  json: unknown,
): CustomField[] {
  const text = value ?? '';
  const sent = json === undefined ? text : json;
  const existing = findCustomField(live, name);
  if (existing) {
    // What has this text already keeps its type.
    if (json === undefined && existing.value === text) return [...live];
    return live.map((field) =>
      field === existing ? { ...field, value: text, wire: { ...field.wire, value: sent } } : field,
    );
  }
  const key = live.some((field) => 'code' in field.wire && !('name' in field.wire)) ? 'code' : 'name';
  return [...live, { name, value: text, wire: { [key]: name, value: sent } }];
}

function fieldOrder(field: FieldPath): number {
  const index = (SCALAR_FIELDS as readonly string[]).indexOf(field);
  return index === -1 ? SCALAR_FIELDS.length : index;
}
