import { chmod, copyFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Messages } from '../messages/index.js';
import { PlanFile, PlanRefusal, type PlanSheet } from '../plan/index.js';
import {
  claimPlan,
  endMaking,
  isRunId,
  Journal,
  lockWorkspace,
  type RunHeader,
  syncRunFolder,
  unclaimPlan,
} from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import {
  checkOutput,
  checkPage,
  type Encoding,
  formatOfName,
  isNameTooLong,
  openSheet,
  type Sheet,
  type SheetFormat,
  type SourceFormat,
} from '../sheet/index.js';
import type { View } from '../ui/index.js';
import { targetOptions } from './retryOptions.js';
import { paceOf, type Sending, sendPlan } from './sendPlan.js';
import { refuseWhileSettling } from './settlingRuns.js';
import type { StopSignals } from './stopSignals.js';
import { packageVersion } from './version.js';
import type { World } from './world.js';

export interface Output {
  readonly file: string;
  readonly format: SheetFormat;
}

/** What may yet come behind a name that is taken when the results are written. */
const ROOM = ' (99)';
/** Characters that are left of the name of a sheet behind which its results' would be too long. */
const SHORT_STEM = 40;

/** Where the results go, checked before anything is sent. Throws `SheetRefusal` when they could not go there. */
export async function chooseOutput(
  input: string,
  sourceFormat: SourceFormat,
  out: string | undefined,
  runId: string,
  kind: RunHeader['kind'],
): Promise<Output> {
  const extension = extname(input);
  const stem = stemOf(basename(input, extension));
  // What the file is decides, not what it is called: a CSV that an old program named .xls gets its right name.
  const ending = sourceFormat !== 'csv' ? '.xlsx' : /^\.(csv|tsv|txt)$/i.test(extension) ? extension : '.csv';
  const results = kind === 'undo' ? 'undo-results' : 'results';
  const named = (start: string) => join(dirname(input), `${start}.${results}-${runId}${ending}`);
  // Behind a name that is long by itself there is no room for the rest.
  const isTooLong = await isNameTooLong(`${named(stem)}${ROOM}`);
  const file = out ?? named(isTooLong ? [...stem].slice(0, SHORT_STEM).join('') : stem);
  await checkOutput(file, input);
  return { file, format: out !== undefined ? formatOfName(out) : sourceFormat === 'csv' ? 'csv' : 'xlsx' };
}

/**
 * The name without what earlier results have put behind it: those of a sheet that is sent again and again would have a
 * longer one each time.
 */
function stemOf(name: string): string {
  const [, before, runId] = /^(.+)\.(?:undo-)?results-(\S+?)(?: \(\d+\))?$/.exec(name) ?? [];
  return before !== undefined && runId !== undefined && isRunId(runId) ? stemOf(before) : name;
}

/** Refuses, before anything is sent, a place where the page that was asked for could not be written. */
export async function checkReport(report: string | undefined): Promise<void> {
  if (report !== undefined) await checkPage(report);
}

/** Opens a sheet as it was opened when it was planned. */
export function reopenSheet(file: string, sheet: PlanSheet, snapshot?: string): Promise<Sheet> {
  const { sheetName, delimiter, encoding, quoteEscape, hidden } = sheet;
  return openSheet(file, {
    ...(sheetName !== null && { sheet: sheetName }),
    ...(delimiter !== null && { delimiter }),
    ...(encoding !== null && { encoding: encoding as Encoding }),
    ...(quoteEscape !== null && { quoteEscape }),
    ...(hidden !== null && { hidden }),
    ...(snapshot !== undefined && { snapshot }),
  });
}

/** A plan of one's own for a run that carries out a saved one: the run must not depend on that file any more. */
export async function copyPlan(from: string, to: string): Promise<PlanFile> {
  await copyFile(from, to);
  await chmod(to, 0o600);
  return PlanFile.open(to);
}

export interface Approved extends Omit<Sending, 'journal'> {
  readonly output: Output;
  readonly kind: RunHeader['kind'];
  /** The run that an undo takes back. */
  readonly of: string | null;
  /** Whether an undo takes back only some of its rows or fields. */
  readonly inPart?: boolean;
  /** Bytes of that run's journal when the undo was planned. */
  readonly ofLength?: number;
  /** The run from which the workspace's lock is taken, whoever holds it. */
  readonly forceUnlock?: string | undefined;
  /** The file of the saved plan that is carried out, if it is one. */
  readonly savedPlan?: string;
  /** The workspace's last taking when the plan was made (see `lastTaking`). */
  readonly takings?: number;
  /** Asked once the workspace is taken; throws where what was planned does not hold any more. */
  readonly mayBegin?: () => Promise<void>;
}

/**
 * Begins a run that was approved: takes the workspace for itself, puts the approval on the disk, and sends. Returns
 * the exit code. Throws `RunRefusal` when another run is sending, and `PlanRefusal` when a saved plan was carried out
 * before.
 */
export async function startRun(
  { output, kind, of, inPart, ofLength, forceUnlock, savedPlan, takings, mayBegin, ...approved }: Approved,
  view: View,
  world: World,
  messages: Messages,
  stops: StopSignals,
): Promise<number> {
  const { plan, folder, target, args } = approved;
  const state = stateDirectory(world.environment);
  const { planId } = plan.header;
  const lock = await lockWorkspace({
    stateDirectory: state,
    origin: target.origin,
    workspaceId: target.workspaceId,
    runId: folder.runId,
    now: world.now,
    ...(forceUnlock !== undefined && { forceFrom: forceUnlock }),
  });
  try {
    await mayBegin?.();
    const { settle: settleMs } = args;
    // With the lock in our hands none of them goes on.
    if (!target.sandbox) {
      const updates = () => plan.updates();
      const run = { runId: folder.runId, updates, target, settleMs, next: kind };
      await refuseWhileSettling(state, run, world);
    }
    await endMaking(folder);
    await syncRunFolder(folder);
    if (savedPlan !== undefined) {
      const winner = await claimPlan(state, planId, folder.runId);
      if (winner !== null) {
        const again = targetOptions(approved.typed);
        throw new PlanRefusal({ code: 'plan.used', file: savedPlan, runId: winner, targetOptions: again });
      }
    }
    const journal = await begin();
    try {
      journal.append({
        k: 'run',
        v: 1,
        runId: folder.runId,
        kind,
        of,
        ...(inPart && { inPart }),
        ...(ofLength !== undefined && { ofLength }),
        tool: packageVersion(),
        planSha256: plan.sha256,
        updates: plan.summary.verdicts.update,
        // Whole, because a run may be resumed, and its results written again, from another folder.
        output: { ...output, file: resolve(output.file) },
        language: messages.language,
        locale: messages.locale,
        body: args.body,
        pace: paceOf(approved),
      });
      await journal.commit({ k: 'approve' });
      // Another run of this workspace has come between: what was planned may be what that one has changed.
      const cameBetween = takings !== undefined && lock.number !== takings + 1;
      const sending = cameBetween && args.recheckAfter !== 'never' ? { ...args, recheckAfter: 0 } : args;
      return await sendPlan({ ...approved, args: sending, journal }, view, world, messages, stops);
    } finally {
      await journal.close();
    }
  } finally {
    await lock.release();
  }

  /** The run's journal. A saved plan is given back when the disk takes none: the folder goes then, and nothing was sent. */
  async function begin(): Promise<Journal> {
    try {
      return Journal.create(folder.journal, world);
    } catch (error) {
      if (savedPlan !== undefined) await unclaimPlan(state, planId);
      throw error;
    }
  }
}
