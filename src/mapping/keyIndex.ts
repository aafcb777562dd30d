/** Keys whose hashes are kept together before a new block is begun. */
const BLOCK = 65_536;

/**
 * Notices which keys more than one row names, with 8 bytes a key: a set of a million texts would be a hundred
 * megabytes. It works on hashes of 53 bits, so it may, hardly ever, take two keys for one; whoever acts on it
 * compares the texts.
 */
export class KeyIndex {
  readonly #blocks: Float64Array[] = [];
  #used = BLOCK;
  #repeated: ReadonlySet<number> = new Set();

  add(key: string): void {
    if (this.#used === BLOCK) {
      this.#blocks.push(new Float64Array(BLOCK));
      this.#used = 0;
    }
    const block = this.#blocks.at(-1) as Float64Array;
    block[this.#used] = hash(key);
    this.#used += 1;
  }

  /** Ends the collecting; from here on `mayRepeat` answers. */
  finish(): void {
    const count = this.#blocks.length * BLOCK - (BLOCK - this.#used);
    const all = new Float64Array(this.#blocks.length === 0 ? 0 : count);
    for (const [index, block] of this.#blocks.entries()) {
      all.set(block.subarray(0, Math.min(BLOCK, count - index * BLOCK)), index * BLOCK);
    }
    this.#blocks.length = 0;
    all.sort();
    const repeated = new Set<number>();
    for (let i = 1; i < all.length; i += 1) if (all[i] === all[i - 1]) repeated.add(all[i] as number);
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
