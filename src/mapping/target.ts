import { customFieldPath, isScalarField } from '../opportunity/index.js';
import type { IgnoredReason } from './mapping.js';
import { type ColumnTarget, targetNamed } from './synonyms.js';

/** What a column is taken for, or why it is not taken. */
export type Target = ColumnTarget | { readonly ignored: IgnoredReason };

/** Names that would reach an object's prototype if anything ever used them as a key. */
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);

const CUSTOM_FIELD_HEADER = /^(?:customfields?|campo personalizado|campos personalizados)\s*[.:]\s*(.+)$/i;

export function isDangerousName(name: string): boolean {
  return DANGEROUS.has(name.toLowerCase());
}

/** The custom field that a text names (`customFields.Región`), or `null`. */
export function customFieldIn(text: string): string | null {
  return CUSTOM_FIELD_HEADER.exec(text)?.[1]?.trim() ?? null;
}

/** A field as people name it in `--map` or a mapping file, `-` for none; `null` when there is no such field. */
export function parseTarget(field: string): Target | null {
  if (field === '-') return { ignored: 'by-user' };
  if (field === 'id' || field === 'opportCode' || isScalarField(field)) return field;
  const named = targetNamed(field);
  if (named !== null) return named;
  const custom = customFieldIn(field);
  return custom && !isDangerousName(custom) ? customFieldPath(custom) : null;
}
