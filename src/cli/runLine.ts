import { readPlanHeader } from '../plan/index.js';
import { changedRows, isUnderWay, type Journal, type RunFolder, RunRefusal } from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import type { ListedRun } from '../ui/index.js';
import { openJournal } from './openRun.js';
import { shownPath } from './shownPath.js';
import type { World } from './world.js';

/** What the list says of one run. */
export interface RunLine extends ListedRun {
  readonly folder: string;
}

/** What is said of a run itself; only the others tell whether it was taken back. */
export interface OwnLine extends Omit<RunLine, 'takenBackBy' | 'takenBackInPart'> {
  /** What it has taken back of another one; `null` where it takes none back. */
  readonly undid: Undid | null;
}

interface Undid {
  /** Whether that is only a part of it. */
  readonly inPart: boolean;
  /** Rows of which it has sent a change that was made, or may have been. */
  readonly changed: number;
  /** Those of them of which it is not known that it was not made. */
  readonly made: number;
}

/** What a run's own files say of it; `null` where nobody has approved its plan yet. */
export async function lineOf(folder: RunFolder, world: World): Promise<OwnLine | null> {
  const plan = await readPlanHeader(folder.plan);
  const from = { sheet: plan?.sheet.path ?? null, target: plan?.target ?? null };
  const blank = {
    ...from,
    startedAt: null,
    kind: null,
    of: null,
    updates: 0,
    open: null,
    results: null,
    undid: null,
  };
  const { runId, path } = folder;
  let journal: Journal;
  try {
    journal = openJournal(folder, 'tell', world);
  } catch (error) {
    if (!(error instanceof RunRefusal)) throw error;
    // A plan that nobody has approved yet has no journal.
    if (error.fact.code === 'run.unknown') return null;
    return { ...blank, runId, folder: path, state: 'damaged' };
  }
  try {
    if (!journal.hasHeader) return { ...blank, runId, folder: path, state: 'cut-off' };
    const { kind, of, updates, inPart } = journal.header;
    const { startedAt, ended } = journal;
    const state =
      ended === null ? 'cut-off' : ended.stop === null && ended.open === 0 ? 'finished' : 'stopped';
    const rows = of === null ? null : [...(await changedRows(folder.journal)).values()];
    const made = rows?.filter((need) => need === 'made') ?? [];
    const isPart = inPart === true || state !== 'finished';
    const goesOn = await isUnderWay(stateDirectory(world.environment), runId);
    return {
      ...{ runId, startedAt, kind, of, state: goesOn ? 'under-way' : state, updates },
      ...from,
      open: ended?.open ?? null,
      results: journal.resultsFile && shownPath(journal.resultsFile, world.workingDirectory),
      folder: path,
      undid: rows && { inPart: isPart, changed: rows.length, made: made.length },
    };
  } finally {
    await journal.close();
  }
}

/** A run's line, with the latest of these that has put back something of it which stands, if there is one. */
export function withTakenBack({ undid: _, ...line }: OwnLine, lines: readonly OwnLine[]): RunLine {
  const by = lines.find((undo) => undo.of === line.runId && hasPutBack(undo) && !isRedone(undo, lines));
  return { ...line, takenBackBy: by?.runId ?? null, takenBackInPart: by?.undid?.inPart === true };
}

function hasPutBack({ undid }: OwnLine): boolean {
  return undid !== null && undid.made > 0;
}

/** Whether all that an undo has changed was made again by one that took it back, and stands. */
function isRedone(undo: OwnLine, lines: readonly OwnLine[]): boolean {
  const undos = (of: OwnLine) => lines.filter((line) => line.of === of.runId);
  return undos(undo).some((redo) => {
    // It changes no rows but these, so that as many are all of them.
    const isWhole = redo.undid?.inPart === false && redo.undid.made === undo.undid?.changed;
    return isWhole && undos(redo).every((again) => again.undid?.changed === 0 || isRedone(again, lines));
  });
}
