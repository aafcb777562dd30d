/** Where in a file the latest line about each row stands: twelve bytes a row, so that a million rows cost little. */
export class RowPlaces {
  #at = new Float64Array(1024).fill(-1);
  #length = new Uint32Array(1024);

  set(rowNumber: number, at: number, length: number): void {
    if (rowNumber >= this.#at.length) this.#grow(rowNumber + 1);
    this.#at[rowNumber] = at;
    this.#length[rowNumber] = length;
  }

  /** In bytes. */
  get(rowNumber: number): { at: number; length: number } | null {
    const at = this.#at[rowNumber] ?? -1;
    return at === -1 ? null : { at, length: this.#length[rowNumber] ?? 0 };
  }

  #grow(least: number): void {
    const size = Math.max(least, this.#at.length * 2);
    const at = new Float64Array(size).fill(-1);
    at.set(this.#at);
    const length = new Uint32Array(size);
    length.set(this.#length);
    this.#at = at;
    this.#length = length;
  }
}
