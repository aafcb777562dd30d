import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openRunFolder } from './runFolder.js';
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
  await mkdir(join(stateDirectory, 'plans'), { recursive: true, mode: 0o700 });
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

/** The run that carried the plan out; `null` when none did, or when it was cut off before it began. */
export async function claimedBy(stateDirectory: string, planId: string): Promise<string | null> {
  let runId: string;
  try {
    runId = await readFile(pathOf(stateDirectory, planId), 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const { path, journal } = openRunFolder(stateDirectory, runId);
  // A run that was purged is gone with its folder; one that is there without a journal has sent nothing, ever.
  const neverBegan = runId === '' || ((await isThere(path)) && !(await isThere(journal)));
  return neverBegan ? null : runId;
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
