import type { PlannedRow } from '../../plan/index.js';
import type { PlanPreview } from '../view.js';

/** Rows that are remembered, so that scrolling back does not blink. */
const REMEMBERED = 1000;

/** The planned rows that are in sight, read from the plan as they come into sight. */
export class RowsInSight {
  readonly #read = new Map<number, PlannedRow>();
  readonly #under = new Set<number>();
  #inSight: readonly number[] = [];

  constructor(
    private readonly plan: PlanPreview,
    private readonly onChange: () => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The row, or `null` while it is read. */
  at(position: number): PlannedRow | null {
    return this.#read.get(position) ?? null;
  }

  /** Has these rows read, if they are not yet, and those `around` them, so that the next key need not wait. */
  want(positions: readonly number[], around: readonly number[] = []): void {
    this.#inSight = positions;
    this.#have([...positions, ...around]);
  }

  #have(positions: readonly number[]): void {
    const missing = positions.filter((at) => !this.#read.has(at) && !this.#under.has(at));
    if (missing.length === 0) return;
    for (const at of missing) this.#under.add(at);
    this.#readAll(missing).then(() => {
      // Nothing is drawn again for rows that nobody sees.
      if (this.#inSight.some((at) => missing.includes(at))) this.onChange();
    }, this.onError);
  }

  async #readAll(positions: readonly number[]): Promise<void> {
    const rows = await Promise.all(positions.map((at) => this.plan.rowAt(at)));
    if (this.#read.size > REMEMBERED) this.#read.clear();
    for (const [i, at] of positions.entries()) {
      const row = rows[i];
      if (row) this.#read.set(at, row);
      this.#under.delete(at);
    }
  }
}
