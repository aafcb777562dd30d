import { CUSTOM_PREFIX, customFieldName, type FieldPath, type FieldValue } from './fields.js';
import { NUMBER_MARK } from './numberMark.js';

/** One custom field as the live record carries it. */
export interface CustomField {
  name: string;
  value: FieldValue;
  /**
   * The entry as the server sent it: other keys and its own spelling (`name` or `code`) go back unchanged when
   * the list is sent again.
   */
  wire: Readonly<Record<string, unknown>>;
}

/** An opportunity as it stands in the CRM: what a plan reads, compares with, and can put back. */
export interface Opportunity {
  id: string;
  /** The code that people see in the CRM. */
  opportCode: string | null;
  name: FieldValue;
  description: FieldValue;
  /** Plain decimal text, see `amount.ts`. */
  amount: FieldValue;
  stageId: FieldValue;
  contactId: FieldValue;
  /** `null` when the server's answer had no such key, or null there, which is not the same as an empty list. */
  customFields: CustomField[] | null;
  /** 0 while it is open; other codes are not documented (API facts, section 2). `null` when the API did not say. */
  winLossStatus: number | null;
  /** The server's own text (7 fractional digits), compared as text because a Date would lose some of them. */
  updatedDate: string | null;
  /** Set when the record was deleted in the CRM. */
  deletionDate: string | null;
}

/** A workspace's stage (its "fase" or "etapa"). */
export interface Stage {
  id: string;
  name: string;
}

/** The record's value of one field; a custom field that the record does not have is `null`. */
export function fieldValue(record: Opportunity, path: FieldPath): FieldValue {
  // Spelt out, because a plan asks this five million times.
  switch (path) {
    case 'name':
      return record.name;
    case 'description':
      return record.description;
    case 'amount':
      return record.amount;
    case 'stageId':
      return record.stageId;
    case 'contactId':
      return record.contactId;
    default:
      return customFieldAt(record.customFields ?? [], path)?.value ?? null;
  }
}

/** The JSON value of a custom field where it is no text; `undefined` where it is one, or nothing, and for other fields. */
export function typedValue(record: Opportunity, path: FieldPath): unknown {
  const name = customFieldName(path);
  const value = name === null ? undefined : findCustomField(record.customFields ?? [], name)?.wire.value;
  if (typeof value === 'string' && !value.startsWith(NUMBER_MARK)) return undefined;
  return value === null ? undefined : value;
}

/** The entry at this path; its name is cut out of the path only where no entry is named exactly so. */
function customFieldAt(fields: readonly CustomField[], path: FieldPath): CustomField | undefined {
  for (const field of fields) {
    const { name } = field;
    if (path.length === CUSTOM_PREFIX.length + name.length && path.endsWith(name)) return field;
  }
  return findCustomField(fields, customFieldName(path) ?? '');
}

/** The entry with this name: the exact name, else the same name in another Unicode form or with edge spaces. */
export function findCustomField(fields: readonly CustomField[], name: string): CustomField | undefined {
  const exact = fields.find((field) => field.name === name);
  if (exact || fields.length === 0) return exact;
  const wanted = customFieldKey(name);
  return fields.find((field) => customFieldKey(field.name) === wanted);
}

function customFieldKey(name: string): string {
  return name.normalize('NFC').trim();
}
