import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { charactersOf, fitText, safeText } from '../../src/ui/safeText.js';
import { textWidth } from '../../src/ui/textWidth.js';

/** What may never reach a terminal: controls, formats (bidi, zero width), separators, halves of pairs, unassigned. */
const FORBIDDEN = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}]/u;

const HOSTILE = [
  '\u001b[2J',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\',
  '\u009b31m',
  'a\rb',
  'a\bb',
  '\u0007',
  '\u0000',
  '\u007f',
  '\u202egpj.exe',
  '\u2066x\u2069',
  'a\u200bb',
  '\u200d',
  'a\ufeffb',
  '\u2028\u2029',
  '\ud800',
  '\u{e0041}\u{e007f}',
  'a\u00adb',
  '\ufff9',
];

const anyHostile = fc
  .array(
    fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('safe text', () => {
  it('leaves ordinary text as it is', () => {
    for (const text of ['Propuesta – Ñandú', 'S/ 1,200.50', '日本語', '👩‍👩‍👧 🇵🇪 ✔️', 'naïve café', '']) {
      expect(safeText(text)).toBe(text);
    }
  });

  it('shows what would have been obeyed', () => {
    expect(safeText('\u001b[31mred')).toBe('␛[31mred');
    expect(safeText('a\r\nb\tc')).toBe('a␍⏎b c');
    expect(safeText('\u202eevil')).toBe('<202E>evil');
    expect(safeText('a\u200db')).toBe('a<200D>b');
    expect(safeText('\u009b')).toBe('<009B>');
  });

  it('lets nothing through that a terminal would obey, whatever it is given', () => {
    fc.assert(
      fc.property(anyHostile, (text) => {
        expect(safeText(text)).not.toMatch(FORBIDDEN);
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same when it is made safe twice', () => {
    fc.assert(
      fc.property(anyHostile, (text) => {
        expect(safeText(safeText(text))).toBe(safeText(text));
      }),
    );
  });
});

describe('the characters of a text', () => {
  it('are the same however long it is', () => {
    const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    const part = fc.oneof(
      fc.constantFrom(
        '🇵🇪',
        '👩‍👩‍👧',
        '\ud83d',
        '\u{e0100}',
        `a${'\u0301'.repeat(700)}`,
        'क्षि',
        '\r\n',
        'x'.repeat(200),
      ),
      fc.string({ unit: 'grapheme' }),
      anyHostile,
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 60 }), (parts) => {
        const text = parts.join('');
        expect([...charactersOf(text)]).toEqual([...segmenter.segment(text)].map(({ segment }) => segment));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the width of safe text', () => {
  it('is what string-width says of it, however it is counted', () => {
    fc.assert(
      fc.property(anyHostile, (text) => {
        expect(textWidth(safeText(text))).toBe(stringWidth(safeText(text)));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('fitted text', () => {
  it('never takes more columns than it was given, and never cuts a character in two', () => {
    fc.assert(
      fc.property(anyHostile, fc.integer({ min: 0, max: 30 }), (text, width) => {
        const fitted = fitText(text, width);
        expect(stringWidth(fitted)).toBeLessThanOrEqual(width);
        expect(fitted.isWellFormed()).toBe(true);
      }),
    );
  });

  it('marks what it cut', () => {
    expect(fitText('Oportunidad', 6)).toBe('Oport…');
    expect(fitText('日本語', 5)).toBe('日本…');
    expect(fitText('👩‍👩‍👧👩‍👩‍👧', 3)).toBe('👩‍👩‍👧…');
  });
});
