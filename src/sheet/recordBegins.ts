import type { RecordBlock } from './csvRecords.js';
import { fieldsOf } from './cutRecords.js';

/** Records that are looked at to learn how those of a file begin. */
const MOST_LOOKED_AT = 200;
/** As many begin so as make a habit. */
const LEAST_ALIKE = 2;

/**
 * Whether the lines within a field were records of their own, which a stray quote has swallowed, or are the lines of a
 * note: `pieces` are its lines, each cut at the separators in it. Told by the other records of the block: by how their
 * first fields look, and by whether a space stands behind each separator, as behind the commas of a sentence. Where there
 * are none to compare with, lines are taken for records unless they are sentences.
 */
export function beginRecords(
  pieces: readonly (readonly string[])[],
  records: RecordBlock,
  record: number,
): boolean {
  const { shapes, looked, spaced } = habitsOf(records, record);
  const inner = pieces.flatMap((piece) => piece.slice(1));
  if (!spaced && inner.length > 0 && inner.every((text) => /^\s/.test(text))) return false;
  if (looked === 0) return true;
  const least = Math.min(LEAST_ALIKE, looked);
  return pieces.slice(1).some(([first = '']) => (shapes.get(shapeOf(first)) ?? 0) >= least);
}

/** How often each shape begins a record, of those of one line near this one; and whether a space begins other fields. */
function habitsOf(records: RecordBlock, record: number) {
  const shapes = new Map<string, number>();
  let looked = 0;
  let spaced = false;
  const count = records.ends.length;
  const from = Math.max(0, Math.min(record - MOST_LOOKED_AT / 2, count - MOST_LOOKED_AT));
  for (let at = from; at < Math.min(count, from + MOST_LOOKED_AT); at += 1) {
    // The first record of a file is its header as a rule.
    if (at === record || records.first + at === 1) continue;
    const fields = fieldsOf(records, at);
    const [first = '', ...others] = fields;
    if (fields.length < 2 || fields.some((text) => /[\r\n]/.test(text))) continue;
    looked += 1;
    spaced ||= others.some((text) => /^\s+\S/.test(text));
    const shape = shapeOf(first);
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
  }
  return { shapes, looked, spaced };
}

/** What a text is made of: `OP-0002` is a word, a dash and a number, `Call Ana` are two words. */
function shapeOf(text: string): string {
  return text
    .trim()
    .replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => (/\p{N}/u.test(word) ? '9' : 'a'))
    .replace(/\s+/g, ' ');
}
