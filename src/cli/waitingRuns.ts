import { basename } from 'node:path';
import { isSameWorkspace, type PlanTarget, readPlanHeader } from '../plan/index.js';
import { countOpen, isUnderWay, type RunFolder, RunRefusal, type WaitingRunNotice } from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import type { Target } from '../ui/index.js';
import { openJournal } from './openRun.js';
import { type TypedTarget, targetOptions } from './retryOptions.js';
import { endsOfRuns, outrunUndos, type RunEnds, takenBackBy, type Undos, undosOf } from './takenBack.js';
import type { World } from './world.js';

interface Waiting extends RunEnds {
  readonly sheet: string;
}

/**
 * What is to be noticed of the runs of this workspace that were stopped or cut off and never gone on with: whoever begins
 * another one may have forgotten them. Those that were taken back are not meant. It is a help, no part of the run: what
 * cannot be read of earlier ones is passed over.
 */
export async function waitingRuns(
  target: Target,
  typed: TypedTarget,
  world: World,
): Promise<WaitingRunNotice[]> {
  if (target.sandbox) return [];
  const runs = await endsOfRuns(stateDirectory(world.environment));
  const undos = await undosOf(runs);
  const outrun = outrunUndos(runs);
  const waiting: Waiting[] = [];
  for (const { folder, ...ends } of runs) {
    if (!ends.waits || outrun.has(folder.runId)) continue;
    const sheet = await sheetFor(folder, target, world);
    if (sheet !== null && !(await isTakenBack(folder, undos, world)))
      waiting.push({ ...ends, folder, sheet });
  }
  const [latest] = waiting;
  if (!latest) return [];
  const { folder, header, sheet } = latest;
  const { updates } = header;
  return [
    {
      code: 'notice.waitingRun',
      run: folder.runId,
      sheet,
      startedAt: new Date(header.t).toISOString(),
      state: latest.open === null ? 'cut-off' : 'stopped',
      updates,
      open: latest.open ?? (await countOpen(folder.journal, updates).catch(() => null)),
      more: waiting.length - 1,
      targetOptions: targetOptions(typed),
    },
  ];
}

/** The name of the run's sheet; `null` when it goes elsewhere, or goes on in another process. */
async function sheetFor(folder: RunFolder, target: PlanTarget, world: World): Promise<string | null> {
  const plan = await readPlanHeader(folder.plan);
  if (plan === null || !isSameWorkspace(plan.target, target)) return null;
  if (await isUnderWay(stateDirectory(world.environment), folder.runId)) return null;
  return basename(plan.sheet.path);
}

/** Whether it was taken back, so that it may not be gone on with; nor may one that cannot be read. */
async function isTakenBack(folder: RunFolder, undos: Undos, world: World): Promise<boolean> {
  if (!undos.has(folder.runId)) return false;
  try {
    const journal = openJournal(folder, 'tell', world);
    const by = takenBackBy(undos, journal);
    await journal.close();
    return by !== null;
  } catch (error) {
    if (!(error instanceof RunRefusal)) throw error;
    return true;
  }
}
