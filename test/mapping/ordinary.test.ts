import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonAmount, commonStyle, readAmount } from '../../src/mapping/amountStyle.js';
import { isOrdinary } from '../../src/mapping/cellText.js';
import { readKey } from '../../src/mapping/cellValue.js';
import { type Edit, editsOf, type SheetUnderstanding, understandSheet } from '../../src/mapping/index.js';
import type { Sheet } from '../../src/sheet/index.js';
import { memorySheet } from './memorySheet.js';

const digits = fc.array(fc.constantFrom(...'0123456789.,-+ $%kE_'), { maxLength: 18 }).map((a) => a.join(''));
const money = fc
  .tuple(
    fc.integer({ min: 0, max: 10 ** 9 }),
    fc.constantFrom('', '.', ','),
    fc.integer({ min: 0, max: 9999 }),
  )
  .map(([whole, sign, fraction]) => (sign === '' ? String(whole) : `${whole}${sign}${fraction}`));
const amounts = fc.oneof(digits, money);

describe('an amount of the commonest shape', () => {
  it('is what a closer look reads in it, in the style of its column', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom('comma', 'dot', 'either', null), (text, style) => {
        const taken = commonAmount(text, style);
        if (taken === null) return;
        const reading = readAmount(text);
        expect(['plain', style === 'either' ? reading.kind : style]).toContain(reading.kind);
        expect(reading).toMatchObject({ amount: taken });
        expect(reading).not.toHaveProperty('grouped');
      }),
      { numRuns: 5000 },
    );
  });

  it('is of the style that a closer look finds', () => {
    fc.assert(
      fc.property(amounts, (text) => {
        const style = commonStyle(text);
        if (style !== null) expect(readAmount(text).kind).toBe(style);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('ordinary text', () => {
  // What a pattern tells of long text and a table of short text is the same.
  it('is ordinary however long it is', () => {
    const middle = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('Â', 'Ã', 'ñ', '\u00ad', '\u024f', '\u0250'),
    );
    fc.assert(
      fc.property(middle, (text) => {
        expect(isOrdinary(`a${text}z`)).toBe(isOrdinary(`abcdefghijklm${text}z`));
        if (text !== '') expect(isOrdinary(`a${text}`)).toBe(isOrdinary(`abcdefghijklm${text}`));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a column of ordinary text', () => {
  const odd = fc.constantFrom(
    ...['', ' ', ' a', 'a\u00a0', '\u00ad', '#REF!', '<borrar>', '=1+1', 'N/A', '5.1E+11', 'Ñandú', '\ufffd'],
  );
  const cell = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('Empresa uno', 'Lima', '0012', 'x'.repeat(20)) },
    odd,
  );
  const rows = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(fc.constant('op-1'), cell, cell, cell) },
      // A key that names nothing, a total, the header once more, and a row that has slipped sideways.
      fc.tuple(fc.constantFrom('', 'Total', 'ID'), cell, cell, cell),
      fc.tuple(fc.constant('op-2'), cell, cell),
    ),
    { minLength: 1, maxLength: 6 },
  );
  const selected = fc.option(fc.constantFrom([{ from: 2, to: 3 }], [{ from: 4, to: 9 }]), { nil: undefined });

  async function edits(sheet: Sheet, understanding: SheetUnderstanding): Promise<Edit[]> {
    const all: Edit[] = [];
    for await (const batch of editsOf(sheet, understanding)) all.push(...batch);
    return all;
  }

  it('says in each row what a look at each cell says', async () => {
    let ordinary = 0;
    await fc.assert(
      fc.asyncProperty(rows, selected, async (cells, chosen) => {
        const sheet = memorySheet([['ID', 'Nombre', 'Descripción', 'customFields.Origen'], ...cells]);
        const placeholders = [{ column: null, meaning: 'leave' }] as const;
        const options = { placeholders, mojibake: 'keep', ...(chosen && { selected: chosen }) } as const;
        const understanding = await understandSheet(sheet, options).catch(() => null);
        // Rows that are not there, or another header.
        fc.pre(understanding !== null);
        const { rules } = understanding;
        ordinary += rules.ordinary.filter((is) => is).length;
        const looked = await edits(sheet, { ...understanding, rules: { ...rules, ordinary: [] } });
        expect(await edits(sheet, understanding)).toEqual(looked);
      }),
      { numRuns: 1000 },
    );
    // It is no rare thing.
    expect(ordinary).toBeGreaterThan(500);
  });

  it('is one only where each of its cells is', async () => {
    const header = ['ID', 'Nombre', 'Descripción', 'Etapa'];
    const sheet = memorySheet([header, ['op-1', 'Lima', 'Lima ', ''], ['op-2', 'Ñandú', 'Lima', '\ufffd']]);
    expect((await understandSheet(sheet)).rules.ordinary).toEqual([true, true, false, false]);
  });
});

describe('a key', () => {
  it.each([
    ['op-1', 'op-1'],
    ['A_b-9', 'A_b-9'],
    ['a'.repeat(100), 'a'.repeat(100)],
    // A closer look takes these as well.
    ['1-a', '1-a'],
    ['ñandú-1', 'ñandú-1'],
  ])('%j is %j', (text, key) => {
    expect(readKey({ kind: 'text', text }, 'id')).toEqual({ kind: 'key', text: key });
  });

  it.each(['a b', 'a/b', '..', 'a?b', 'a\u0000b'])('%j is none', (text) => {
    expect(readKey({ kind: 'text', text }, 'id').kind).toBe('problem');
  });
});
