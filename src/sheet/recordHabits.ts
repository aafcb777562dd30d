import type { RecordBlock } from './csvRecords.js';
import { fieldsOf } from './cutRecords.js';

/** Records that are looked at to learn what those of a file are like. */
const MOST_LOOKED_AT = 200;
/** The share of them in which a column must look alike to have a habit. */
const LEAST_SHARE = 0.8;
/** What must be found of the habits of other records in a line: one sign such as `OP-0002`, or two plain numbers. */
const ENOUGH = 2;
/** Digits of a plain number that is a sign by itself where nearly all have as many, as ids do. */
const LEAST_DIGITS = 4;

/** What the records of a block are like, column by column: what tells a record of its own from a line of a note. */
export class RecordHabits {
  /** Of each column, the shape that nearly all of its fields have; `null` where they have none in common. */
  readonly #shapes: readonly (string | null)[];
  readonly #looked: number;
  /** Whether a space stands at the beginning of fields. */
  readonly #spaced: boolean;

  constructor(records: RecordBlock) {
    const counts: Map<string, number>[] = [];
    let looked = 0;
    let spaced = false;
    for (let at = 0; at < records.ends.length && looked < MOST_LOOKED_AT; at += 1) {
      // The first record of a file is its header as a rule.
      if (records.first + at === 1) continue;
      const fields = fieldsOf(records, at);
      if (fields.length < 2 || fields.some((text) => /[\r\n]/.test(text))) continue;
      looked += 1;
      for (const [column, text] of fields.entries()) {
        if (column > 0) spaced ||= /^\s+\S/.test(text);
        counts[column] ??= new Map();
        const of = counts[column];
        const shape = shapeOf(text);
        of.set(shape, (of.get(shape) ?? 0) + 1);
      }
    }
    this.#looked = looked;
    this.#spaced = spaced;
    this.#shapes = counts.map((of) => {
      const plain = [...of].filter(([shape]) => PLAIN_NUMBER.test(shape));
      const [shape, count] = [...of].reduce((best, next) => (next[1] > best[1] ? next : best), ['', 0]);
      if (count >= looked * LEAST_SHARE && shape !== '') return shape;
      // Numbers of several lengths are numbers all the same.
      const numbers = plain.reduce((sum, [, of]) => sum + of, 0);
      return numbers >= looked * LEAST_SHARE ? '9' : null;
    });
  }

  /**
   * Whether the lines within a field were records of their own, which a stray quote has swallowed, or are the lines of a
   * note: `lines` are cut at the separators in them. The first is left out, as it stands behind the record's own fields.
   * Sentences have a space behind each comma. Where there is nothing to compare with, lines are taken for records.
   */
  areRecords(lines: readonly (readonly string[])[], delimiter: string): boolean {
    const behind = lines.flatMap((line) => line.slice(1));
    const isProse = behind.length > 0 && behind.every((text) => /^\s/.test(text));
    if (delimiter === ',' && !this.#spaced && isProse) return false;
    return this.#looked === 0 || lines.slice(1).some((line) => this.#isLikeRecord(line));
  }

  #isLikeRecord(line: readonly string[]): boolean {
    let signs = 0;
    let like = 0;
    let looked = 0;
    for (const [column, text] of line.entries()) {
      const shape = this.#shapes[column] ?? null;
      if (shape === null || text.trim() === '') continue;
      looked += 1;
      if (!isOfShape(text, shape)) continue;
      like += 1;
      if (shape.includes('9')) signs += shape === '9' ? 1 : ENOUGH;
    }
    return signs >= ENOUGH || (signs > 0 && like * 2 > looked);
  }
}

/** The shape of a plain number, however many digits it has, and of one with decimals. */
const PLAIN_NUMBER = /^9(?::\d+)?$|^9[.,]9$/;

function isOfShape(text: string, shape: string): boolean {
  const own = shapeOf(text);
  return own === shape || (shape === '9' && PLAIN_NUMBER.test(own));
}

/** What a text is made of: `OP-0002` is a word, a dash and a number, `Call Ana` are two words. */
function shapeOf(text: string): string {
  const bare = text.trim();
  if (bare.length >= LEAST_DIGITS && /^[\p{L}\p{N}]*\p{N}[\p{L}\p{N}]*$/u.test(bare))
    return `9:${bare.length}`;
  return bare
    .replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => (/\p{N}/u.test(word) ? '9' : 'a'))
    .replace(/\s+/g, ' ');
}
