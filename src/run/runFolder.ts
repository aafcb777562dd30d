import { access, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from './folderSync.js';
import { ownMark, type ProcessMark, stillRuns } from './processMark.js';
import { putWholeFile } from './wholeFile.js';

/** Where one run lives on disk: its plan with the before-images, its journal, its private copy of the sheet. */
export interface RunFolder {
  readonly runId: string;
  readonly path: string;
  readonly plan: string;
  readonly journal: string;
  readonly sheet: string;
  /** Names the process that makes the run, as long as nothing was approved: beside the folder, because it is there first. */
  readonly maker: string;
}

/** Makes the folder of a new run, readable by its owner only. No purge takes it while this process makes the run. */
export async function createRunFolder(
  stateDirectory: string,
  now: Date,
  random: () => number,
): Promise<RunFolder> {
  const [latest] = await runFolders(stateDirectory);
  const folder = openRunFolder(stateDirectory, nextRunId(latest?.runId ?? '', now, random));
  await mkdir(dirname(folder.path), { recursive: true, mode: 0o700 });
  await putWholeFile(folder.maker, JSON.stringify(await ownMark()));
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  return folder;
}

/** The run begins: whoever calls holds the lock of its workspace, which says from now on that it is under way. */
export async function endMaking(folder: RunFolder): Promise<void> {
  await rm(folder.maker, { force: true });
}

/** How long a run is left alone that another computer makes, in ms: whether it still does, nothing tells. */
const MAKING_ELSEWHERE = 24 * 60 * 60 * 1000;

/**
 * Whether a process that still runs makes this run: reads its records, or shows its plan and waits for an answer. Asked
 * before `isUnderWay`, so that a run which begins in between is not missed.
 */
export async function isBeingMade(folder: RunFolder, now: Date): Promise<boolean> {
  try {
    const maker = JSON.parse(await readFile(folder.maker, 'utf8')) as ProcessMark;
    const runs = await stillRuns(maker);
    if (runs !== null) return runs;
    const { mtimeMs } = await stat(folder.maker);
    return now.getTime() - mtimeMs < MAKING_ELSEWHERE;
  } catch (error) {
    // A file that names nobody was made whole once, and something else has been at it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * Puts what a run stands on where no power cut takes it: its plan with the before-images, and its copy of the sheet.
 * Rejects with the file system's error.
 */
export async function syncRunFolder(folder: RunFolder): Promise<void> {
  for (const file of [folder.plan, folder.sheet]) {
    const handle = await open(file, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  for (const path of [folder.path, dirname(folder.path)]) syncFolder(path);
}

/** The places of a run by its id, whether it exists or not. */
export function openRunFolder(stateDirectory: string, runId: string): RunFolder {
  const path = join(stateDirectory, 'runs', runId);
  return {
    runId,
    path,
    plan: join(path, 'plan.jsonl'),
    journal: join(path, 'journal.jsonl'),
    sheet: join(path, 'sheet'),
    maker: `${path}.maker`,
  };
}

/** Every run that is kept, the latest first. */
export async function runFolders(stateDirectory: string): Promise<RunFolder[]> {
  const names = await readdir(join(stateDirectory, 'runs')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter(isRunId)
    .sort()
    .reverse()
    .map((name) => openRunFolder(stateDirectory, name));
}

/** Removes a run that is no longer wanted, with its before-images: it can then not be taken back. */
export async function removeRunFolder(folder: RunFolder): Promise<void> {
  await rm(folder.path, { recursive: true, force: true });
  await rm(folder.maker, { force: true });
}

/** Removes a run that never began: one that was refused, declined, or only a dry run. */
export async function removeUnlessBegun(folder: RunFolder): Promise<void> {
  const neverBegan = await access(folder.journal).then(
    () => false,
    // Any other error does not say that it is not there, and it may hold all that is known of what was sent.
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
  if (neverBegan) await removeRunFolder(folder);
}

const RUN_ID = /^\d{8}-\d{6}-[a-z0-9]{4}$/;

export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/**
 * Sorts behind the latest that there is. Where that one bears a later time, the clock was set back since: the new one is
 * named by the second after it, so that the last name is always that of the last run.
 */
function nextRunId(latest: string, now: Date, random: () => number): string {
  const runId = newRunId(now, random);
  if (runId > latest) return runId;
  const [, year, month, day, hour, minute, second] = TIME_OF_ID.exec(latest) ?? [];
  const next =
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) +
    (Number(second) + 1) * 1000;
  return Number.isNaN(next) ? runId : newRunId(new Date(next), random);
}

const TIME_OF_ID = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/;

/**
 * Sorts by time and is easy to read aloud: `20261123-194902-k3f9`. Of the last four the first two tell the thousandths
 * of the second, the others are chance. Letters that look like digits are left out.
 */
function newRunId(now: Date, random: () => number): string {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  // In the order of their codes, so that names sort as times do.
  const letters = '23456789abcdefghjkmnpqrstuvwxyz';
  const count = letters.length;
  const part = Math.floor((now.getUTCMilliseconds() * count * count) / 1000);
  const places = [Math.floor(part / count), part % count, random() * count, random() * count];
  return `${stamp}-${places.map((place) => letters[Math.floor(place)]).join('')}`;
}
