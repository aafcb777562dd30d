import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where one run lives on disk: its plan with the before-images, its journal, its private copy of the sheet. */
export interface RunFolder {
  readonly runId: string;
  readonly path: string;
  readonly plan: string;
  readonly journal: string;
  readonly sheet: string;
}

/** Makes the folder of a new run, readable by its owner only. */
export async function createRunFolder(
  stateDirectory: string,
  now: Date,
  random: () => number,
): Promise<RunFolder> {
  const runId = newRunId(now, random);
  const path = join(stateDirectory, 'runs', runId);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return {
    runId,
    path,
    plan: join(path, 'plan.jsonl'),
    journal: join(path, 'journal.jsonl'),
    sheet: join(path, 'sheet'),
  };
}

/** Removes a run that never sent anything: one that was refused, declined, or only a dry run. */
export async function removeRunFolder(folder: RunFolder): Promise<void> {
  await rm(folder.path, { recursive: true, force: true });
}

/** Sorts by time and is easy to read aloud: `20261123-1949-k3f9`. Letters that look like digits are left out. */
function newRunId(now: Date, random: () => number): string {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 13);
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const tail = Array.from({ length: 4 }, () => letters[Math.floor(random() * letters.length)]).join('');
  return `${stamp}-${tail}`;
}
