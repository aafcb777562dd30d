import { stat } from 'node:fs/promises';
import type { RunFolder } from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import { isOpen, openJournal } from './openRun.js';
import { lineOf } from './runLine.js';
import {
  endsOfRuns,
  hasChanged,
  outrunUndos,
  type RunEnds,
  takenBackBy,
  type Undos,
  undosOf,
} from './takenBack.js';
import type { World } from './world.js';

/** What the runs that are there say of one another. */
export interface Kept {
  /** By their ids; those that cannot be read are left out. */
  readonly runs: ReadonlyMap<string, RunEnds>;
  readonly undos: Undos;
  readonly outrun: ReadonlySet<string>;
}

export async function keptRuns(world: World): Promise<Kept> {
  const ends = await endsOfRuns(stateDirectory(world.environment));
  return {
    runs: new Map(ends.map((run) => [run.folder.runId, run])),
    undos: await undosOf(ends),
    outrun: outrunUndos(ends),
  };
}

/** Whether its last word is so many ms old, and nobody can go on with it. */
export async function isOldAndOver(
  folder: RunFolder,
  olderThan: number,
  kept: Kept,
  world: World,
): Promise<boolean> {
  // The folder's own time is that of its making, or of a copy of it.
  const lastAt = kept.runs.get(folder.runId)?.lastAt ?? (await stat(folder.path)).mtimeMs;
  if (world.now().getTime() - lastAt <= olderThan) return false;
  const line = await lineOf(folder, world);
  if (line === null || line.state === 'finished' || line.state === 'damaged') return true;
  return !(await canGoOn(folder, kept, world));
}

/** Whether it, or the undo of it that was not finished itself, can be gone on with. */
async function canGoOn(folder: RunFolder, { undos, outrun }: Kept, world: World): Promise<boolean> {
  if (outrun.has(folder.runId)) return false;
  const journal = openJournal(folder, 'tell', world);
  try {
    return isOpen(journal) && takenBackBy(undos, journal)?.waits !== false;
  } finally {
    await journal.close();
  }
}

/**
 * The run that nothing but this one keeps from being gone on with: the one that it has taken back, or an undo of it that
 * it has outrun. `null` when there is none among the `others`.
 */
export function heldBackBy(runId: string, kept: Kept, others: ReadonlySet<string>): string | null {
  const { runs, undos, outrun } = kept;
  const undo = [...outrun].find((id) => runs.get(id)?.header.of === runId && others.has(id));
  if (undo !== undefined) return undo;
  // An undo may be taken back itself, so that it is the next one which speaks for the first run.
  for (let by = runId; ; ) {
    const of = runs.get(by)?.header.of ?? null;
    if (of === null || !others.has(of)) return null;
    if (runs.get(of)?.waits) return by !== runId || hasChanged(undos, of, by) ? of : null;
    by = of;
  }
}

/** Those of the runs that are meant which can go, in an order in which none goes before one that it holds back. */
export function inOrder(meant: readonly RunFolder[], kept: Kept, all: readonly RunFolder[]): RunFolder[] {
  const there = new Set(all.map(({ runId }) => runId));
  const order: RunFolder[] = [];
  for (const rest = new Set(meant); ; ) {
    const next = [...rest].find(({ runId }) => heldBackBy(runId, kept, there) === null);
    if (!next) return order;
    order.push(next);
    rest.delete(next);
    there.delete(next.runId);
  }
}
