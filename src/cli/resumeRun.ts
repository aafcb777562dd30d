import type { Messages } from '../messages/index.js';
import { type Journal, lockWorkspace, type RunFolder, RunRefusal } from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import type { View } from '../ui/index.js';
import type { Session } from './connect.js';
import { connectFor, findRun, isOpen, openRun } from './openRun.js';
import { Interrupted } from './refuse.js';
import { type SendingArguments, sendPlan } from './sendPlan.js';
import { factsOfPlan } from './showPlan.js';
import { checkReport } from './startRun.js';
import type { StopSignals } from './stopSignals.js';
import { takenBack } from './waitingRuns.js';
import type { World } from './world.js';

export interface ResumeArguments extends Omit<SendingArguments, 'body'> {
  readonly run?: string | undefined;
  /** As the run was last told to when absent. */
  readonly body?: 'changes' | 'full' | undefined;
  readonly concurrency: number;
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
  const undone = await takenBack(state);
  const goesOn = (journal: Journal) => isOpen(journal) && !undone.has(journal.header.runId);
  const folder = await findRun(state, args.run, goesOn, 'run.nothingOpen', world);
  refuseTakenBack(folder, undone);
  const seen = await openRun(folder, 'tell', world);
  let session: Session;
  try {
    if (!isOpen(seen.journal)) throw new RunRefusal({ code: 'run.finished', run: folder.runId });
    session = await connectFor(seen, args, world, stops).catch((error: unknown) => {
      throw error instanceof Interrupted ? new Interrupted(error.signal, folder.runId) : error;
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
      refuseTakenBack(folder, await takenBack(state));
      // Only now: until the lock was ours the run may have been under way.
      const run = await openRun(folder, 'goOn', world);
      try {
        const { plan, journal, sheet } = run;
        if (!isOpen(journal)) throw new RunRefusal({ code: 'run.finished', run: runId });
        stops.onFirst = () => view.stopping();
        view.understood(factsOfPlan(plan, sheet), target);
        const body = args.body ?? journal.body;
        await journal.commit({ k: 'resume', body });
        const sending = { ...args, body };
        const work = { args: sending, plan, session, target, folder, journal, sheet };
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

/** A run that was taken back is over: what it had not sent would be sent beside what was put back. */
function refuseTakenBack({ runId }: RunFolder, undone: ReadonlyMap<string, string>): void {
  const by = undone.get(runId);
  if (by !== undefined) throw new RunRefusal({ code: 'run.takenBack', run: runId, by });
}
