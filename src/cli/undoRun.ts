import { copyFile, stat } from 'node:fs/promises';
import { isSelectedRow, MappingRefusal, type RowRange, selectedFields } from '../mapping/index.js';
import type { Messages } from '../messages/index.js';
import { LONGEST_LAG, makeUndoPlan, type PlanFile, withoutRows } from '../plan/index.js';
import {
  createRunFolder,
  heldIn,
  isUnderWay,
  type Journal,
  keptIn,
  lagsFor,
  lostIn,
  mayNotHaveLeft,
  type RunFolder,
  RunRefusal,
  removeUnlessBegun,
  runSettlesIn,
  undoNeed,
} from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import type { Sheet } from '../sheet/index.js';
import type { View } from '../ui/index.js';
import type { ApplyArguments } from './applySheet.js';
import { type Session, unlessStopped } from './connect.js';
import { EXIT } from './exitCode.js';
import { refuseBeyond } from './guardPlan.js';
import { connectFor, findRun, openJournal, openRun } from './openRun.js';
import { paceFrom, type TypedPace } from './pace.js';
import { Interrupted, MisunderstoodSheet } from './refuse.js';
import { type TypedTarget, targetOptions } from './retryOptions.js';
import type { ReadingArguments } from './sheetArguments.js';
import { factsOfPlan, previewOf } from './showPlan.js';
import { checkReport, chooseOutput, reopenSheet, startRun } from './startRun.js';
import type { StopSignals } from './stopSignals.js';
import type { World } from './world.js';

export interface UndoArguments
  extends Omit<
      ApplyArguments,
      keyof ReadingArguments | 'sandbox' | 'stopAtLimits' | 'body' | keyof TypedPace
    >,
    TypedPace {
  readonly run?: string | undefined;
  /** As the run was told to when absent, like its pace. */
  readonly body?: 'changes' | 'full' | undefined;
  /** The fields and the rows that are put back; all when absent. */
  readonly fields?: readonly string[] | undefined;
  readonly rows?: readonly RowRange[] | undefined;
}

/**
 * Takes back what a run changed: plans the way back against the live records, shows it, asks, and sends it as a run of
 * its own. What was edited since is not touched. Returns the exit code.
 */
export async function undoRun(
  args: UndoArguments,
  view: View,
  world: World,
  messages: Messages,
  stops: StopSignals,
): Promise<number> {
  const state = stateDirectory(world.environment);
  const undone = await findRun(state, args.run, hadToChange, 'run.noneSent', world);
  if (args.run === undefined) await refuseUndo(undone, args, world);
  if (await isUnderWay(state, undone.runId))
    throw new RunRefusal({ code: 'run.underWay', run: undone.runId });
  const seen = await lengthOf(undone);
  const folder = await createRunFolder(state, world.now(), world.random);
  const of = await openRun(undone, 'tell', world);
  let session: Session | null = null;
  let plan: PlanFile | null = null;
  let approved: PlanFile | null = null;
  let sheet: Sheet | null = null;
  try {
    const { header } = of.plan;
    const { rows: inDoubt, ms } = await runSettlesIn(of.plan.updates(), of.journal, world, args.settle);
    if (ms > 0)
      throw new RunRefusal({ code: 'run.settling', run: undone.runId, rows: inDoubt, ms, next: 'undo' });
    const pace = paceFrom(args, of.journal);
    session = await connectFor(of, { ...args, ...pace }, world, stops);
    await checkReport(args.report);
    const output = await chooseOutput(header.sheet.path, header.sheet.format, args.out, folder.runId, 'undo');
    const target = { ...header.target, sandbox: false };
    await copyFile(of.folder.sheet, folder.sheet);
    sheet = await reopenSheet(folder.sheet, header.sheet);
    view.understood(factsOfPlan(of.plan, sheet), target);
    const { rows } = of.plan.summary;
    const { losesFields } = of.journal;
    const kept = await keptIn(of.plan.updates(), of.journal);
    const ranges = args.rows;
    const opened = session;
    const copiesUntil = world.elapsed() + LONGEST_LAG;
    plan = await unlessStopped(opened, stops, () =>
      makeUndoPlan({
        of: of.plan,
        needOf: ({ rowNumber }) => undoNeed(of.journal.toldOutcomeOf(rowNumber)),
        heldOf: ({ rowNumber }) => heldIn(of.journal.toldOutcomeOf(rowNumber)),
        lostOf: (update) => lostIn(update, of.journal, kept),
        mayNotHaveLeft: (update) => mayNotHaveLeft(update, of.journal),
        copies: {
          // No longer than that from here on, whatever the clock says: of many rows each would wait by itself.
          lagsFor: ({ rowNumber }) =>
            Math.min(lagsFor(rowNumber, of.journal, world), copiesUntil - world.elapsed()),
          sleep: world.sleep,
        },
        live: opened.client,
        path: folder.plan,
        ...(args.fields && { fields: selectedFields(args.fields, header.mapping) }),
        ...(ranges && { rows: (row: number) => isSelectedRow(ranges, row) }),
        concurrency: pace.concurrency,
        now: world.now,
        signal: stops.signal,
        onRows: (planned) => view.planning(planned, rows),
      }),
    );
    stops.onFirst = () => view.stopping();
    const { skipped } = plan.summary.verdicts;
    if (skipped === plan.summary.rows) throw new RunRefusal({ code: 'run.nothingToUndo', run: undone.runId });
    const nothing = plan.summary.verdicts.update === 0;
    const preview = { ...previewOf(plan, sheet, target, args), takesBack: undone.runId };
    await refuseBeyond(preview, header.sheet.file, view);
    const decision = await view.review(preview, args.yes || nothing ? 'nothing' : 'confirm');
    if (stops.signal.aborted) throw new Interrupted(stops.received);
    if (!decision.send) return EXIT.stopped;
    approved = await withoutRows(plan, decision.leftOut);
    const { forceUnlock } = args;
    const mayBegin = async () => {
      // With the lock in our hands it can no longer go on.
      if ((await lengthOf(undone)) !== seen) throw new RunRefusal({ code: 'run.goneOn', run: undone.runId });
    };
    // A server that loses fields which it is not sent would lose them once more.
    const body = losesFields ? ('full' as const) : (args.body ?? of.journal.body);
    const sending = { ...args, ...pace, body };
    const run = {
      args: sending,
      plan: approved,
      session,
      target,
      folder,
      sheet,
      output,
      typed: args,
      forceUnlock,
      mayBegin,
    };
    const isNarrowed = args.fields !== undefined || args.rows !== undefined;
    const inPart = isNarrowed || decision.leftOut.size > 0;
    const about = { kind: 'undo' as const, of: undone.runId, inPart, ofLength: seen };
    return await startRun({ ...run, ...about }, view, world, messages, stops);
  } catch (error) {
    if (error instanceof MappingRefusal) {
      throw new MisunderstoodSheet({ ...error.fact, file: of.plan.header.sheet.file });
    }
    throw error;
  } finally {
    await of.close();
    await sheet?.close();
    await approved?.close();
    await plan?.close();
    await session?.close();
    await removeUnlessBegun(folder);
  }
}

/** A sheet that is applied once more to be sure has nothing to send: the last change is that of a run before it. */
function hadToChange({ approved, header }: Journal): boolean {
  return approved && header.updates > 0;
}

/**
 * Who names no run means the last change. Where that was an undo itself, taking it back makes the changes again: that is
 * for a person to say. Throws `RunRefusal`.
 */
async function refuseUndo(folder: RunFolder, typed: TypedTarget, world: World): Promise<void> {
  const journal = openJournal(folder, 'tell', world);
  const { of } = journal.header;
  await journal.close();
  if (of === null) return;
  throw new RunRefusal({ code: 'run.isUndo', run: folder.runId, of, targetOptions: targetOptions(typed) });
}

/** How long a run's journal is, in bytes: it only grows. */
async function lengthOf({ journal }: RunFolder): Promise<number> {
  return (await stat(journal)).size;
}
