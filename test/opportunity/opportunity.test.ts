import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addAmounts,
  amountFromNumber,
  canonicalAmount,
  differences,
  diffOpportunity,
  exactAmount,
  type FieldPath,
  type FieldValue,
  fieldValue,
  fitsJsonNumber,
  sameCustomFields,
  sameValue,
  withChanges,
} from '../../src/opportunity/index.js';
import { anyAmount, anyRecord, anyText, customField, record } from './record.js';

const anyEntry: fc.Arbitrary<[FieldPath, FieldValue]> = fc.oneof(
  fc.tuple(fc.constantFrom<FieldPath>('name'), anyText),
  fc.tuple(fc.constantFrom<FieldPath>('description'), fc.option(anyText)),
  fc.tuple(fc.constantFrom<FieldPath>('amount'), anyAmount),
  fc.tuple(fc.constantFrom<FieldPath>('stageId', 'contactId'), fc.option(fc.constantFrom('s1', 's2'))),
  fc.tuple(
    anyText.map((name): FieldPath => `customFields.${name}`),
    fc.option(anyText),
  ),
);
/** Each field once. */
const anyChanges = fc
  .array(anyEntry, { maxLength: 6 })
  .map((entries) => [...new Map(entries)].map(([field, value]) => ({ field, value })));

describe('amounts', () => {
  it('are equal as decimals however they are written', () => {
    expect(sameValue('amount', '1200.50', '1200.5')).toBe(true);
    expect(sameValue('amount', '0', '-0.00')).toBe(true);
    expect(sameValue('amount', '1200.5', '1200.51')).toBe(false);
    expect(sameValue('amount', '0', null)).toBe(false);
  });

  it('have one canonical text, whatever zeros are put around them', () => {
    fc.assert(
      fc.property(anyAmount, fc.nat(4), fc.nat(4), (amount, leading, trailing) => {
        const [, sign = '', digits = ''] = /^(-?)(.*)$/.exec(amount) ?? [];
        const padded = `${sign}${'0'.repeat(leading)}${digits.includes('.') ? digits : `${digits}.0`}${'0'.repeat(trailing)}`;
        expect(canonicalAmount(padded)).toBe(amount);
      }),
    );
  });

  it('come back unchanged from the JSON number that the API carries', () => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        fc.pre(fitsJsonNumber(amount));
        expect(amountFromNumber(JSON.parse(JSON.stringify(Number(amount))))).toBe(amount);
      }),
    );
  });

  it('lose the noise of binary fractions', () => {
    expect(amountFromNumber(1234.5600000000002)).toBe('1234.56');
    expect(amountFromNumber(0.1 + 0.2)).toBe('0.3');
    expect(amountFromNumber(Number.NaN)).toBeNull();
  });

  it('of the API keep all their digits, and are compared without the noise', () => {
    expect(exactAmount(33333.333333333336)).toBe('33333.333333333336');
    expect(exactAmount(1e21)).toBe('1000000000000000000000');
    expect(exactAmount(-0)).toBe('0');
    expect(exactAmount(Number.NaN)).toBeNull();
    expect(sameValue('amount', '1234.5600000000002', '1234.56')).toBe(true);
    expect(sameValue('amount', '33333.333333333336', '33333.33')).toBe(false);
  });

  it('are refused when a JSON number could not carry them', () => {
    expect(fitsJsonNumber('999999999999.99')).toBe(true);
    expect(fitsJsonNumber('1234567890123456')).toBe(false);
    expect(fitsJsonNumber('12345678901234000000')).toBe(true);
  });

  it('are added exactly', () => {
    expect(addAmounts('0.1', '0.2')).toBe('0.3');
  });

  it('are not read from anything but plain decimals', () => {
    for (const text of ['', '1e3', '0x10', 'Infinity', '1,5', '1 000', '١٢'])
      expect(canonicalAmount(text)).toBeNull();
  });
});

describe('equality', () => {
  it('takes text in NFC and without white space at its ends', () => {
    expect(sameValue('name', 'Logística', '  Logi\u0301stica\n')).toBe(true);
    expect(sameValue('name', 'Logística', 'Logistica')).toBe(false);
    expect(sameValue('name', 'ACME', 'Acme')).toBe(false);
  });

  it('takes ids exactly', () => {
    expect(sameValue('stageId', 'a1', 'a1 ')).toBe(false);
    expect(sameValue('stageId', 'a1', 'A1')).toBe(false);
  });

  it('takes GUIDs without their case, where they are ids', () => {
    const guid = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
    expect(sameValue('stageId', guid, guid.toUpperCase())).toBe(true);
    expect(sameValue('contactId', guid.toUpperCase(), guid)).toBe(true);
    expect(sameValue('contactId', guid, guid.replace('6', '7'))).toBe(false);
    expect(sameValue('description', guid, guid.toUpperCase())).toBe(false);
  });

  it('takes empty text and no value for the same', () => {
    for (const field of ['description', 'contactId', 'customFields.Región'] as const) {
      expect(sameValue(field, '', null)).toBe(true);
    }
  });

  it('compares custom fields by name, in any order', () => {
    const a = [customField('Región', 'Sur'), customField('Canal', 'Web')];
    expect(sameCustomFields(a, a.toReversed())).toBe(true);
    expect(sameCustomFields(a, [...a, customField('Nota', '')])).toBe(true);
    expect(sameCustomFields(a, [...a, customField('Nota', 'x')])).toBe(false);
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(fc.option(anyText), fc.option(anyText), (a, b) => {
        expect(sameValue('name', a, b)).toBe(sameValue('name', b, a));
      }),
    );
  });
});

describe('a diff', () => {
  it('names only the fields that differ, scalar fields first', () => {
    const wanted = [
      { field: 'customFields.Región', value: 'Norte' },
      { field: 'customFields.Canal', value: 'Web ' },
      { field: 'amount', value: '1200.50' },
      { field: 'stageId', value: 'stage-2' },
    ] as const;
    expect(diffOpportunity(record(), wanted)).toEqual([
      { field: 'stageId', before: 'stage-1', after: 'stage-2' },
      { field: 'customFields.Región', before: 'Sur', after: 'Norte' },
    ]);
  });

  it('is empty once it has been applied, and touches nothing else', () => {
    fc.assert(
      fc.property(anyRecord, anyChanges, (live, wanted) => {
        const changes = diffOpportunity(live, wanted);
        const after = withChanges(live, changes);
        expect(diffOpportunity(after, wanted)).toEqual([]);
        const touched = new Set(changes.map(({ field }) => field.normalize('NFC')));
        for (const { field } of differences(live, after)) expect(touched).toContain(field.normalize('NFC'));
      }),
    );
  });

  it('can be taken back by the values it saw before', () => {
    fc.assert(
      fc.property(anyRecord, anyChanges, (live, wanted) => {
        const changes = diffOpportunity(live, wanted);
        const back = changes.map(({ field, before, after }) => ({ field, before: after, after: before }));
        expect(differences(live, withChanges(withChanges(live, changes), back))).toEqual([]);
      }),
    );
  });

  it('never changes the record it looks at', () => {
    fc.assert(
      fc.property(anyRecord, anyChanges, (live, wanted) => {
        const before = structuredClone(live);
        withChanges(live, diffOpportunity(live, wanted));
        expect(live).toEqual(before);
      }),
    );
  });
});

describe('a custom value that is no text', () => {
  const puntaje = (value: unknown) => ({ name: 'Puntaje', value: '5', wire: { name: 'Puntaje', value } });
  const field: FieldPath = 'customFields.Puntaje';

  it('is put back as what it was, and its text in its place is seen to be another value', () => {
    const [change] = diffOpportunity(record({ customFields: [puntaje('5')] }), [
      { field, value: '5', json: 5 },
    ]);
    expect(change).toEqual({ field, before: '5', after: '5', afterJson: 5 });
    const back = withChanges(record({ customFields: [puntaje('5')] }), change ? [change] : []);
    expect(back.customFields).toEqual([puntaje(5)]);
    expect(diffOpportunity(back, [{ field, value: '5', json: 5 }])).toEqual([]);
    // A sheet holds only text: it is no reason to send anything.
    expect(diffOpportunity(back, [{ field, value: '5' }])).toEqual([]);
  });

  it('keeps its type where a change gives it the text that it has', () => {
    const live = record({ customFields: [puntaje(5)] });
    expect(withChanges(live, [{ field, before: null, after: '5' }]).customFields).toEqual([puntaje(5)]);
  });
});

describe('merging custom fields', () => {
  it('keeps siblings and whatever else the server keeps in an entry', () => {
    const live = record({
      customFields: [
        { name: 'Región', value: 'Sur', wire: { name: 'Región', value: 'Sur', type: 'list' } },
        customField('Canal', 'Web'),
      ],
    });
    const next = withChanges(live, [{ field: 'customFields.Región', before: 'Sur', after: 'Norte' }]);
    expect(next.customFields?.map(({ wire }) => wire)).toEqual([
      { name: 'Región', value: 'Norte', type: 'list' },
      { name: 'Canal', value: 'Web' },
    ]);
  });

  it('adds a new entry with the key that the server itself uses', () => {
    const live = record({ customFields: [customField('region', 'Sur', 'code')] });
    const next = withChanges(live, [{ field: 'customFields.canal', before: null, after: 'Web' }]);
    expect(next.customFields?.at(-1)?.wire).toEqual({ code: 'canal', value: 'Web' });
  });

  it('finds a name in another Unicode form', () => {
    expect(fieldValue(record(), 'customFields.Regio\u0301n')).toBe('Sur');
  });

  it('says nothing about custom fields that an answer does not show', () => {
    expect(differences(record(), record({ customFields: null }))).toEqual([]);
  });
});
