import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowLine } from '../../src/plan/plannedRow.js';

describe("a row's line in a plan's file", () => {
  it('is what JSON makes of the row, whatever its texts hold', () => {
    // Halves of a character too, which no string of fast-check has by itself.
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
    );
    fc.assert(
      fc.property(text, fc.option(text), fc.nat(), (id, name, rowNumber) => {
        const row = { verdict: 'unchanged', rowNumber, id, name } as const;
        expect(rowLine(row)).toBe(`${JSON.stringify({ kind: 'row', ...row })}\n`);
      }),
      { numRuns: 2000 },
    );
  });
});
