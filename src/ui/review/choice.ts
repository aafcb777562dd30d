import { RowSet } from '../rowSet.js';
import type { PlanPreview } from '../view.js';

/** Which updates of a plan are not to be sent. Only an update can be left out; what repeats it goes with it. */
export class Choice {
  readonly leftOut: RowSet;
  #updates: RowSet | null = null;

  constructor(private readonly plan: PlanPreview) {
    this.leftOut = new RowSet(plan.summary.rows);
  }

  /** How many updates would be sent. */
  get selected(): number {
    return this.plan.summary.verdicts.update - this.leftOut.size;
  }

  /** Leaves one out, or takes it in again; whether it is an update at all. */
  toggle(position: number): boolean {
    if (!this.#isUpdate(position)) return false;
    this.leftOut.set(position, !this.leftOut.has(position));
    return true;
  }

  /** Leaves all of these out; takes them in again when all of them are out already. */
  toggleAll(positions: Uint32Array): void {
    const out = positions.some((at) => this.#isUpdate(at) && !this.leftOut.has(at));
    for (const at of positions) if (this.#isUpdate(at)) this.leftOut.set(at, out);
  }

  /** Leaves out those of them that are in, and takes in those that are out. */
  invert(positions: Uint32Array): void {
    for (const at of positions) this.toggle(at);
  }

  #isUpdate(position: number): boolean {
    this.#updates ??= RowSet.of(this.plan.summary.rows, this.plan.positions(['update']));
    return this.#updates.has(position);
  }
}
