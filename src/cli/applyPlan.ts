import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Messages } from '../messages/index.js';
import { isSameWorkspace, PlanFile, PlanRefusal, withoutRows } from '../plan/index.js';
import { claimedBy, createRunFolder, removeUnlessBegun } from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import type { Sheet } from '../sheet/index.js';
import type { PlanPreview, View } from '../ui/index.js';
import type { ApplyArguments } from './applySheet.js';
import { connect, type Session, unlessStopped } from './connect.js';
import { EXIT } from './exitCode.js';
import { refuseBeyond } from './guardPlan.js';
import { Interrupted } from './refuse.js';
import { targetOptions } from './retryOptions.js';
import { SheetCells } from './sheetCells.js';
import { factsOfPlan, previewOf } from './showPlan.js';
import { checkReport, chooseOutput, copyPlan, reopenSheet, startRun } from './startRun.js';
import type { StopSignals } from './stopSignals.js';
import { waitingRuns } from './waitingRuns.js';
import type { World } from './world.js';

/**
 * Carries out a saved plan: shows it, asks, and sends exactly what it says. Every record is read again just before it
 * is sent. Throws `PlanRefusal` when the plan, its sheet or the place it is for is another than it was.
 */
export async function applyPlan(
  args: ApplyArguments,
  view: View,
  world: World,
  messages: Messages,
  stops: StopSignals,
): Promise<number> {
  const file = args.spreadsheet;
  const state = stateDirectory(world.environment);
  const folder = await createRunFolder(state, world.now(), world.random);
  let session: Session | null = null;
  let plan: PlanFile | null = null;
  let approved: PlanFile | null = null;
  let sheet: Sheet | null = null;
  try {
    // First as it lies there, so that a refusal names it and not a copy.
    await (await PlanFile.open(file)).close();
    plan = await copyPlan(file, folder.plan);
    const { header } = plan;
    const used = await claimedBy(state, header.planId);
    if (used !== null)
      throw new PlanRefusal({ code: 'plan.used', file, runId: used, targetOptions: targetOptions(args) });
    const path = await findSheet(file, header.sheet.path, header.sheet.file);
    sheet = await reopenSheet(path, header.sheet, folder.sheet);
    if (sheet.source.sha256 !== header.sheet.sha256) {
      throw new PlanRefusal({ code: 'plan.sheetChanged', file, sheet: path });
    }
    session = await connect({ ...args, file: path }, world);
    const { origin, sandbox } = session;
    if (origin !== header.target.origin) {
      const planned = header.target.origin;
      throw new PlanRefusal({ code: 'plan.otherOrigin', file, planned, found: origin });
    }
    if (!isSameWorkspace(session, header.target)) {
      const planned = header.target.workspaceId;
      throw new PlanRefusal({ code: 'plan.otherWorkspace', file, planned, found: session.workspaceId });
    }
    // That the token still reaches it is found out before anything is shown or asked.
    const { client } = session;
    await unlessStopped(session, stops, () => client.workspace());
    const target = { ...header.target, sandbox };
    await checkReport(args.report);
    const output = await chooseOutput(path, header.sheet.format, args.out, folder.runId, 'apply');
    stops.onFirst = () => view.stopping();
    const facts = { ...factsOfPlan(plan, sheet), notices: await waitingRuns(target, args, world) };
    view.understood(facts, target);
    const nothing = plan.summary.verdicts.update === 0;
    const cells = new SheetCells(sheet, plan.header.mapping);
    const preview: PlanPreview = {
      ...previewOf(plan, sheet, target, args),
      sheet: facts,
      cellsOf: (rowNumber) => cells.of(rowNumber),
    };
    await refuseBeyond(preview, file, view);
    const decision = await view.review(preview, args.yes || nothing ? 'nothing' : 'confirm');
    if (stops.signal.aborted) throw new Interrupted(stops.received);
    if (!decision.send) return EXIT.stopped;
    approved = await withoutRows(plan, decision.leftOut);
    // It may have lain for days: every record is read again just before it is sent.
    const sending = { ...args, recheckAfter: 0 };
    const run = {
      args: sending,
      plan: approved,
      session,
      target,
      folder,
      sheet,
      output,
      typed: { workspace: args.workspace, apiUrl: args.apiUrl },
      forceUnlock: args.forceUnlock,
      savedPlan: file,
    };
    return await startRun({ ...run, kind: 'apply', of: null }, view, world, messages, stops);
  } finally {
    await sheet?.close();
    await approved?.close();
    await plan?.close();
    await session?.close();
    await removeUnlessBegun(folder);
  }
}

/** Where it was when the plan was made, else beside the plan. */
async function findSheet(file: string, path: string, name: string): Promise<string> {
  const beside = join(dirname(file), name);
  for (const place of [path, beside]) {
    const there = await access(place).then(
      () => true,
      () => false,
    );
    if (there) return place;
  }
  throw new PlanRefusal({ code: 'plan.noSheet', file, sheet: path });
}
