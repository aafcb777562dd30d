import type { Messages } from '../messages/index.js';
import { type PlanFile, withoutRows } from '../plan/index.js';
import { createRunFolder, removeUnlessBegun } from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import type { Target, View } from '../ui/index.js';
import { asking } from './askAnswer.js';
import { checkSettings } from './connect.js';
import { EXIT } from './exitCode.js';
import { preparePlan, type ReadSheet, readSheet } from './prepare.js';
import { Interrupted } from './refuse.js';
import type { SendingArguments } from './sendPlan.js';
import { settleColumns } from './settleColumns.js';
import type { SheetArguments } from './sheetArguments.js';
import { checkReport, chooseOutput, startRun } from './startRun.js';
import type { StopSignals } from './stopSignals.js';
import { refuseUndoResults } from './undoResults.js';
import { waitingRuns } from './waitingRuns.js';
import type { World } from './world.js';

export interface ApplyArguments extends SheetArguments, SendingArguments {
  readonly yes: boolean;
  readonly out?: string | undefined;
  readonly forceUnlock?: string | undefined;
}

/** Plans a sheet, asks, sends the plan and writes the results. Returns the exit code. */
export async function applySheet(
  args: ApplyArguments,
  view: View,
  world: World,
  messages: Messages,
  stops: StopSignals,
): Promise<number> {
  await refuseUndoResults(args, world);
  const folder = await createRunFolder(stateDirectory(world.environment), world.now(), world.random);
  let read: ReadSheet | null = null;
  try {
    const ask = { world, messages, stops, allowed: !args.yes };
    const beforeAsking = () => checkSettings({ ...args, file: args.spreadsheet }, world);
    let typed = args;
    const readCopy = (settled: ApplyArguments) => {
      typed = settled;
      return readSheet(settled, folder.sheet);
    };
    read = args.yes
      ? await asking(args, ask, readCopy)
      : await asking(args, ask, (answered) =>
          settleColumns(answered, readCopy, { view, world, messages, stops, beforeAsking }),
        );
    const { sheet } = read;
    await checkReport(args.report);
    const output = await chooseOutput(args.spreadsheet, sheet.source.format, args.out, folder.runId, 'apply');
    const waiting = (where: Target) => waitingRuns(where, args, world);
    const prepared = await preparePlan(args, read, folder.plan, view, world, stops, waiting);
    const { plan, session, target, preview, takings } = prepared;
    stops.onFirst = () => view.stopping();
    let approved: PlanFile | null = null;
    try {
      const nothing = plan.summary.verdicts.update === 0;
      const decision = await view.review(preview, args.yes || nothing ? 'nothing' : 'confirm');
      if (stops.signal.aborted) throw new Interrupted(stops.received);
      if (!decision.send) return EXIT.stopped;
      approved = await withoutRows(plan, decision.leftOut);
      const { forceUnlock } = args;
      const to = { target, folder, sheet, output, typed };
      const run = { ...to, args, plan: approved, session, forceUnlock, takings };
      return await startRun({ ...run, kind: 'apply', of: null }, view, world, messages, stops);
    } finally {
      await approved?.close();
      await plan.close();
      await session.close();
    }
  } finally {
    await read?.sheet.close();
    await removeUnlessBegun(folder);
  }
}
