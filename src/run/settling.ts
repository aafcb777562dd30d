import type { PlannedUpdate } from '../plan/index.js';
import type { Journal } from './journal.js';
import { INTENT_AHEAD } from './work.js';

/**
 * For how long, in ms, a PUT of a run may still be applied that nobody has the answer to: until then a look at its record
 * proves nothing. 0 where there is none, or where `settleMs` have passed since. `rows`: how many there are.
 */
export async function settlesIn(
  updates: AsyncIterable<PlannedUpdate>,
  journal: Journal,
  now: Date,
  settleMs: number,
): Promise<{ rows: number; ms: number }> {
  let rows = 0;
  let ms = 0;
  for await (const { rowNumber } of updates) {
    const intent = journal.openIntentOf(rowNumber);
    const outcome = journal.outcomeOf(rowNumber);
    const sentAt = intent?.at ?? (outcome?.status === 'unverified' ? Date.parse(outcome.finishedAt) : null);
    if (sentAt === null) continue;
    // A clock that went back proves nothing: then the whole time is waited again.
    const since = Math.max(0, now.getTime() - sentAt);
    const left = settleMs + (intent ? INTENT_AHEAD : 0) - since;
    if (left <= 0) continue;
    rows += 1;
    ms = Math.max(ms, left);
  }
  return { rows, ms };
}
