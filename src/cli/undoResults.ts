import { basename, extname, resolve } from 'node:path';
import { isRunId, RunRefusal } from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import { type TypedTarget, targetOptions } from './retryOptions.js';
import type { ReadingArguments } from './sheetArguments.js';
import { endsOfRuns } from './takenBack.js';
import type { World } from './world.js';

/**
 * Refuses to send again what failed in the results of an undo: they are told beside the cells of the sheet, so that the
 * very changes would be made that were to be taken back. Throws `RunRefusal`.
 */
export async function refuseUndoResults(
  { only, spreadsheet: file, ...typed }: ReadingArguments & TypedTarget,
  world: World,
): Promise<void> {
  if (only === undefined) return;
  const named = undoOfName(file);
  const undos = (await endsOfRuns(stateDirectory(world.environment))).filter(
    ({ header }) => header.kind === 'undo',
  );
  const path = resolve(world.workingDirectory, file);
  const undo = undos.find(({ header, folder }) => folder.runId === named || header.output.file === path);
  if (undo || named !== null)
    throw new RunRefusal({
      code: 'run.undoResults',
      file,
      of: undo?.header.of ?? null,
      targetOptions: targetOptions(typed),
    });
}

/** The undo whose results the file is by its name; also where its run is not there any more. */
function undoOfName(file: string): string | null {
  const name = basename(file, extname(file));
  const [, runId] = /\.undo-results-(\S+?)(?: \(\d+\))?$/.exec(name) ?? [];
  return runId !== undefined && isRunId(runId) ? runId : null;
}
