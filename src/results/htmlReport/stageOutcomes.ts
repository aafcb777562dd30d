import type { PlannedUpdate } from '../../plan/index.js';
import { STATUSES, type Status } from '../../run/index.js';

/** Opportunities by the stage that the sheet wants them in, and how their updates ended. */
export class StageOutcomes {
  readonly #stages = new Map<string | null, Map<Status, number>>();

  add({ beforeImage, changes }: PlannedUpdate, status: Status): void {
    const move = changes.find(({ field }) => field === 'stageId');
    const stageId = (move ? move.after : beforeImage.stageId) || null;
    const counts = this.#stages.get(stageId) ?? new Map<Status, number>();
    counts.set(status, (counts.get(status) ?? 0) + 1);
    this.#stages.set(stageId, counts);
  }

  /** The statuses that occur, in their usual order. */
  get statuses(): Status[] {
    return STATUSES.filter((status) => [...this.#stages.values()].some((counts) => counts.has(status)));
  }

  /** In the given order of the stages' ids; those that are not in it come last, and no stage at the very end. */
  rows(order: readonly string[]): { stageId: string | null; counts: ReadonlyMap<Status, number> }[] {
    const place = (id: string | null) =>
      id === null ? order.length + 1 : order.includes(id) ? order.indexOf(id) : order.length;
    return [...this.#stages]
      .map(([stageId, counts]) => ({ stageId, counts }))
      .sort((a, b) => place(a.stageId) - place(b.stageId));
  }
}
