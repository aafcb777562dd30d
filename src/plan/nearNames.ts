import { foldName } from '../mapping/index.js';

/** Names that are suggested at the most. */
const MOST_SUGGESTIONS = 3;
/** Letters that the beginning of a name must have to stand for it. */
const LEAST_BEGINNING = 3;
/** Longer texts are no slips of the finger, and would be slow to compare. */
const LONGEST_TEXT = 60;

/**
 * The names that a mistyped text may have meant, the likeliest first: one letter in three may differ, or the one
 * is the beginning of the other. Case, accents and punctuation do not count.
 */
export function nearNames(text: string, names: Iterable<string>): string[] {
  const wanted = foldName(text);
  if (wanted === '' || wanted.length > LONGEST_TEXT) return [];
  const near: { name: string; distance: number }[] = [];
  for (const name of names) {
    const folded = foldName(name);
    const distance = folded.length > LONGEST_TEXT ? Number.POSITIVE_INFINITY : editDistance(wanted, folded);
    const limit = Math.max(1, Math.floor(Math.min(wanted.length, folded.length) / 3));
    if (distance <= limit || begins(wanted, folded) || begins(folded, wanted)) near.push({ name, distance });
  }
  return near
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ name }) => name);
}

function begins(beginning: string, text: string): boolean {
  return beginning.length >= LEAST_BEGINNING && text.startsWith(beginning);
}

/** Letters to put in, take out, change or swap with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(last, j) + 1,
        at(row, j - 1) + 1,
        at(last, j - 1) + same,
        swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
