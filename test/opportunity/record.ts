import fc from 'fast-check';
import type { CustomField, Opportunity } from '../../src/opportunity/index.js';

/** A live record with believable values, any of which can be replaced. */
export function record(changes: Partial<Opportunity> = {}): Opportunity {
  return {
    id: 'op-1',
    opportCode: 'OP-0001',
    name: 'Renovación anual',
    description: 'Contrato marco',
    amount: '1200.5',
    stageId: 'stage-1',
    contactId: 'contact-1',
    customFields: [customField('Región', 'Sur'), customField('Canal', 'Web')],
    winLossStatus: 0,
    updatedDate: '2026-04-08T03:52:53.3774876Z',
    deletionDate: null,
    ...changes,
  };
}

export function customField(name: string, value: string | null, key: 'name' | 'code' = 'name'): CustomField {
  return { name, value, wire: { [key]: name, value } };
}

/** Any canonical amount that the API can carry. */
export const anyAmount = fc
  .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 9999 }))
  .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(4, '0')}`)
  .map((text) => text.replace(/\.?0+$/, ''))
  .map((text) => (text === '-0' ? '0' : text));

/** Any text without white space at its ends, in NFC, as a canonical value has it. */
export const anyText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => text.normalize('NFC').trim())
  .filter((text) => text !== '');

/** Any live record; custom fields have distinct names, and may be absent. */
export const anyRecord: fc.Arbitrary<Opportunity> = fc.record({
  id: fc.constant('op-1'),
  opportCode: fc.constant('OP-1'),
  name: fc.option(anyText),
  description: fc.option(anyText),
  amount: fc.option(anyAmount),
  stageId: fc.option(fc.constantFrom('s1', 's2', 's3')),
  contactId: fc.option(fc.constantFrom('c1', 'c2', '')),
  customFields: fc
    .uniqueArray(fc.tuple(anyText, fc.option(anyText)), { selector: ([name]) => name, maxLength: 5 })
    .map((entries) => entries.map(([name, value]) => customField(name, value))),
  winLossStatus: fc.constantFrom(null, 0, 1, 2),
  updatedDate: fc.constant(null),
  deletionDate: fc.constant(null),
});
