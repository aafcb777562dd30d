import { stat } from 'node:fs/promises';
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
import { isOpen, openJournal } from './openRun.js';
import { isTerminal } from './printLines.js';
import { lineOf } from './runLine.js';
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

/** Deletes runs that are finished and old enough, or the one that is named. Throws `RunRefusal` when that one goes on. */
export async function purgeRuns(
  { run, olderThan, json, yes }: PurgeArguments,
  folders: readonly RunFolder[],
  world: World,
  messages: Messages,
): Promise<number> {
  const named = folders.find(({ runId }) => runId === run);
  if (run !== undefined && !named) throw new RunRefusal({ code: 'run.unknown', run });
  if (named && (await goesOn(named, world))) throw new RunRefusal({ code: 'run.underWay', run: named.runId });
  const meant: RunFolder[] = [];
  for (const folder of folders) {
    if (run === undefined ? await isOld(folder, olderThan, world) : folder.runId === run) meant.push(folder);
  }
  const { runs } = messages.commands;
  const asks = !yes && !json && meant.length > 0 && isTerminal(world) && world.stdin.isTTY === true;
  if (asks && !(await askYes(runs.purge(meant.length, messages.format), runs.yes, world))) {
    world.stderr.write(`${runs.keptAll}\n`);
    return EXIT.stopped;
  }
  const purged: string[] = [];
  for (const folder of meant) {
    // The answer may have taken its time, and a run that was stopped may be gone on with since.
    if (await goesOn(folder, world)) continue;
    // The saved plan of a run that never sent anything is there to be carried out.
    if (!(await hasBegun(folder))) await unclaimPlanOf(stateDirectory(world.environment), folder.runId);
    await removeRunFolder(folder);
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

/** A run that can still be gone on with is kept, however old it is; one that never sent anything cannot. */
async function isOld(folder: RunFolder, olderThan: number, world: World): Promise<boolean> {
  if (await goesOn(folder, world)) return false;
  const line = await lineOf(folder, world);
  const isOver = line === null || line.state === 'finished' || line.state === 'damaged';
  if (!isOver && (await canGoOn(folder, world))) return false;
  const { mtimeMs } = await stat(folder.path);
  return world.now().getTime() - mtimeMs > olderThan;
}

async function canGoOn(folder: RunFolder, world: World): Promise<boolean> {
  const journal = openJournal(folder, 'tell', world);
  const canGo = isOpen(journal);
  await journal.close();
  return canGo;
}
