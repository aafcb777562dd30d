import { resolve } from 'node:path';
import { writtenRows } from '../mapping/index.js';
import type { Messages, Refusal } from '../messages/index.js';
import type { PlanFile } from '../plan/index.js';
import { RowTally, type WrittenResults, writeResults } from '../results/index.js';
import {
  type ErrorLimit,
  type Journal,
  type Pace,
  RunControls,
  type RunFolder,
  runPlan,
} from '../run/index.js';
import { printableJson } from '../settings/index.js';
import type { Sheet, SheetFormat } from '../sheet/index.js';
import { proseText, type RunReport, type Target, type View } from '../ui/index.js';
import { MOST_STEERED, type Session } from './connect.js';
import { EXIT, exitCodeOfRun } from './exitCode.js';
import { refusalFact } from './refuse.js';
import { renewToken } from './renewToken.js';
import { retryOptions, type TypedForRun, targetOptions } from './retryOptions.js';
import { shownPath } from './shownPath.js';
import type { StopSignals } from './stopSignals.js';
import type { World } from './world.js';
import { writeReport } from './writeReport.js';

/** What is typed about how a plan is sent. */
export interface SendingArguments {
  /** ms, or never. */
  readonly recheckAfter: number | 'never';
  readonly canary: number;
  /** ms */
  readonly settle: number;
  readonly maxErrors: ErrorLimit;
  /** Requests a second at the most. */
  readonly rate?: number | undefined;
  readonly retries: number;
  readonly body: 'changes' | 'full';
  /** Where a page that tells of the run goes; none without. */
  readonly report?: string | undefined;
}

/** An approved plan and all that sending it, and telling of it, takes. */
export interface Sending {
  readonly args: SendingArguments;
  readonly plan: PlanFile;
  readonly session: Session;
  readonly target: Target;
  readonly folder: RunFolder;
  /** With its header; it says where the results go. */
  readonly journal: Journal;
  /** The run's own copy of the sheet. */
  readonly sheet: Sheet;
  readonly typed: TypedForRun;
  /** The undos that have changed rows of it before it was gone on with. */
  readonly takenBackBy?: readonly string[];
}

/** What of these a resume carries over. */
export function paceOf({ args: { rate, maxErrors }, session }: Pick<Sending, 'args' | 'session'>): Pace {
  return { concurrency: session.concurrency, ...(rate !== undefined && { rate }), maxErrors };
}

/** Sends the plan, or what is left of it, writes the results and shows the report. Returns the exit code. */
export async function sendPlan(
  sending: Sending,
  view: View,
  world: World,
  messages: Messages,
  stops: StopSignals,
): Promise<number> {
  const { args, plan, session, target, folder, journal } = sending;
  const { recheckAfter, maxErrors, settle, canary, retries, body } = args;
  const { runId } = folder;
  if (recheckAfter === 'never')
    world.stderr.write(`${proseText(messages.commands.recheckNever, world.stderr)}\n`);
  const controls = new RunControls(session.concurrency, Math.max(session.concurrency, MOST_STEERED));
  const steered = view.steer(controls);
  const run = await runPlan({
    ...(steered && { controls }),
    plan,
    journal,
    canary,
    retries,
    body,
    writer: session.client,
    concurrency: session.concurrency,
    recheckAfterMs: recheckAfter,
    settleMs: settle,
    errorLimit: maxErrors,
    renewToken: () => renewToken(session, view),
    signal: stops.signal,
    now: world.now,
    elapsed: world.elapsed,
    uptime: world.uptime,
    random: world.random,
    sleep: world.sleep,
    onEvent: (event) => view.running(event),
  });
  tellUnwritten(journal, world);
  const results = await tryResults();
  // A fault of ours in the page must not keep anybody from what became of the rows.
  let bug: unknown = null;
  // Without the sheet's own count there is still the run's.
  const counts = results.error ? { ...results.tally.counts, ...run.counts } : results.tally.counts;
  const page = await tryReport();
  const exitCode =
    results.error || page.reportError ? EXIT.disk : exitCodeOfRun(counts, run.stop, stops.received);
  const open = run.counts['not-sent'] + run.counts.unverified > 0;
  const report: RunReport = {
    runId,
    target,
    counts,
    rows: plan.summary.rows,
    groups: results.tally.groups(),
    elapsedMs: run.elapsedMs,
    stop: run.stop,
    resultsFile: results.file,
    resultsTaken: results.taken,
    resultsError: results.error,
    ...page,
    runFolder: folder.path,
    retryOptions: retryOptions(plan.header, body, sending.typed),
    targetOptions: targetOptions(sending.typed),
    takesBack: journal.header.of,
    inPart: journal.header.inPart === true,
    takenBackBy: sending.takenBackBy ?? [],
    leftOut: results.tally.leftOut,
    resumable: open && !target.sandbox,
    undoable: run.counts.updated > 0 && !target.sandbox,
    exitCode,
  };
  view.finished(report);
  if (bug !== null) throw bug;
  return exitCode;

  async function tryResults(): Promise<Told> {
    try {
      const { file, format } = journal.header.output;
      const output = { file: shownPath(file, world.workingDirectory), format };
      const written = await rebuildResults(sending, output, messages);
      await tellWhere(written.file);
      return { ...written, error: null };
    } catch (error) {
      const fact = refusalFact(error);
      if (!fact) throw error;
      const told = fact.code === 'disk.failed' && !target.sandbox ? { ...fact, ofRun: runId } : fact;
      return { file: null, taken: null, tally: new RowTally(), error: messages.refusal(told) };
    }
  }

  /** It is a help for later, no part of what was done: a disk that does not take it changes nothing. */
  async function tellWhere(results: string): Promise<void> {
    try {
      await journal.commit({ k: 'results', file: resolve(world.workingDirectory, results) });
    } catch (error) {
      if (!refusalFact(error)) throw error;
    }
  }

  async function tryReport(): Promise<Pick<RunReport, 'reportFile' | 'reportError'>> {
    if (args.report === undefined) return {};
    try {
      const told = { plan, folder, journal, target, resultsFile: results.file };
      return { reportFile: await writeReport(args.report, told, world, messages), reportError: null };
    } catch (error) {
      const fact = refusalFact(error);
      if (!fact) bug = error;
      return { reportFile: null, reportError: fact && messages.refusal(fact) };
    }
  }
}

interface Told {
  readonly file: string | null;
  readonly taken: WrittenResults['taken'];
  readonly tally: RowTally;
  readonly error: Refusal | null;
}

/** Writes the results sheet from the journal: at any time, and each time the same. */
export async function rebuildResults(
  { plan, folder, journal, sheet }: Pick<Sending, 'plan' | 'folder' | 'journal' | 'sheet'>,
  output: { readonly file: string; readonly format: SheetFormat },
  messages: Messages,
): Promise<WrittenResults> {
  const { mapping, target } = plan.header;
  const { file, delimiter, width } = plan.header.sheet;
  const stop = journal.ended?.stop ?? null;
  return writeResults({
    ...output,
    delimiter,
    width,
    input: writtenRows(sheet, mapping, output.format),
    plan: plan.rows(),
    keyedBy: mapping.key.by,
    stages: plan.header.stages,
    summary: plan.summary,
    outcomeOf: (rowNumber) => journal.toldOutcomeOf(rowNumber),
    messages,
    facts: {
      runId: folder.runId,
      sheet: file,
      target,
      startedAt: journal.startedAt,
      elapsedMs: journal.elapsedMs,
      stopped: stop && messages.stop(stop).problem,
    },
  });
}

/** The last resort for outcomes that the disk did not take: they stand nowhere else. */
function tellUnwritten(journal: Journal, world: World): void {
  for (const outcome of journal.unwritten)
    world.stderr.write(`${printableJson({ k: 'outcome', outcome })}\n`);
}
