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
  readonly before: '' | '$' | 'S/ ' | 'S/. ' | 'Bs. ' | 'Gs.' | 'USD ' | '-';
  readonly after: '' | ' €' | ' USD';
}

const styles: fc.Arbitrary<Style> = fc.record({
  decimal: fc.constantFrom('.', ','),
  group: fc.constantFrom('sign', ' ', '\u00a0', "'", '', 'millions'),
  decimals: fc.constantFrom(0, 1, 2, 3, null),
  before: fc.constantFrom('', '$', 'S/ ', 'S/. ', 'Bs. ', 'Gs.', 'USD ', '-'),
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

/** The amounts of a column, or the code of its refusal. */
async function readColumn(texts: readonly string[]): Promise<(string | null)[] | string> {
  const sheet = memorySheet([['ID', 'Monto'], ...texts.map((text, i) => [`op-${i}`, text])]);
  const found: (string | null)[] = texts.map(() => null);
  try {
    const understanding = await understandSheet(sheet);
    for await (const edits of editsOf(sheet, understanding)) {
      for (const { rowNumber, values } of edits) found[rowNumber - 2] = values[0]?.value ?? null;
    }
    return found;
  } catch (error) {
    if (error instanceof MappingRefusal) return error.fact.code;
    throw error;
  }
}

/** Whether no amount of this style has three decimals, as no money has. */
const isMoney = ({ decimals }: Style) => decimals !== null && decimals < 3;

describe('a column of amounts that is written in one way throughout', () => {
  it('is read as it was meant, or is asked about where no cell tells', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(styles, fc.array(amounts, { minLength: 1, maxLength: 8 }), async (style, all) => {
        const cells = all.map((amount) => written(style, amount));
        const found = await readColumn(cells.map(({ text }) => text));
        if (typeof found === 'string') {
          expect(found).toBe('amount.ambiguous');
          // One or two decimals, or thousands of thousands, leave nothing to ask.
          const decimals = isMoney(style) && style.decimals !== 0;
          const millions = style.group === 'sign' && style.decimals !== 3 && style.decimals !== null;
          expect(decimals || (millions && all.some(({ whole }) => whole >= 1_000_000))).toBe(false);
        } else {
          found.forEach((amount, at) => {
            if (amount === null) return;
            expect(amount).toBe(cells[at]?.meant);
            taken += 1;
          });
        }
      }),
      { numRuns: 2000 },
    );
    // It would be no use to refuse them all.
    expect(taken).toBeGreaterThan(2000);
  });

  it('but for one cell of another hand is never read wrong: it is asked about, or all of it is clear', async () => {
    const money = styles.filter(isMoney);
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        ...([money, money, fc.array(amounts, { minLength: 1, maxLength: 6 }), amounts, fc.nat(6)] as const),
        async (style, otherStyle, all, other, at) => {
          const { before, after } = style;
          const cells = all.map((amount) => written(style, amount));
          cells.splice(at, 0, written({ ...otherStyle, before, after }, other));
          const found = await readColumn(cells.map(({ text }) => text));
          if (typeof found === 'string') expect(found).toMatch(/^amount\.(?:ambiguous|mixed)$/);
          else
            found.forEach((amount, i) => {
              if (amount === null) return;
              expect(amount).toBe(cells[i]?.meant);
              taken += 1;
            });
        },
      ),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(1000);
  });
});
