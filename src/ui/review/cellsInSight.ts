import type { PlanPreview, RowCell } from '../view.js';

/** The cells of a row as they stand in the sheet; `absent` where only the plan is at hand, or the sheet cannot be read. */
export type SeenCells = readonly RowCell[] | 'reading' | 'absent';

/** The cells of the one row that is opened, read from the sheet when it is. */
export class CellsInSight {
  #wanted: number | null = null;
  #cells: SeenCells = 'reading';
  #reading = false;

  constructor(
    private readonly plan: PlanPreview,
    private readonly onChange: () => void,
  ) {}

  /** The cells of a row of the sheet, which are read if they are not here yet. */
  of(rowNumber: number): SeenCells {
    if (this.plan.cellsOf === undefined) return 'absent';
    if (this.#wanted !== rowNumber) {
      this.#wanted = rowNumber;
      this.#cells = 'reading';
      // Rows that were passed by in the meantime are not read at all.
      if (!this.#reading) void this.#read(this.plan.cellsOf);
    }
    return this.#cells;
  }

  async #read(cellsOf: NonNullable<PlanPreview['cellsOf']>): Promise<void> {
    this.#reading = true;
    for (let read: number | null = null; read !== this.#wanted && this.#wanted !== null; ) {
      read = this.#wanted;
      const cells = await cellsOf(read).catch(() => 'absent' as const);
      if (read === this.#wanted) this.#cells = cells;
    }
    this.#reading = false;
    this.onChange();
  }
}
