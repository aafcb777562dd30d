import type { ReviewDecision } from './view.js';

/** A set of rows by their position in the plan: a bit a row, so that any choice among a million costs 125 KB. */
export class RowSet {
  #bits: Uint32Array;
  #size = 0;

  /** `rows` is how many there may be. */
  constructor(rows: number) {
    this.#bits = new Uint32Array(Math.ceil(rows / 32));
  }

  static of(rows: number, positions: Iterable<number>): RowSet {
    const set = new RowSet(rows);
    for (const position of positions) set.add(position);
    return set;
  }

  get size(): number {
    return this.#size;
  }

  has(position: number): boolean {
    return ((this.#bits[position >>> 5] ?? 0) & (1 << (position & 31))) !== 0;
  }

  add(position: number): void {
    if (this.has(position)) return;
    this.#bits[position >>> 5] = (this.#bits[position >>> 5] ?? 0) | (1 << (position & 31));
    this.#size += 1;
  }

  delete(position: number): void {
    if (!this.has(position)) return;
    this.#bits[position >>> 5] = (this.#bits[position >>> 5] ?? 0) & ~(1 << (position & 31));
    this.#size -= 1;
  }

  set(position: number, present: boolean): void {
    if (present) this.add(position);
    else this.delete(position);
  }
}

/** The whole plan, as it is. */
export const SEND_ALL: ReviewDecision = { send: true, leftOut: new RowSet(0) };
