import {
  isSameWorkspace,
  PlanFile,
  type PlannedUpdate,
  PlanRefusal,
  type PlanTarget,
  readPlanHeader,
} from '../plan/index.js';
import { type Journal, type RunFolder, RunRefusal, recordsSettleIn } from '../run/index.js';
import { openJournal } from './openRun.js';
import { endsOfRuns } from './takenBack.js';
import type { World } from './world.js';

/** ms by which a clock may have been set meanwhile: the journal of a run that ended longer ago is not opened. */
const CLOCK_SET = 3_600_000;

/** A run that begins, or is gone on with. */
export interface RunAboutToSend {
  readonly runId: string;
  /** What it would send. */
  readonly updates: () => AsyncIterable<PlannedUpdate>;
  readonly target: PlanTarget;
  /** How long after a lost answer a look-up is believed, in ms. */
  readonly settleMs: number;
  readonly next: 'apply' | 'undo' | 'resume';
}

/**
 * Throws `RunRefusal` when another run of this workspace that was stopped or cut off has sent a change to a record of this
 * one and nobody knows yet whether it arrives: it could arrive after what this one would send, and stay.
 */
export async function refuseWhileSettling(
  stateDirectory: string,
  { runId, updates, target, settleMs, next }: RunAboutToSend,
  world: World,
): Promise<void> {
  for (const { folder, waits, lastAt } of await endsOfRuns(stateDirectory)) {
    if (folder.runId === runId || !waits || world.now().getTime() - lastAt > settleMs + CLOCK_SET) continue;
    const header = await readPlanHeader(folder.plan);
    if (header === null || !isSameWorkspace(header.target, target)) continue;
    const records = await settlingOf(folder, settleMs, world);
    if (records.size === 0) continue;
    let rows = 0;
    let ms = 0;
    for await (const { id } of updates()) {
      const left = records.get(id) ?? 0;
      if (left > 0) rows += 1;
      ms = Math.max(ms, left);
    }
    if (rows > 0) throw new RunRefusal({ code: 'run.settling', run: folder.runId, rows, ms, next });
  }
}

/** For how many ms a change of this run may still arrive, by the ids of its records; a run that cannot be read has none. */
async function settlingOf(
  folder: RunFolder,
  settleMs: number,
  world: World,
): Promise<ReadonlyMap<string, number>> {
  let journal: Journal | null = null;
  let plan: PlanFile | null = null;
  try {
    journal = openJournal(folder, 'tell', world);
    plan = await PlanFile.open(folder.plan);
    return await recordsSettleIn(plan.updates(), journal, world, settleMs);
  } catch (error) {
    // It stands in nobody's way: it is told of, and refused, where it is gone on with.
    if (error instanceof RunRefusal || error instanceof PlanRefusal) return new Map();
    throw error;
  } finally {
    await plan?.close();
    await journal?.close();
  }
}
