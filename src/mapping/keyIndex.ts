/** Hashes by which the memory grows. */
const GROWTH = 65_536;
/** The most rows that a sheet can have. */
const MOST_KEYS = 1_048_576 + GROWTH;
const HASH_BYTES = Float64Array.BYTES_PER_ELEMENT;

/**
 * Notices which keys more than one row names, with 8 bytes a key: a set of a million texts would be a hundred
 * megabytes. It works on hashes of 53 bits, so it may, hardly ever, take two keys for one; whoever acts on it
 * compares the texts.
 */
export class KeyIndex {
  // It grows in place, so that there are never two copies of it.
  readonly #buffer = new ArrayBuffer(0, { maxByteLength: MOST_KEYS * HASH_BYTES });
  readonly #hashes = new Float64Array(this.#buffer);
  #used = 0;
  #repeated: ReadonlySet<number> = new Set();

  add(key: string): void {
    if (this.#used === this.#hashes.length) this.#buffer.resize((this.#used + GROWTH) * HASH_BYTES);
    this.#hashes[this.#used] = hash(key);
    this.#used += 1;
  }

  /** Ends the collecting; from here on `mayRepeat` answers. */
  finish(): void {
    this.#buffer.resize(this.#used * HASH_BYTES);
    const sorted = this.#hashes.sort();
    const repeated = new Set<number>();
    for (let i = 1; i < sorted.length; i += 1) {
      if (sorted[i] === sorted[i - 1]) repeated.add(sorted[i] as number);
    }
    this.#buffer.resize(0);
    this.#repeated = repeated;
  }

  /** How many keys seem to stand in more than one row. */
  get repeated(): number {
    return this.#repeated.size;
  }

  mayRepeat(key: string): boolean {
    return this.#repeated.size > 0 && this.#repeated.has(hash(key));
  }
}

/** 53 bits: FNV-1a (RFC 9923) and, beside it, a second sum with another multiplier, which fails on other texts. */
function hash(text: string): number {
  let fnv = 0x811c9dc5;
  let other = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    fnv = Math.imul(fnv ^ code, 0x01000193);
    other = Math.imul(other + code, 0x9e3779b1) ^ (other >>> 15);
  }
  return ((other >>> 0) & 0x1fffff) * 0x1_0000_0000 + (fnv >>> 0);
}
