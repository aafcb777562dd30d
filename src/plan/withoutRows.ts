import { rename, rm } from 'node:fs/promises';
import { PlanFile } from './planFile.js';
import type { PlannedRow } from './plannedRow.js';
import { PlanTally } from './summary.js';

/** Rows by their position in a plan. */
export interface LeftOut {
  readonly size: number;
  has(position: number): boolean;
}

/**
 * The plan without the updates at these positions, in its place on the disk: they, and the rows that repeat them, are
 * skipped rows of it. So what lies on the disk is what was approved, and whoever reads it needs to know nothing of the
 * choice. `plan` itself is left open and can still be read, but has no name any more; it comes back as it is when
 * nothing is left out.
 */
export async function withoutRows(plan: PlanFile, leftOut: LeftOut): Promise<PlanFile> {
  if (leftOut.size === 0) return plan;
  const whole = `${plan.path}.whole`;
  // A file that is open keeps its content under another name, and without one.
  await rename(plan.path, whole);
  const rest = await PlanFile.create(plan.path, plan.header);
  try {
    const tally = new PlanTally(plan.header.stages);
    /** Rows by which others may stand as their duplicates. */
    const gone = new Set<number>();
    let position = 0;
    for await (const row of plan.rows()) {
      const kept = keep(row, leftOut.has(position), gone);
      tally.add(kept);
      await rest.append(kept);
      position += 1;
    }
    const summary = tally.summary();
    const set = new Set(summary.fields.map(({ field }) => field));
    const newFields = plan.summary.newFields
      .filter(({ field }) => set.has(field))
      .map((given) => ({
        ...given,
        records: summary.fields.find(({ field }) => field === given.field)?.records ?? 0,
      }));
    await rest.finish({ ...summary, newFields });
    await rm(whole);
    return rest;
  } catch (error) {
    await rest.close();
    throw error;
  }
}

function keep(row: PlannedRow, out: boolean, gone: Set<number>): PlannedRow {
  const { verdict, rowNumber } = row;
  const skipped: PlannedRow = { verdict: 'skipped', rowNumber, reason: 'deselected' };
  if (verdict === 'duplicate') return gone.has(row.of) ? skipped : row;
  if (verdict !== 'update' || !out) return row;
  if (row.rowNumbers.length > 1) gone.add(rowNumber);
  return skipped;
}
