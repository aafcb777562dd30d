import type { Messages } from '../messages/index.js';
import type { PlanFile, PlannedUpdate } from '../plan/index.js';
import { isRowOpen, type Journal, lockWorkspace, RunRefusal } from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import type { View } from '../ui/index.js';
import type { Session } from './connect.js';
import { connectFor, findRun, isOpen, openRun } from './openRun.js';
import { paceFrom, type TypedPace } from './pace.js';
import { Interrupted } from './refuse.js';
import { type TypedTarget, targetOptions } from './retryOptions.js';
import { paceOf, type SendingArguments, sendPlan } from './sendPlan.js';
import { refuseWhileSettling } from './settlingRuns.js';
import { factsOfPlan } from './showPlan.js';
import { checkReport } from './startRun.js';
import type { StopSignals } from './stopSignals.js';
import { endsOfRuns, outrunUndos, takenBackBy, type Undos, undosOf, undosThatChanged } from './takenBack.js';
import type { World } from './world.js';

export interface ResumeArguments extends Omit<SendingArguments, 'body' | keyof TypedPace>, TypedPace {
  readonly run?: string | undefined;
  /** As the run was last told to when absent, like its pace. */
  readonly body?: 'changes' | 'full' | undefined;
  readonly timeout: number;
  readonly workspace?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly forceUnlock?: string | undefined;
}

/**
 * Goes on with a run that was stopped or cut off: what is not known is looked up, what was not sent is read again and
 * sent. It was approved when it began, so nothing is asked. Returns the exit code.
 */
export async function resumeRun(
  args: ResumeArguments,
  view: View,
  world: World,
  messages: Messages,
  stops: StopSignals,
): Promise<number> {
  await checkReport(args.report);
  const state = stateDirectory(world.environment);
  const runs = await endsOfRuns(state);
  const undos = await undosOf(runs);
  const outrun = outrunUndos(runs);
  const goesOn = (journal: Journal) =>
    isOpen(journal) && takenBackBy(undos, journal) === null && !outrun.has(journal.header.runId);
  const folder = await findRun(state, args.run, goesOn, 'run.nothingOpen', world);
  const seen = await openRun(folder, 'tell', world);
  const pace = paceFrom(args, seen.journal);
  let session: Session;
  try {
    if (!isOpen(seen.journal)) throw new RunRefusal({ code: 'run.finished', run: folder.runId });
    refuseTakenBack(seen.journal, undos, args);
    refuseOutrun(seen.journal, outrun);
    session = await connectFor(seen, { ...args, ...pace }, world, stops).catch((error: unknown) => {
      if (!(error instanceof Interrupted)) throw error;
      throw new Interrupted(error.signal, { run: folder.runId, targetOptions: targetOptions(args) });
    });
  } finally {
    await seen.close();
  }
  try {
    const target = { ...seen.plan.header.target, sandbox: false };
    const { runId } = folder;
    const lock = await lockWorkspace({
      ...{
        stateDirectory: state,
        origin: target.origin,
        workspaceId: target.workspaceId,
        runId,
        now: world.now,
      },
      ...(args.forceUnlock !== undefined && { forceFrom: args.forceUnlock }),
    });
    try {
      // Only now: until the lock was ours the run may have been under way.
      const run = await openRun(folder, 'goOn', world);
      try {
        const { plan, journal, sheet } = run;
        if (!isOpen(journal)) throw new RunRefusal({ code: 'run.finished', run: runId });
        const now = await endsOfRuns(state);
        const undosNow = await undosOf(now);
        refuseTakenBack(journal, undosNow, args);
        refuseOutrun(journal, outrunUndos(now));
        const sends = { runId, updates: () => openUpdates(plan, journal), settleMs: args.settle };
        await refuseWhileSettling(state, { ...sends, target, next: 'resume' }, world);
        stops.onFirst = () => view.stopping();
        view.understood(factsOfPlan(plan, sheet), target);
        const body = args.body ?? journal.body;
        const sending = { ...args, ...pace, body };
        await journal.commit({ k: 'resume', body, pace: paceOf({ args: sending, session }) });
        const takenBackBy = undosThatChanged(undosNow, journal);
        const work = {
          args: sending,
          typed: args,
          plan,
          session,
          target,
          folder,
          journal,
          sheet,
          takenBackBy,
        };
        return await sendPlan(work, view, world, messages, stops);
      } finally {
        await run.close();
      }
    } finally {
      await lock.release();
    }
  } finally {
    await session.close();
  }
}

/** What a resume would send, or look up. */
async function* openUpdates(plan: PlanFile, journal: Journal): AsyncGenerator<PlannedUpdate> {
  for await (const update of plan.updates()) if (isRowOpen(journal, update.rowNumber)) yield update;
}

/** A run that was taken back is over: what it had not sent would be sent beside what was put back. */
function refuseTakenBack(journal: Journal, undos: Undos, typed: TypedTarget): void {
  const undo = takenBackBy(undos, journal);
  if (undo === null) return;
  const { by, inPart, waits } = undo;
  const told = { run: journal.header.runId, by, inPart, waits, targetOptions: targetOptions(typed) };
  throw new RunRefusal({ code: 'run.takenBack', ...told });
}

/** What such an undo would leave, nobody would look for. */
function refuseOutrun({ header }: Journal, outrun: ReadonlySet<string>): void {
  if (header.of === null || !outrun.has(header.runId)) return;
  throw new RunRefusal({ code: 'run.goneOn', run: header.of });
}
