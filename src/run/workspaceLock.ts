import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { foldedId } from '../opportunity/index.js';
import { ownMark, type ProcessMark, stillRuns } from './processMark.js';
import { RunRefusal } from './refusal.js';
import { putWholeFile } from './wholeFile.js';

/** Held while a run sends: one writer for a workspace, so that two runs cannot undo each other's changes. */
export interface WorkspaceLock {
  /** One more than that of the last before it: see `lastTaking`. */
  readonly number: number;
  release(): Promise<void>;
}

export interface LockOptions {
  readonly stateDirectory: string;
  readonly origin: string;
  readonly workspaceId: string;
  readonly runId: string;
  readonly now: () => Date;
  /** Takes the lock from this run, whoever holds it: for a holder on another computer that is known to be gone. */
  readonly forceFrom?: string;
}

/** The process that took the lock. */
interface Holder extends ProcessMark {
  readonly runId: string;
  /** UTC, ISO 8601. */
  readonly since: string;
}

/** Times that a lock is lost to another process that then does not hold it, before something must be very wrong. */
const MOST_TRIES = 100;

/**
 * Throws `RunRefusal` naming the holder when another run of this workspace is sending.
 *
 * Each taking has a number, one more than the last, and is a file of its own, which only one process can make. The
 * file with the highest number says who holds the lock, and is never removed, not even when the lock is given back:
 * so a process that was held up between finding a lock old and taking it finds its number used, or a higher one there,
 * and takes nothing.
 */
export async function lockWorkspace(options: LockOptions): Promise<WorkspaceLock> {
  const { stateDirectory, origin, workspaceId, runId } = options;
  const { folder, name } = locksOf(stateDirectory, origin, workspaceId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own: Holder = {
    runId,
    ...(await ownMark()),
    since: options.now().toISOString(),
  };

  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const [last = 0] = await takings(folder, name);
    const before = placeOf(folder, name, last);
    const found = last > 0 ? await readText(before) : '';
    // A higher one has come, and this one was tidied away.
    if (found === null) continue;
    const holder = await holderThatRuns(found, options.forceFrom);
    if (holder) throw new RunRefusal({ code: 'run.locked', ...refusable(holder), file: before });
    const place = placeOf(folder, name, last + 1);
    if (!(await putWholeFile(place, JSON.stringify(own)))) continue;
    const all = await takings(folder, name);
    // Where a file system has no links, the last one's text may come a moment after its file, which was empty until then.
    const isLate = (await holderThatRuns((await readText(before)) ?? '', options.forceFrom)) !== null;
    if (all[0] !== last + 1 || isLate) {
      await rm(place, { force: true });
      continue;
    }
    for (const older of all.slice(1)) await rm(placeOf(folder, name, older), { force: true });
    return { number: last + 1, release: () => giveBack(place) };
  }
  throw new Error(`the lock ${name} in ${folder} cannot be taken`);
}

/** The number of the workspace's last taking, 0 where there was none: as long as it stays, no run has begun here. */
export async function lastTaking(
  stateDirectory: string,
  origin: string,
  workspaceId: string,
): Promise<number> {
  const { folder, name } = locksOf(stateDirectory, origin, workspaceId);
  const [last = 0] = await takings(folder, name);
  return last;
}

function locksOf(stateDirectory: string, origin: string, workspaceId: string) {
  const name = createHash('sha256')
    .update(`${origin}\n${foldedId(workspaceId)}`)
    .digest('hex')
    .slice(0, 16);
  return { folder: join(stateDirectory, 'locks'), name };
}

/** Whether a process that still runs holds a workspace for this run. */
export async function isUnderWay(stateDirectory: string, runId: string): Promise<boolean> {
  const folder = join(stateDirectory, 'locks');
  for (const file of await namesIn(folder)) {
    const holder = TAKING.test(file) ? parseHolder((await readText(join(folder, file))) ?? '') : null;
    if (holder?.runId === runId && (await isHeld(holder))) return true;
  }
  return false;
}

/** The process that the text names, when it runs, or may do so; not that of the run from which the lock is taken. */
async function holderThatRuns(text: string, forceFrom: string | undefined): Promise<Holder | null> {
  const holder = parseHolder(text);
  if (holder === null) return null;
  const runs = await stillRuns(holder);
  // From a process of this computer that lives it is never taken: two would write one journal.
  const isTaken = runs === null && holder.runId === forceFrom;
  return runs === false || isTaken ? null : holder;
}

function refusable({ runId, pid, host, since }: Holder) {
  return { runId, pid, host, since };
}

const TAKING = /^([0-9a-f]{16})\.(\d{1,15})\.json$/;

function placeOf(folder: string, name: string, number: number): string {
  return join(folder, `${name}.${number}.json`);
}

/** The numbers of a lock's takings that are there, the last first. */
async function takings(folder: string, name: string): Promise<number[]> {
  return (await namesIn(folder))
    .flatMap((file) => {
      const [, of, number] = TAKING.exec(file) ?? [];
      return of === name ? [Number(number)] : [];
    })
    .sort((a, b) => b - a);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** An empty file names nobody: its number stays used, and no space is needed, because the disk may be full. */
async function giveBack(path: string): Promise<void> {
  // Where that fails the file names a process that ends soon, or one from which the lock was taken.
  await truncate(path).catch(() => undefined);
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}

/** Whether the process that took the lock still runs, or may do so. */
async function isHeld(holder: Holder): Promise<boolean> {
  return (await stillRuns(holder)) !== false;
}
