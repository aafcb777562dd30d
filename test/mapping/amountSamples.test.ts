import { describe, expect, it } from 'vitest';
import { guessColumns } from '../../src/mapping/index.js';
import { memorySheet } from './memorySheet.js';

async function amountsOf(cells: readonly string[], decimal?: 'comma' | 'dot') {
  const rows = cells.map((cell, i) => [`op-${i}`, cell]);
  const sheet = memorySheet([['ID', 'Valor final'], ...rows]);
  const { columns } = await guessColumns(sheet, decimal ? { decimal } : {});
  return columns[1]?.amounts.map(({ text, amounts }) => [text, ...amounts]);
}

describe('the cells of a column, as the amounts that they would be', () => {
  it.each([
    [
      ['1.234,56', '2.000'],
      [
        ['1.234,56', '1234.56'],
        // Its neighbour tells how it is written.
        ['2.000', '2000'],
      ],
    ],
    [['1.234'], [['1.234', '1234', '1.234']]],
    [
      ['1,5', '1.5'],
      [
        ['1,5', '1.5'],
        ['1.5', '1.5'],
      ],
    ],
    [
      ['1.234', '1.5'],
      [
        // Its neighbour has fewer decimals, and does not tell.
        ['1.234', '1234', '1.234'],
        ['1.5', '1.5'],
      ],
    ],
    [
      ['S/. 1,234', 'S/. 500.50'],
      [
        // The dot in S/. is none that separates.
        ['S/. 1,234', '1234'],
        ['S/. 500.50', '500.5'],
      ],
    ],
    [
      ['S/. 1,234', 'S/. 500,50'],
      [
        ['S/. 1,234', '1.234', '1234'],
        ['S/. 500,50', '500.5'],
      ],
    ],
    [
      ['doce', '5k'],
      [['doce'], ['5k']],
    ],
  ])('%j', async (cells, expected) => {
    expect(await amountsOf(cells)).toEqual(expected);
  });

  it('are read as a person said that decimals are written', async () => {
    expect(await amountsOf(['1.234'], 'dot')).toEqual([['1.234', '1.234']]);
    expect(await amountsOf(['1.234'], 'comma')).toEqual([['1.234', '1234']]);
  });
});
