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
  /** How much of another one it has taken back; `null` where nothing is known to be. */
  readonly undid: 'all' | 'part' | null;
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
    const rows = of === null ? [] : [...(await changedRows(folder.journal)).values()];
    const undid = inPart || state !== 'finished' ? 'part' : 'all';
    const goesOn = await isUnderWay(stateDirectory(world.environment), runId);
    return {
      ...{ runId, startedAt, kind, of, state: goesOn ? 'under-way' : state, updates },
      ...from,
      open: ended?.open ?? null,
      results: journal.resultsFile && shownPath(journal.resultsFile, world.workingDirectory),
      folder: path,
      undid: rows.includes('made') ? undid : null,
    };
  } finally {
    await journal.close();
  }
}

/** A run's line, with the latest of these that has put back something of it, if there is one. */
export function withTakenBack({ undid: _, ...line }: OwnLine, lines: readonly OwnLine[]): RunLine {
  const by = lines.find(({ of, undid }) => of === line.runId && undid !== null);
  return { ...line, takenBackBy: by?.runId ?? null, takenBackInPart: by?.undid === 'part' };
}
