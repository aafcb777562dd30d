import type { UndoNeed } from '../plan/index.js';
import type { Outcome } from './outcome.js';

/**
 * What became of an update, as far as taking it back goes. A PUT that was refused, or that failed until the run gave it
 * up, may have been applied all the same, at once or later; `null` is one that was never tried.
 */
export function undoNeed(outcome: Outcome | null): UndoNeed {
  if (outcome === null) return 'not-made';
  switch (outcome.status) {
    case 'updated':
    case 'unverified':
      return 'made';
    case 'conflict':
      return outcome.attempts > 0 ? 'made' : 'not-made';
    case 'rejected':
    case 'not-sent':
    case 'unchanged':
      return outcome.attempts > 0 ? 'tried' : 'not-made';
  }
}
