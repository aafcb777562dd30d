/** Hashes by which the memory grows. */
const GROWTH = 65_536;
/** The most rows that a sheet can have. */
const MOST_KEYS = 1_048_576 + GROWTH;
const HASH_BYTES = Float64Array.BYTES_PER_ELEMENT;
/** Slots of the table for each key: with fewer of them they would be looked for too long. */
const SLOTS = 4 / 3;
const FNV_VALUES = 2 ** 32;

/**
 * Knows which keys the sheet names, and which of them more than one row names, with some 11 bytes a key: a set of a
 * million texts would be a hundred megabytes. It works on hashes of 53 bits, so it may, hardly ever, take two keys
 * for one; whoever acts on it compares the texts.
 */
export class KeyIndex {
  // It grows in place, so that there are never two copies of it.
  readonly #buffer = new ArrayBuffer(0, { maxByteLength: MOST_KEYS * HASH_BYTES });
  readonly #hashes = new Float64Array(this.#buffer);
  #used = 0;
  /** Open addressing, once the collecting has ended: in each slot a hash and 1 more, 0 where there is none. */
  #table = new Float64Array(0);
  #distinct = 0;
  #forgotten = false;
  readonly #repeated = new Set<number>();

  add(key: string): void {
    if (this.#used === this.#hashes.length) this.#buffer.resize((this.#used + GROWTH) * HASH_BYTES);
    this.#hashes[this.#used] = keyHash(key);
    this.#used += 1;
  }

  /** Ends the collecting; from here on the questions are answered. */
  finish(): void {
    this.#table = new Float64Array(Math.ceil(this.#used * SLOTS) + 1);
    for (let i = 0; i < this.#used; i += 1) {
      const hash = this.#hashes[i] as number;
      const slot = this.#slotOf(hash);
      if (this.#table[slot] !== 0) this.#repeated.add(hash);
      else {
        this.#table[slot] = hash + 1;
        this.#distinct += 1;
      }
    }
    this.#buffer.resize(0);
  }

  /** Where the hash is, or would be. */
  #slotOf(hash: number): number {
    const table = this.#table;
    // The lower bits are those of FNV: spread over the whole table without a division.
    let slot = Math.floor(((hash >>> 0) / FNV_VALUES) * table.length);
    while (table[slot] !== 0 && table[slot] !== hash + 1) slot = slot + 1 === table.length ? 0 : slot + 1;
    return slot;
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
    return this.#table[this.#slotOf(keyHash(key))] !== 0;
  }

  /** Gives the memory back that only `mayName` needs. */
  forget(): void {
    this.#forgotten = true;
    this.#table = new Float64Array(0);
  }
}

/** 53 bits: FNV-1a (RFC 9923) and, beside it, a second sum with another multiplier, which fails on other texts. */
export function keyHash(text: string): number {
  let fnv = 0x811c9dc5;
  let other = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    fnv = Math.imul(fnv ^ code, 0x01000193);
    other = Math.imul(other + code, 0x9e3779b1) ^ (other >>> 15);
  }
  return ((other >>> 0) & 0x1fffff) * 0x1_0000_0000 + (fnv >>> 0);
}
