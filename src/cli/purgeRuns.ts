import type { Messages } from '../messages/index.js';
import {
  hasBegun,
  isBeingMade,
  isUnderWay,
  type RunFolder,
  RunRefusal,
  removeRunFolder,
  unclaimPlanOf,
} from '../run/index.js';
import { printableJson, stateDirectory } from '../settings/index.js';
import { askYes } from './askYes.js';
import { EXIT } from './exitCode.js';
import { heldBackBy, inOrder, isOldAndOver, keptRuns } from './keptRuns.js';
import { isTerminal } from './printLines.js';
import type { World } from './world.js';

export interface PurgeArguments {
  /** The run that is deleted; all that are finished and old enough when absent. */
  readonly run?: string | undefined;
  /** Whether nothing is asked before runs are deleted. */
  readonly yes: boolean;
  /** ms */
  readonly olderThan: number;
  readonly json: boolean;
}

/**
 * Deletes runs that are over and old enough, or the one that is named. None goes before a run that would be gone on with
 * without it. Throws `RunRefusal` when the one that is named may not go.
 */
export async function purgeRuns(
  { run, olderThan, json, yes }: PurgeArguments,
  folders: readonly RunFolder[],
  world: World,
  messages: Messages,
): Promise<number> {
  const named = folders.find(({ runId }) => runId === run);
  if (run !== undefined && !named) throw new RunRefusal({ code: 'run.unknown', run });
  if (named && (await goesOn(named, world))) throw new RunRefusal({ code: 'run.underWay', run: named.runId });
  const kept = await keptRuns(world);
  const other = named ? heldBackBy(named.runId, kept, new Set(kept.runs.keys())) : null;
  if (named && other !== null) throw new RunRefusal({ code: 'run.holdsBack', run: named.runId, other });
  const old: RunFolder[] = [];
  for (const folder of named ? [] : folders) {
    if (!(await goesOn(folder, world)) && (await isOldAndOver(folder, olderThan, kept, world)))
      old.push(folder);
  }
  const meant = named ? [named] : inOrder(old, kept, folders);
  const { runs } = messages.commands;
  const asks = !yes && !json && meant.length > 0 && isTerminal(world) && world.stdin.isTTY === true;
  if (asks && !(await askYes(runs.purge(meant.length, messages.format), runs.yes, world))) {
    world.stderr.write(`${runs.keptAll}\n`);
    return EXIT.stopped;
  }
  const purged: string[] = [];
  const there = new Set(folders.map(({ runId }) => runId));
  for (const folder of meant) {
    // The answer may have taken its time, and a run that was stopped may be gone on with since.
    if (await goesOn(folder, world)) continue;
    if (heldBackBy(folder.runId, kept, there) !== null) continue;
    // The saved plan of a run that never sent anything is there to be carried out.
    if (!(await hasBegun(folder))) await unclaimPlanOf(stateDirectory(world.environment), folder.runId);
    await removeRunFolder(folder);
    there.delete(folder.runId);
    purged.push(folder.runId);
  }
  if (json) world.stdout.write(`${printableJson({ command: 'runs', purged })}\n`);
  else world.stdout.write(`${messages.commands.runs.purged(purged.length, messages.format)}\n`);
  return EXIT.ok;
}

/** Whether a process that still runs makes this run, or sends it. */
async function goesOn(folder: RunFolder, world: World): Promise<boolean> {
  if (await isBeingMade(folder, world.now())) return true;
  return isUnderWay(stateDirectory(world.environment), folder.runId);
}
