import { basename } from 'node:path';
import { type PlanTarget, readPlanHeader } from '../plan/index.js';
import {
  countOpen,
  isUnderWay,
  type JournalEnds,
  type RunFolder,
  readJournalEnds,
  runFolders,
  type WaitingRunNotice,
} from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import type { Target } from '../ui/index.js';
import type { World } from './world.js';

interface Waiting extends Ends {
  readonly sheet: string;
}

/**
 * What is to be noticed of the runs of this workspace that were stopped or cut off and never gone on with: whoever begins
 * another one may have forgotten them. Those that were taken back are not meant. It is a help, no part of the run: what
 * cannot be read of earlier ones is passed over.
 */
export async function waitingRuns(target: Target, world: World): Promise<WaitingRunNotice[]> {
  if (target.sandbox) return [];
  const runs = await endsOfRuns(stateDirectory(world.environment));
  const undone = undoneIn(runs);
  const waiting: Waiting[] = [];
  for (const { folder, ...ends } of runs) {
    if (!ends.waits || undone.has(folder.runId)) continue;
    const sheet = await sheetFor(folder, target, world);
    if (sheet !== null) waiting.push({ ...ends, folder, sheet });
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
    },
  ];
}

/** The name of the run's sheet; `null` when it goes elsewhere, or goes on in another process. */
async function sheetFor(folder: RunFolder, target: PlanTarget, world: World): Promise<string | null> {
  const plan = await readPlanHeader(folder.plan);
  if (plan?.target.origin !== target.origin || plan.target.workspaceId !== target.workspaceId) return null;
  if (await isUnderWay(stateDirectory(world.environment), folder.runId)) return null;
  return basename(plan.sheet.path);
}

/** The runs that were taken back, each with the latest that did so. */
export async function takenBack(state: string): Promise<ReadonlyMap<string, string>> {
  return undoneIn(await endsOfRuns(state));
}

interface Ends extends JournalEnds {
  readonly folder: RunFolder;
}

/** What the journals say at their ends, the latest first; those that cannot be read are passed over. */
async function endsOfRuns(state: string): Promise<Ends[]> {
  const runs: Ends[] = [];
  for (const folder of await runFolders(state)) {
    const ends = await readJournalEnds(folder.journal).catch(() => null);
    if (ends) runs.push({ ...ends, folder });
  }
  return runs;
}

function undoneIn(runs: readonly Ends[]): ReadonlyMap<string, string> {
  const undone = new Map<string, string>();
  for (const { header, folder } of runs) {
    if (header.of !== null && !undone.has(header.of)) undone.set(header.of, folder.runId);
  }
  return undone;
}
