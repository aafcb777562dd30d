import {
  changedRows,
  isRowOpen,
  type Journal,
  type JournalEnds,
  type RunFolder,
  readJournalEnds,
  runFolders,
} from '../run/index.js';

/** What a run's journal says at its ends. */
export interface RunEnds extends JournalEnds {
  readonly folder: RunFolder;
}

/** What the journals say at their ends, the latest first; those that cannot be read are passed over. */
export async function endsOfRuns(state: string): Promise<RunEnds[]> {
  const runs: RunEnds[] = [];
  for (const folder of await runFolders(state)) {
    const ends = await readJournalEnds(folder.journal).catch(() => null);
    if (ends) runs.push({ ...ends, folder });
  }
  return runs;
}

/** A run that has taken another one back, or a part of it. */
export interface TakingBack {
  readonly by: string;
  /** Whether only some rows or fields were to be taken back. */
  readonly inPart: boolean;
  /** Whether it was stopped or cut off itself. */
  readonly waits: boolean;
}

/** By the ids of runs that wait to be gone on with, what takes them back, the latest first. */
export type Undos = ReadonlyMap<string, readonly Undo[]>;

/** What takes back those of these runs that wait to be gone on with, and was not taken back itself. */
export async function undosOf(runs: readonly RunEnds[]): Promise<Undos> {
  const undone = new Set(runs.filter(({ waits }) => waits).map(({ folder }) => folder.runId));
  const undos = new Map<string, Undo[]>();
  // The earliest first: an undo is told of before the one that takes it back.
  for (const { header, folder, waits } of runs.toReversed()) {
    const { of, inPart = false } = header;
    if (of === null || !undone.has(of)) continue;
    undone.add(folder.runId);
    const rows = await changedRows(folder.journal).catch(() => null);
    undos.set(of, [{ by: folder.runId, inPart, waits, rows }, ...(undos.get(of) ?? [])]);
  }
  return new Map([...undos].map(([of, all]) => [of, all.filter((undo) => !isRedone(undo, undos))]));
}

/** Whether all that the undo has changed was made again by one that took it back, and stands. */
function isRedone(undo: Undo, undos: Undos): boolean {
  return (undos.get(undo.by) ?? []).some((redo) => {
    const isWhole = !redo.inPart && !redo.waits && undo.rows !== null;
    if (!isWhole || ![...(undo.rows?.keys() ?? [])].every((row) => redo.rows?.get(row) === 'made'))
      return false;
    const changed = (undos.get(redo.by) ?? []).filter(({ rows }) => rows === null || rows.size > 0);
    return changed.every((again) => isRedone(again, undos));
  });
}

/** The run for which this one may not be gone on with, because it was taken back; `null` when there is none. */
export function takenBackBy(undos: Undos, journal: Journal): TakingBack | null {
  return undos.get(journal.header.runId)?.find((undo) => hasTakenBack(undo, journal)) ?? null;
}

/** The undos that have changed rows of this run, the latest first: those rows are not as the run has set them any more. */
export function undosThatChanged(undos: Undos, { header }: Journal): string[] {
  return (undos.get(header.runId) ?? [])
    .filter(({ rows }) => rows === null || rows.size > 0)
    .map(({ by }) => by);
}

/** Whether an undo has changed rows of a run that waits, or may have. */
export function hasChanged(undos: Undos, of: string, by: string): boolean {
  return (undos.get(of) ?? []).some((undo) => undo.by === by && (undo.rows === null || undo.rows.size > 0));
}

/**
 * The undos of which nothing was sent before their runs were gone on with: they were planned without what that has changed,
 * so that they would leave a part of it.
 */
export function outrunUndos(runs: readonly RunEnds[]): ReadonlySet<string> {
  const byId = new Map(runs.map((run) => [run.folder.runId, run]));
  const outrun = runs.filter(({ header: { of, inPart, ofLength, t } }) => {
    const undone = of === null ? undefined : byId.get(of);
    if (!undone || inPart) return false;
    // A clock may have been set back in between, by which the run would have gone on later than it did.
    return ofLength === undefined ? undone.lastAt > t : undone.length > ofLength;
  });
  return new Set(outrun.map(({ folder }) => folder.runId));
}

interface Undo extends TakingBack {
  /** Those that it changed; `null` when its journal cannot tell. */
  readonly rows: Awaited<ReturnType<typeof changedRows>> | null;
}

/**
 * Whoever takes back all of a run does not want the rest of it; one that has changed nothing, because it was stopped at
 * its first row or refused, has taken nothing back. After one of some rows or fields the rest may be sent, unless some of
 * these rows are themselves open: they would be changed again.
 */
function hasTakenBack({ inPart, rows }: Undo, journal: Journal): boolean {
  if (rows === null) return true;
  if (!inPart && [...rows.values()].includes('made')) return true;
  return [...rows.keys()].some((row) => isRowOpen(journal, row));
}
