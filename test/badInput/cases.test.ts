import { describe, expect, it } from 'vitest';
import { AMOUNT_CASES } from './amount.js';
import { CELL_CASES } from './cell.js';
import { DATE_CASES } from './date.js';
import { FILE_CASES } from './file.js';
import { HEADER_CASES } from './header.js';
import { KEY_CASES } from './key.js';
import { TEXT_CASES } from './text.js';

const CASES = [
  ...TEXT_CASES,
  ...HEADER_CASES,
  ...KEY_CASES,
  ...AMOUNT_CASES,
  ...DATE_CASES,
  ...CELL_CASES,
  ...FILE_CASES,
];

describe('the bad-input table', () => {
  it('has every case once, by number', () => {
    expect(CASES.map(({ n }) => n)).toEqual(Array.from({ length: 107 }, (_, i) => i + 1));
  });

  it('leaves out only dates and probabilities, which the CRM does not take', () => {
    const left = CASES.flatMap((entry) => ('because' in entry ? [entry.n] : []));
    expect(left).toEqual([57, 64, 65, 66, 67, 69, 71, 72]);
  });

  for (const entry of CASES) {
    if ('prove' in entry) it(`${entry.n}. ${entry.what} (${entry.wanted})`, () => entry.prove());
  }
});
