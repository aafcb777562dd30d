import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editsOf, MappingRefusal, understandSheet } from '../../src/mapping/index.js';
import { canonicalAmount } from '../../src/opportunity/index.js';
import { memorySheet } from './memorySheet.js';

/** A way of writing amounts, as one person or program writes a whole column. */
interface Style {
  readonly decimal: '.' | ',';
  /** `millions`: an apostrophe before the last two groups, and the other sign between those. */
  readonly group: 'sign' | ' ' | '\u00a0' | "'" | '' | 'millions';
  /** How many decimals each amount has; `null` when it has as many as it needs. */
  readonly decimals: 0 | 1 | 2 | 3 | null;
  readonly before: '' | '$' | 'S/ ' | 'USD ' | '-';
  readonly after: '' | ' €' | ' USD';
}

const styles: fc.Arbitrary<Style> = fc.record({
  decimal: fc.constantFrom('.', ','),
  group: fc.constantFrom('sign', ' ', '\u00a0', "'", '', 'millions'),
  decimals: fc.constantFrom(0, 1, 2, 3, null),
  before: fc.constantFrom('', '$', 'S/ ', 'USD ', '-'),
  after: fc.constantFrom('', ' €', ' USD'),
});

const amounts = fc.record({
  whole: fc.integer({ min: 0, max: 8 }).chain((digits) => fc.integer({ min: 0, max: 10 ** digits - 1 })),
  fraction: fc.integer({ min: 0, max: 999 }),
  length: fc.integer({ min: 0, max: 3 }),
});

function written(style: Style, amount: { whole: number; fraction: number; length: number }) {
  const { decimal, group, decimals, before, after } = style;
  const sign = decimal === '.' ? ',' : '.';
  const groups = String(amount.whole)
    .replace(/\B(?=(\d{3})+$)/g, '|')
    .split('|');
  const separator = group === 'sign' || group === 'millions' ? sign : group;
  const whole =
    group === 'millions' && groups.length === 3
      ? `${groups[0]}'${groups[1]}${sign}${groups[2]}`
      : groups.join(separator);
  const places = decimals ?? amount.length;
  const fraction = places === 0 ? '' : String(amount.fraction).padStart(3, '0').slice(-places);
  const plain = `${before === '-' ? '-' : ''}${amount.whole}${fraction && `.${fraction}`}`;
  return {
    text: `${before}${whole}${fraction && `${decimal}${fraction}`}${after}`,
    meant: canonicalAmount(plain),
  };
}

describe('a column of amounts that is written in one way throughout', () => {
  it('is read as it was meant, or not at all', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(styles, fc.array(amounts, { minLength: 1, maxLength: 8 }), async (style, all) => {
        const cells = all.map((amount) => written(style, amount));
        const sheet = memorySheet([['ID', 'Monto'], ...cells.map(({ text }, i) => [`op-${i}`, text])]);
        try {
          const understanding = await understandSheet(sheet);
          for await (const edits of editsOf(sheet, understanding)) {
            for (const { rowNumber, values } of edits) {
              for (const [, amount] of values) {
                expect(amount).toBe(cells[rowNumber - 2]?.meant);
                taken += 1;
              }
            }
          }
        } catch (error) {
          if (!(error instanceof MappingRefusal)) throw error;
          expect(error.fact.code).toBe('amount.ambiguous');
        }
      }),
      { numRuns: 2000 },
    );
    // It would be no use to refuse them all.
    expect(taken).toBeGreaterThan(2000);
  });
});
