import { keyHash } from '../mapping/index.js';

const FIRST_CAPACITY = 1024;

/**
 * Numbers under keys, several under one key if need be, with some 30 bytes an entry instead of the hundred or two
 * of a map of texts. Keys are kept as their hashes, so it may, hardly ever, give a number of another key; whoever
 * asks compares the texts.
 */
export class KeyTable {
  /** Open addressing: the entry in each slot counted from 1, 0 where there is none. */
  #slots = new Int32Array(FIRST_CAPACITY * 2);
  #hashes = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);
  #entries = 0;

  add(key: string, value: number): void {
    if (this.#entries === this.#hashes.length) this.#grow();
    this.#hashes[this.#entries] = keyHash(key);
    this.#values[this.#entries] = value;
    this.#entries += 1;
    this.#place(this.#entries);
  }

  /** What was added under the key, in that order. */
  find(key: string): number[] {
    const hash = keyHash(key);
    const found: number[] = [];
    for (let slot = this.#slotOf(hash); ; slot = this.#after(slot)) {
      const entry = this.#slots[slot] as number;
      if (entry === 0) return found;
      if (this.#hashes[entry - 1] === hash) found.push(this.#values[entry - 1] as number);
    }
  }

  #place(entry: number): void {
    let slot = this.#slotOf(this.#hashes[entry - 1] as number);
    while (this.#slots[slot] !== 0) slot = this.#after(slot);
    this.#slots[slot] = entry;
  }

  #slotOf(hash: number): number {
    return hash % this.#slots.length;
  }

  #after(slot: number): number {
    return slot + 1 === this.#slots.length ? 0 : slot + 1;
  }

  #grow(): void {
    const capacity = this.#hashes.length * 2;
    this.#hashes = grown(this.#hashes, capacity);
    this.#values = grown(this.#values, capacity);
    this.#slots = new Int32Array(capacity * 2);
    for (let entry = 1; entry <= this.#entries; entry += 1) this.#place(entry);
  }
}

function grown(array: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(array);
  return larger;
}
