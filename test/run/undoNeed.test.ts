import { describe, expect, it } from 'vitest';
import { undoNeed } from '../../src/run/index.js';
import { outcomeOf } from './cutOff.js';

describe('what an undo needs to do about a row', () => {
  it('is to take it back where it was made or may have been, and to look where a PUT was sent in vain', () => {
    const need = (
      status: 'updated' | 'unverified' | 'conflict' | 'rejected' | 'not-sent',
      attempts: number,
    ) => undoNeed(outcomeOf(1, { status, attempts }));
    expect([need('updated', 1), need('unverified', 1), need('conflict', 1)]).toEqual(Array(3).fill('made'));
    expect([need('rejected', 1), need('not-sent', 4)]).toEqual(['tried', 'tried']);
    expect([need('conflict', 0), need('not-sent', 0), undoNeed(null)]).toEqual(Array(3).fill('not-made'));
  });
});
