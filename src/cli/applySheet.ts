import { basename, dirname, extname, join } from 'node:path';
import { writtenRows } from '../mapping/index.js';
import type { Messages, Refusal } from '../messages/index.js';
import { RowTally, writeResults } from '../results/index.js';
import {
  createRunFolder,
  Journal,
  type RunFolder,
  type RunResult,
  removeRunFolder,
  runPlan,
} from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import { checkOutput, formatOfName, type SheetFormat, type SheetSource } from '../sheet/index.js';
import type { RunReport, View } from '../ui/index.js';
import { asking } from './askAnswer.js';
import { EXIT, exitCodeOfRun } from './exitCode.js';
import { type PreparedPlan, preparePlan, type ReadSheet, readSheet, type SheetArguments } from './prepare.js';
import { Interrupted, refusalFact } from './refuse.js';
import type { StopSignals } from './stopSignals.js';
import type { World } from './world.js';

export interface ApplyArguments extends SheetArguments {
  readonly yes: boolean;
  readonly out?: string | undefined;
}

/** Plans a sheet, asks, sends the plan and writes the results. Returns the exit code. */
export async function applySheet(
  args: ApplyArguments,
  view: View,
  world: World,
  messages: Messages,
  stops: StopSignals,
): Promise<number> {
  const folder = await createRunFolder(stateDirectory(world.environment), world.now(), world.random);
  let keep = false;
  let read: ReadSheet | null = null;
  try {
    const ask = { world, messages, stops, allowed: !args.yes };
    read = await asking(args, ask, (answered) => readSheet(answered, folder.sheet));
    const output = await chooseOutput(args, read.sheet.source, folder.runId);
    stops.onFirst = () => view.stopping();
    const prepared = await preparePlan(args, read, folder.plan, view, world, stops);
    try {
      const nothing = prepared.plan.summary.verdicts.update === 0;
      const approved = await view.review(prepared.preview, args.yes || nothing ? 'nothing' : 'confirm');
      if (stops.signal.aborted) throw new Interrupted(stops.received);
      if (!approved) return EXIT.stopped;
      keep = true;
      return await sendAndReport(prepared, read, folder, output, view, world, messages, stops);
    } finally {
      await prepared.plan.close();
      await prepared.session.close();
    }
  } finally {
    await read?.sheet.close();
    if (!keep) await removeRunFolder(folder);
  }
}

interface Output {
  readonly file: string;
  readonly format: SheetFormat;
}

/** Where the results go, checked before anything is sent. Throws `SheetRefusal` when they could not go there. */
async function chooseOutput(args: ApplyArguments, source: SheetSource, runId: string): Promise<Output> {
  const input = args.spreadsheet;
  const extension = extname(input);
  const stem = basename(input, extension);
  // What the file is decides, not what it is called: a CSV that an old program named .xls gets its right name.
  const ending =
    source.format !== 'csv' ? '.xlsx' : /^\.(csv|tsv|txt)$/i.test(extension) ? extension : '.csv';
  const file = args.out ?? join(dirname(input), `${stem}.results-${runId}${ending}`);
  await checkOutput(file, input);
  const format = source.format === 'csv' ? 'csv' : 'xlsx';
  return { file, format: args.out === undefined ? format : formatOfName(args.out) };
}

async function sendAndReport(
  { plan, session, target }: PreparedPlan,
  read: ReadSheet,
  folder: RunFolder,
  output: Output,
  view: View,
  world: World,
  messages: Messages,
  stops: StopSignals,
): Promise<number> {
  const { runId } = folder;
  const journal = Journal.create(folder.journal, world.now);
  try {
    const run: RunResult = await runPlan({
      runId,
      plan,
      writer: session.client,
      journal,
      concurrency: session.concurrency,
      signal: stops.signal,
      now: world.now,
      elapsed: world.elapsed,
      random: world.random,
      sleep: world.sleep,
      onEvent: (event) => view.running(event),
    });
    const results = await tryResults();
    // Without the sheet's own count there is still the run's.
    const counts = results.error ? { ...results.tally.counts, ...run.counts } : results.tally.counts;
    const exitCode = results.error ? EXIT.disk : exitCodeOfRun(counts, run.stop, stops.received);
    const report: RunReport = {
      runId,
      target,
      counts,
      rows: plan.summary.rows,
      groups: results.tally.groups(),
      elapsedMs: run.elapsedMs,
      stop: run.stop,
      resultsFile: results.file,
      resultsError: results.error,
      runFolder: folder.path,
      exitCode,
    };
    view.finished(report);
    return exitCode;

    async function tryResults(): Promise<{ file: string | null; tally: RowTally; error: Refusal | null }> {
      const { startedAt, elapsedMs, stop } = run;
      const stopped = stop && messages.stop(stop).problem;
      try {
        const written = await writeResults({
          ...output,
          delimiter: read.facts.delimiter,
          input: writtenRows(read.sheet, read.understanding.mapping),
          width: read.understanding.width,
          plan: plan.rows(),
          stages: plan.header.stages,
          summary: plan.summary,
          outcomeOf: (rowNumber) => journal.outcomeOf(rowNumber),
          messages,
          facts: { runId, sheet: read.facts.file, target, startedAt, elapsedMs, stopped },
        });
        return { ...written, error: null };
      } catch (error) {
        const fact = refusalFact(error);
        if (!fact) throw error;
        return { file: null, tally: new RowTally(), error: messages.refusal(fact) };
      }
    }
  } finally {
    journal.close();
  }
}
