import { foldedId } from '../opportunity/index.js';

/** Hashes by which the memory grows. */
const GROWTH = 65_536;
/** The most rows that a sheet can have. */
const MOST_KEYS = 1_048_576 + GROWTH;
const HASH_BYTES = Float64Array.BYTES_PER_ELEMENT;

/**
 * Knows which keys the sheet names, and which of them more than one row names, with 8 bytes a key: a set of a
 * million texts would be a hundred megabytes. It works on hashes of 53 bits, so it may, hardly ever, take two keys
 * for one; whoever acts on it compares the texts.
 */
export class KeyIndex {
  // It grows in place, so that there are never two copies of it.
  readonly #buffer = new ArrayBuffer(0, { maxByteLength: MOST_KEYS * HASH_BYTES });
  readonly #hashes = new Float64Array(this.#buffer);
  #used = 0;
  #distinct = 0;
  #forgotten = false;
  #repeated: ReadonlySet<number> = new Set();

  add(key: string): void {
    if (this.#used === this.#hashes.length) this.#buffer.resize((this.#used + GROWTH) * HASH_BYTES);
    this.#hashes[this.#used] = keyHash(key);
    this.#used += 1;
  }

  /** Ends the collecting; from here on the questions are answered. */
  finish(): void {
    this.#buffer.resize(this.#used * HASH_BYTES);
    // Numbers that are not below 0 are in the order of their bits (IEEE 754), which are compared in half of the time.
    new BigUint64Array(this.#buffer, 0, this.#used).sort();
    const sorted = this.#hashes;
    const repeated = new Set<number>();
    for (let i = 1; i < sorted.length; i += 1) {
      if (sorted[i] === sorted[i - 1]) repeated.add(sorted[i] as number);
    }
    let distinct = 0;
    for (let i = 0; i < sorted.length; i += 1) {
      if (i > 0 && sorted[i] === sorted[i - 1]) continue;
      sorted[distinct] = sorted[i] as number;
      distinct += 1;
    }
    this.#buffer.resize(distinct * HASH_BYTES);
    this.#distinct = distinct;
    this.#repeated = repeated;
  }

  /** How many different keys the sheet names. */
  get distinct(): number {
    return this.#distinct;
  }

  /** How many keys seem to stand in more than one row. */
  get repeated(): number {
    return this.#repeated.size;
  }

  mayRepeat(key: string): boolean {
    return this.#repeated.size > 0 && this.#repeated.has(keyHash(key));
  }

  /** Whether some row seems to name this key. Once the keys are forgotten any of them may. */
  mayName(key: string): boolean {
    if (this.#forgotten) return true;
    const wanted = keyHash(key);
    let from = 0;
    let to = this.#hashes.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#hashes[middle] as number) < wanted) from = middle + 1;
      else to = middle;
    }
    return this.#hashes[from] === wanted;
  }

  /** Gives the memory back that only `mayName` needs. */
  forget(): void {
    this.#forgotten = true;
    this.#buffer.resize(0);
  }
}

/**
 * 53 bits: FNV-1a (RFC 9923) and, beside it, a second sum with another multiplier, which fails on other texts. The same
 * for a GUID in capitals and in small letters.
 */
export function keyHash(key: string): number {
  const text = foldedId(key);
  let fnv = 0x811c9dc5;
  let other = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    fnv = Math.imul(fnv ^ code, 0x01000193);
    other = Math.imul(other + code, 0x9e3779b1) ^ (other >>> 15);
  }
  return ((other >>> 0) & 0x1fffff) * 0x1_0000_0000 + (fnv >>> 0);
}
