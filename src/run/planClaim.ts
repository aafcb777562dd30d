import { access, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from './folderSync.js';
import { Journal } from './journal.js';
import { JournalDamaged } from './replay.js';
import { openRunFolder, type RunFolder } from './runFolder.js';
import { putWholeFile } from './wholeFile.js';

/**
 * Marks a saved plan as carried out by this run. A plan is carried out once, whatever its file is called and however
 * often it was copied: resolves to the run that did so before, or to `null` when it is this one's now. Whoever asks
 * holds the lock of the plan's workspace.
 */
export async function claimPlan(
  stateDirectory: string,
  planId: string,
  runId: string,
): Promise<string | null> {
  const made = await mkdir(join(stateDirectory, 'plans'), { recursive: true, mode: 0o700 });
  if (made !== undefined) syncFolder(stateDirectory);
  const path = pathOf(stateDirectory, planId);
  const earlier = await claimedBy(stateDirectory, planId);
  if (earlier !== null) return earlier;
  // One of a run that never began.
  await rm(path, { force: true });
  return (await putWholeFile(path, runId)) ? null : claimedBy(stateDirectory, planId);
}

/** Gives a plan back that was not carried out after all: nothing of the run is on the disk. */
export async function unclaimPlan(stateDirectory: string, planId: string): Promise<void> {
  await rm(pathOf(stateDirectory, planId), { force: true });
}

/**
 * Gives back whatever plan this run has claimed. For a run that never began, before its folder is removed: afterwards
 * nothing would say that it sent nothing.
 */
export async function unclaimPlanOf(stateDirectory: string, runId: string): Promise<void> {
  const planIds = await readdir(join(stateDirectory, 'plans')).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const planId of planIds) {
    if ((await claimantOf(stateDirectory, planId)) === runId) await unclaimPlan(stateDirectory, planId);
  }
}

/** The run that carried the plan out; `null` when none did, or when it was cut off before it began. */
export async function claimedBy(stateDirectory: string, planId: string): Promise<string | null> {
  const runId = await claimantOf(stateDirectory, planId);
  if (!runId) return null;
  const folder = openRunFolder(stateDirectory, runId);
  // A run that had begun is gone with its folder when it is purged, and has carried the plan out all the same.
  return !(await isThere(folder.path)) || (await hasBegun(folder)) ? runId : null;
}

/** Whether the run was approved, as its journal says: before that is on the disk nothing is sent. */
export async function hasBegun({ journal: path }: RunFolder): Promise<boolean> {
  let journal: Journal;
  try {
    journal = Journal.read(path);
  } catch (error) {
    if (isMissing(error)) return false;
    // What cannot be read does not say that nothing was sent.
    if (error instanceof JournalDamaged) return true;
    throw error;
  }
  await journal.close();
  return journal.approved;
}

/** Who has claimed the plan, begun or not; empty when the claim was made and never written, `null` when there is none. */
async function claimantOf(stateDirectory: string, planId: string): Promise<string | null> {
  try {
    return await readFile(pathOf(stateDirectory, planId), 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function pathOf(stateDirectory: string, planId: string): string {
  return join(stateDirectory, 'plans', planId);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
