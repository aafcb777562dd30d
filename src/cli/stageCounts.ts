import type { Stage } from '../opportunity/index.js';
import type { LiveRecords } from '../plan/index.js';

/** How many opportunities are in each stage; deleted ones do not count. */
export interface StageCounts {
  readonly byStage: ReadonlyMap<string, number>;
  /** Stages that opportunities are in although the workspace does not list them, the fullest first. */
  readonly unlisted: ReadonlyMap<string, number>;
  /** Opportunities without a stage. */
  readonly without: number;
}

/** Walks the whole list. Throws what it throws. `onListed` is told how many records were read. */
export async function countStages(
  live: Pick<LiveRecords, 'list'>,
  stages: readonly Stage[],
  onListed: (records: number) => void,
): Promise<StageCounts> {
  const counts = new Map<string, number>();
  let without = 0;
  let records = 0;
  for await (const page of live.list()) {
    for (const { stageId, deletionDate } of page) {
      if (deletionDate !== null) continue;
      if (stageId === null || stageId === '') without += 1;
      else counts.set(stageId, (counts.get(stageId) ?? 0) + 1);
    }
    records += page.length;
    onListed(records);
  }
  const listed = new Set(stages.map(({ id }) => id));
  const unlisted = [...counts].filter(([id]) => !listed.has(id)).sort(([, a], [, b]) => b - a);
  return { byStage: counts, unlisted: new Map(unlisted), without };
}
