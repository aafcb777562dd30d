/** The scalar fields that PUT /api/opportunity takes, in the order people read them (API facts, section 4). */
export const SCALAR_FIELDS = ['name', 'description', 'amount', 'stageId', 'contactId'] as const;
export type ScalarField = (typeof SCALAR_FIELDS)[number];

/** What the path of a custom field begins with. */
export const CUSTOM_PREFIX = 'customFields.';

/** A field that can be changed: a scalar one, or one custom field by its name (`customFields.Región`). */
export type FieldPath = ScalarField | `${typeof CUSTOM_PREFIX}${string}`;

/**
 * A field's value, always as text: `amount` as a plain decimal (`1234.5`), everything else as written.
 * `null` is "no value".
 */
export type FieldValue = string | null;

export function customFieldPath(name: string): FieldPath {
  return `${CUSTOM_PREFIX}${name}`;
}

/** The custom field's name in a path, or `null` when the path is a scalar field. */
export function customFieldName(path: FieldPath): string | null {
  return path.startsWith(CUSTOM_PREFIX) ? path.slice(CUSTOM_PREFIX.length) : null;
}

export function isScalarField(path: string): path is ScalarField {
  return (SCALAR_FIELDS as readonly string[]).includes(path);
}

/** Fields that a sheet may clear: the API takes null for two of them and empty text for the others. */
export function canBeCleared(path: FieldPath): boolean {
  return path !== 'name' && path !== 'amount';
}
