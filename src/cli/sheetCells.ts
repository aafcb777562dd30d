import type { Mapping } from '../mapping/index.js';
import type { Sheet, SheetRow } from '../sheet/index.js';
import type { RowCell } from '../ui/index.js';

/**
 * Finds the cells of single rows in an open sheet, as they stand there. The plan does not hold them: the sheet is walked
 * up to the row, and what was read around it is kept for its neighbours. One row at a time.
 */
export class SheetCells {
  #near: readonly SheetRow[] = [];

  constructor(
    private readonly sheet: Sheet,
    private readonly mapping: Mapping,
  ) {}

  /** The cells of the columns that are used; none when there is no such row. Throws `SheetRefusal`. */
  async of(rowNumber: number): Promise<readonly RowCell[]> {
    const row = this.#nearby(rowNumber) ?? (await this.#find(rowNumber));
    if (row === null) return [];
    return this.mapping.columns.flatMap(({ index, header, use }) => {
      if (use.kind === 'ignored') return [];
      return [{ target: use.kind === 'key' ? 'key' : use.field, header, text: row.cell(index).text }];
    });
  }

  #nearby(rowNumber: number): SheetRow | null {
    return this.#near.find(({ number }) => number === rowNumber) ?? null;
  }

  async #find(rowNumber: number): Promise<SheetRow | null> {
    for await (const batch of this.sheet.batches()) {
      if ((batch.at(-1)?.number ?? 0) < rowNumber) continue;
      this.#near = batch;
      return this.#nearby(rowNumber);
    }
    return null;
  }
}
