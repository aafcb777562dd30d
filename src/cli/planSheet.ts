import { join } from 'node:path';
import type { Messages } from '../messages/index.js';
import { createRunFolder, removeRunFolder } from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import { checkOutput } from '../sheet/index.js';
import type { View } from '../ui/index.js';
import { asking } from './askAnswer.js';
import { checkSettings } from './connect.js';
import { EXIT } from './exitCode.js';
import { preparePlan, type ReadSheet, readSheet } from './prepare.js';
import { Interrupted } from './refuse.js';
import { settleColumns } from './settleColumns.js';
import type { SheetArguments } from './sheetArguments.js';
import type { StopSignals } from './stopSignals.js';
import { refuseUndoResults } from './undoResults.js';
import type { World } from './world.js';

export interface PlanArguments extends SheetArguments {
  readonly out?: string | undefined;
  readonly detailedExitcode: boolean;
  readonly json: boolean;
}

/** Plans a sheet and shows the plan; nothing is ever sent. Returns the exit code. */
export async function planSheet(
  args: PlanArguments,
  view: View,
  world: World,
  messages: Messages,
  stops: StopSignals,
): Promise<number> {
  await refuseUndoResults(args, world);
  const folder = await createRunFolder(stateDirectory(world.environment), world.now(), world.random);
  let read: ReadSheet | null = null;
  try {
    if (args.out !== undefined) await checkOutput(args.out, args.spreadsheet);
    const beforeAsking = () => checkSettings({ ...args, file: args.spreadsheet }, world);
    read = await asking(args, { world, messages, stops, allowed: !args.json }, (answered) =>
      settleColumns(answered, readSheet, { view, world, messages, stops, beforeAsking }),
    );
    const path = args.out ?? join(folder.path, 'plan.jsonl');
    const prepared = await preparePlan(args, read, path, view, world, stops);
    try {
      await view.review(prepared.preview, 'look');
      if (stops.signal.aborted) throw new Interrupted(stops.received);
      const { update, invalid, missing } = prepared.plan.summary.verdicts;
      if (invalid + missing > 0) return EXIT.someRowsFailed;
      return args.detailedExitcode && update > 0 ? EXIT.changesPlanned : EXIT.ok;
    } finally {
      await prepared.plan.close();
      await prepared.session.close();
    }
  } finally {
    await read?.sheet.close();
    await removeRunFolder(folder);
  }
}
