/** Where in a file the latest line about each row stands: twelve bytes a row, so that a million rows cost little. */
export class RowPlaces {
  #at = new Float64Array(1024).fill(-1);
  #length = new Uint32Array(1024);

  set(rowNumber: number, at: number, length: number): void {
    if (rowNumber >= this.#at.length) this.#grow(Math.max(rowNumber + 1, this.#at.length * 2));
    this.#at[rowNumber] = at;
    this.#length[rowNumber] = length;
  }

  /** In bytes. */
  get(rowNumber: number): { at: number; length: number } | null {
    const at = this.#at[rowNumber] ?? -1;
    return at === -1 ? null : { at, length: this.#length[rowNumber] ?? 0 };
  }

  /** Takes the memory for all rows up to this one, so that it does not grow by and by. */
  reserve(lastRow: number): void {
    if (lastRow >= this.#at.length) this.#grow(lastRow + 1);
  }

  #grow(size: number): void {
    const at = new Float64Array(size).fill(-1);
    at.set(this.#at);
    const length = new Uint32Array(size);
    length.set(this.#length);
    this.#at = at;
    this.#length = length;
  }
}
