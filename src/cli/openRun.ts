import { isSameWorkspace, PlanFile, PlanRefusal } from '../plan/index.js';
import {
  type Clock,
  Journal,
  JournalDamaged,
  openRunFolder,
  type RunFolder,
  RunRefusal,
  runFolders,
} from '../run/index.js';
import type { Sheet } from '../sheet/index.js';
import type { ConnectArguments, Session } from './connect.js';
import { connect, unlessStopped } from './connect.js';
import { reopenSheet } from './startRun.js';
import type { StopSignals } from './stopSignals.js';
import type { World } from './world.js';

/** A run of an earlier time, open for going on with it, or for telling of it. */
export interface OpenedRun {
  readonly folder: RunFolder;
  readonly plan: PlanFile;
  readonly journal: Journal;
  readonly sheet: Sheet;
  close(): Promise<void>;
}

/**
 * Opens a run: to `tell` of it, or to `goOn` with it, which takes the lock of its workspace first. Throws `RunRefusal`
 * when it is not there, or when its files are not what they were.
 */
export async function openRun(folder: RunFolder, use: 'tell' | 'goOn', clock: Clock): Promise<OpenedRun> {
  const run = folder.runId;
  const journal = openJournal(folder, use, clock);
  let plan: PlanFile | null = null;
  try {
    // A run that ended before its first line was whole has never begun.
    if (!journal.hasHeader) throw new RunRefusal({ code: 'run.unknown', run });
    const changed = (file: string) => new RunRefusal({ code: 'run.planChanged', run, file });
    plan = await PlanFile.open(folder.plan).catch((error: unknown) => {
      throw error instanceof PlanRefusal || isMissing(error) ? changed(folder.plan) : error;
    });
    if (plan.sha256 !== journal.header.planSha256) throw changed(folder.plan);
    const opened = plan;
    const sheet = await reopenSheet(folder.sheet, plan.header.sheet);
    if (sheet.source.sha256 !== plan.header.sheet.sha256) {
      await sheet.close();
      throw changed(folder.sheet);
    }
    return {
      folder,
      plan,
      journal,
      sheet,
      close: async () => {
        await sheet.close();
        await opened.close();
        await journal.close();
      },
    };
  } catch (error) {
    await plan?.close();
    await journal.close();
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** Opens a run's journal alone. Throws `RunRefusal`. */
export function openJournal(folder: RunFolder, use: 'tell' | 'goOn', clock: Clock): Journal {
  const run = folder.runId;
  let journal: Journal;
  try {
    journal = use === 'tell' ? Journal.read(folder.journal) : Journal.open(folder.journal, clock);
  } catch (error) {
    if (error instanceof JournalDamaged) {
      throw new RunRefusal({ code: 'run.journalDamaged', run, file: folder.journal, line: error.line });
    }
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new RunRefusal({ code: 'run.unknown', run });
    throw error;
  }
  if (journal.hasHeader && journal.header.v > 1) {
    throw new RunRefusal({ code: 'run.newerVersion', run, version: journal.header.v });
  }
  return journal;
}

/** Whether there is anything left that a resume would send or look up. */
export function isOpen(journal: Journal): boolean {
  return journal.hasHeader && journal.approved && (journal.ended === null || journal.ended.open > 0);
}

/**
 * The run that is meant: the one that is named, by its whole id or the beginning of it, else the latest that `fits`.
 * Throws `RunRefusal` with `otherwise` when there is none.
 */
export async function findRun(
  stateDirectory: string,
  named: string | undefined,
  fits: (journal: Journal) => boolean,
  otherwise: 'run.none' | 'run.nothingOpen' | 'run.noneSent',
  clock: Clock,
): Promise<RunFolder> {
  const folders = await runFolders(stateDirectory);
  if (named !== undefined) {
    const meant = folders.filter(({ runId }) => runId.startsWith(named));
    const exact = meant.find(({ runId }) => runId === named) ?? (meant.length === 1 ? meant[0] : undefined);
    if (!exact) throw new RunRefusal({ code: 'run.unknown', run: named });
    return openRunFolder(stateDirectory, exact.runId);
  }
  if (folders.length === 0) throw new RunRefusal({ code: 'run.none' });
  let damaged: RunRefusal | null = null;
  for (const folder of folders) {
    let journal: Journal;
    try {
      journal = openJournal(folder, 'tell', clock);
    } catch (error) {
      // One run's damage is no reason not to go on with another; without another it is what there is to tell.
      if (!(error instanceof RunRefusal)) throw error;
      if (error.fact.code !== 'run.unknown') damaged ??= error;
      continue;
    }
    const fit = journal.hasHeader && fits(journal);
    await journal.close();
    if (fit) return folder;
  }
  throw damaged ?? new RunRefusal({ code: otherwise });
}

/** Connects to where the run was sent. Throws `RunRefusal` when the settings lead elsewhere, `Interrupted` at a stop. */
export async function connectFor(
  { folder, plan }: OpenedRun,
  args: Omit<ConnectArguments, 'sandbox'>,
  world: World,
  stops: StopSignals,
): Promise<Session> {
  const { target, sheet } = plan.header;
  const session = await connect({ ...args, sandbox: false, file: sheet.path }, world);
  try {
    const { origin, workspaceId } = session;
    if (!isSameWorkspace(session, target)) {
      throw new RunRefusal({
        code: 'run.otherTarget',
        run: folder.runId,
        planned: `${target.origin} ${target.workspaceId}`,
        found: `${origin} ${workspaceId}`,
      });
    }
    await unlessStopped(session, stops, () => session.client.workspace());
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}
