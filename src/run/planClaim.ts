import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Marks a saved plan as carried out by this run. A plan is carried out once, whatever its file is called and however
 * often it was copied: resolves to the run that did so before, or to `null` when it is this one's now.
 */
export async function claimPlan(
  stateDirectory: string,
  planId: string,
  runId: string,
): Promise<string | null> {
  const folder = join(stateDirectory, 'plans');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const handle = await open(join(folder, planId), 'wx', 0o600);
    try {
      await handle.writeFile(runId);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return claimedBy(stateDirectory, planId);
  }
}

/** The run that carried the plan out; `null` when none did. */
export async function claimedBy(stateDirectory: string, planId: string): Promise<string | null> {
  try {
    return await readFile(join(stateDirectory, 'plans', planId), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
