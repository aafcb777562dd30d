import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount } from '../../src/mapping/index.js';
import { canonicalAmount } from '../../src/opportunity/index.js';

describe('an amount as people write it', () => {
  it.each([
    ['1234', 'plain', '1234'],
    ['0', 'plain', '0'],
    ['1.234,56', 'comma', '1234.56'],
    ['1,234.56', 'dot', '1234.56'],
    ['1.200.000', 'comma', '1200000'],
    ['1,200,000', 'dot', '1200000'],
    ['1234,5', 'comma', '1234.5'],
    ['1234.5', 'dot', '1234.5'],
    ['0,500', 'comma', '0.5'],
    ['0.500', 'dot', '0.5'],
    ['1234.567', 'dot', '1234.567'],
    ['S/ 1,200.50', 'dot', '1200.5'],
    ['S/. 1,200.50', 'dot', '1200.5'],
    ['R$ 5,00', 'comma', '5'],
    ['$1.200,00', 'comma', '1200'],
    ['1.200,00 €', 'comma', '1200'],
    ['USD 1200', 'plain', '1200'],
    ['(1.200,50)', 'comma', '-1200.5'],
    ['($ 1200)', 'plain', '-1200'],
    [' $ (1,200.50) ', 'dot', '-1200.5'],
    ['S/(1,200.50)', 'dot', '-1200.5'],
    ['-1200', 'plain', '-1200'],
    ['−5,5', 'comma', '-5.5'],
    ['1234-', 'plain', '-1234'],
    ['- 12', 'plain', '-12'],
    ['$ -12', 'plain', '-12'],
    ['+7', 'plain', '7'],
    ["1'234.50", 'dot', '1234.5'],
    ['1 234,56', 'comma', '1234.56'],
    ['1\u00a0234\u00a0567', 'plain', '1234567'],
    ['  12  ', 'plain', '12'],
    ['$ 1,200.50 MXN', 'dot', '1200.5'],
    ['$1.200,50 ARS', 'comma', '1200.5'],
    ['Q5', 'plain', '5'],
    ["S/ 1'200,000.50", 'dot', '1200000.5'],
    ["1'234'567,80", 'comma', '1234567.8'],
    ["1'200,00", 'comma', '1200'],
    ['$ 1.500.000.-', 'comma', '1500000'],
    ['1.500,-', 'comma', '1500'],
    ['1,500.-', 'dot', '1500'],
    ['1.500.-', 'comma', '1500'],
    ['1500.-', 'plain', '1500'],
    ['-1.500,- €', 'comma', '-1500'],
    ['S/ 1,500.--', 'dot', '1500'],
    ['1´500,000.00', 'dot', '1500000'],
    ['1´500', 'plain', '1500'],
    ['\u202a1000\u202c', 'plain', '1000'],
    ['\u200eS/ 500.50', 'dot', '500.5'],
    ['1.500.000 Gs.', 'comma', '1500000'],
    ['S./ 1,200.00', 'dot', '1200'],
    ['US$1,200.50 USD', 'dot', '1200.5'],
    ['S/ 1,200.50 soles', 'dot', '1200.5'],
    ['(1,200.50) USD', 'dot', '-1200.5'],
  ])('%s is read as %s %s', (text, kind, amount) => {
    expect(readAmount(text)).toEqual({ kind, amount });
  });

  it.each(['1.234', '1,234', '12.345', '999,000'])('%s has two readings', (text) => {
    const reading = readAmount(text);
    const [whole = '', rest = ''] = text.split(/[.,]/);
    const asGroup = `${whole}${rest}`;
    const asDecimal = canonicalAmount(`${whole}.${rest}`);
    const comma = text.includes('.') ? asGroup : asDecimal;
    expect(reading).toEqual({
      ...{ kind: 'ambiguous', separator: text.includes('.') ? 'dot' : 'comma' },
      ...{ comma, dot: comma === asGroup ? asDecimal : asGroup },
    });
  });

  it.each([
    ["1'200.000", '1200000', '1200'],
    ['1’200,000', '1200', '1200000'],
    ['001.234', '1234', '1.234'],
    ['012,345', '12.345', '12345'],
  ])(
    '%s has two readings, too: with an apostrophe for millions, or with zeros before it',
    (text, comma, dot) => {
      const separator = text.includes('.') ? 'dot' : 'comma';
      expect(readAmount(text)).toEqual({ kind: 'ambiguous', separator, comma, dot });
    },
  );

  it.each([
    ['1500.000', 'dot', '1500', '1500000'],
    ['S/. 1500,000', 'comma', '1500', '1500000'],
    ['-23000.500', 'dot', '-23000.5', '-23000500'],
  ])(
    '%s has decimals, if it is not thousands whose other separator was left out',
    (text, kind, amount, grouped) => {
      expect(readAmount(text)).toEqual({ kind, amount, grouped });
    },
  );

  it.each(['S/. 1,234', '1,234 S/.', 'Bs. 1,234', 'B/.1,234', 'Gs. 1,234'])(
    '%s has two readings that hang on its comma, not on the dot of its currency',
    (text) => {
      expect(readAmount(text)).toEqual({
        ...{ kind: 'ambiguous', separator: 'comma', comma: '1.234', dot: '1234' },
      });
    },
  );

  it.each([
    '',
    'abc',
    '1,23,456.00',
    '1.23.456',
    '1.2345.678',
    '1,234,56',
    '12 34',
    '1 2345',
    '1e3',
    '0x10',
    'Infinity',
    'NaN',
    '１２',
    '٣',
    'USD',
    '--5',
    '(-5)',
    '$ (-5)',
    '-$ (5)',
    '$ ((5))',
    '5 (5)',
    '1,',
    '.5',
    '1..5',
    '#N/A',
    '1_000',
    '0.123.456',
    '0,123.45',
    '0 123',
    "1,200'000",
    "12'34,567.00",
    '$ 5 USD EUR',
    'Q3',
    '12.50.-',
    '1.50,-',
    '1,500.00-.-',
    '\u202e321\u202c',
    'US$ 5 PEN',
    '5 (5) USD',
  ])('%j is not an amount', (text) => {
    expect(readAmount(text)).toEqual({ kind: 'notNumber' });
  });

  it.each([
    ['5k', '5000'],
    ['1.5M', '1500000'],
    ['USD 2 millones', '2000000'],
    ['mil', '1000'],
    ['-3,2 mil', '-3200'],
  ])('%j is not taken as it is, but as a suggestion', (text, suggestion) => {
    expect(readAmount(text)).toEqual({ kind: 'multiplied', suggestion });
  });

  it('tells a percentage from an amount', () => {
    expect(readAmount('45%')).toEqual({ kind: 'percent' });
  });

  it('reads back whatever Intl writes for people, in the style of their country', () => {
    const locales = ['es-CO', 'es-AR', 'es-MX', 'es-PE', 'pt-BR', 'en-US', 'de-CH', 'es-CR'];
    fc.assert(
      fc.property(
        fc.constantFrom(...locales),
        fc.integer({ min: -99_999_999, max: 99_999_999 }),
        (locale, cents) => {
          const amount = canonicalAmount((cents / 100).toFixed(2));
          const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(cents / 100);
          expect(readAmount(text)).toMatchObject({ amount });
        },
      ),
    );
  });

  it('answers hostile cells at once, whatever they hold', () => {
    for (const text of [
      '1.'.repeat(16_000),
      `${'1,'.repeat(16_000)}x`,
      '('.repeat(32_767),
      ' '.repeat(32_767),
    ]) {
      expect(readAmount(text).kind).toBe('notNumber');
    }
  });
});
