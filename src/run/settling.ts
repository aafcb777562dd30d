import { LONGEST_LAG, type PlannedUpdate } from '../plan/index.js';
import { type Clock, leastSince } from './clock.js';
import type { Journal } from './journal.js';
import { INTENT_AHEAD } from './work.js';

/**
 * For how long, in ms, a PUT of this row may still be applied of which nobody has the answer: until then a look at the
 * record proves nothing. 0 where `settleMs` have passed since, `null` where there is no such PUT.
 */
export function settlesIn(
  rowNumber: number,
  journal: Journal,
  clock: Pick<Clock, 'now' | 'uptime'>,
  settleMs: number,
): number | null {
  const since = journal.inDoubtSince(rowNumber);
  if (since === null) return null;
  // A PUT may leave a little after its intent.
  const ahead = journal.openIntentOf(rowNumber) ? INTENT_AHEAD : 0;
  return Math.max(0, settleMs + ahead - leastSince(since, clock));
}

/**
 * For how long, in ms, a look may show a record as it was before the PUT of this row, which was made: servers answer from
 * copies. Of one that ended otherwise, or whose record was found so by a look, nothing is said: 0.
 */
export function lagsFor(rowNumber: number, journal: Journal, clock: Pick<Clock, 'now' | 'uptime'>): number {
  // The whole run may be longer ago than any copy is behind.
  if (leastSince(journal.lastMoment, clock) > LONGEST_LAG) return 0;
  const since = journal.madeSince(rowNumber);
  return since === null ? 0 : Math.max(0, LONGEST_LAG - leastSince(since, clock));
}

/** What is told of rows that are not in order, and of whose PUT nothing more can come. */
const ANSWERED: ReadonlySet<string> = new Set(['values.differ', 'fields.lost']);

/** The same of a whole run: the longest such time, in ms, and of how many `rows` it is not 0. */
export async function runSettlesIn(
  updates: AsyncIterable<PlannedUpdate>,
  journal: Journal,
  clock: Pick<Clock, 'now' | 'uptime'>,
  settleMs: number,
): Promise<{ rows: number; ms: number }> {
  let rows = 0;
  let ms = 0;
  for (const left of (await recordsSettleIn(updates, journal, clock, settleMs)).values()) {
    rows += 1;
    ms = Math.max(ms, left);
  }
  return { rows, ms };
}

/** Of each record of a run for which it is not 0, by their ids. */
export async function recordsSettleIn(
  updates: AsyncIterable<PlannedUpdate>,
  journal: Journal,
  clock: Pick<Clock, 'now' | 'uptime'>,
  settleMs: number,
): Promise<ReadonlyMap<string, number>> {
  const records = new Map<string, number>();
  // All its PUTs left before its last line, or are told of there.
  if (leastSince(journal.lastMoment, clock) > settleMs + INTENT_AHEAD) return records;
  for await (const { rowNumber, id } of updates) {
    // It was answered, and looked at.
    const isAnswered =
      journal.openIntentOf(rowNumber) === null &&
      ANSWERED.has(journal.outcomeOf(rowNumber)?.note?.code ?? '');
    if (isAnswered) continue;
    const left = settlesIn(rowNumber, journal, clock, settleMs) ?? 0;
    if (left > 0) records.set(id, left);
  }
  return records;
}
