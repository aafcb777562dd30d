import { stat } from 'node:fs/promises';
import { loadMessages, type Messages } from '../messages/index.js';
import type { PlanTarget } from '../plan/index.js';
import { finalRow, RowTally } from '../results/index.js';
import { type RunFolder, RunRefusal, type RunStop, runFolders } from '../run/index.js';
import { printableJson, stateDirectory } from '../settings/index.js';
import { formatOfName } from '../sheet/index.js';
import { pastRunLines, plainRunLine, type RunReport, runListLines, safeText } from '../ui/index.js';
import { EXIT } from './exitCode.js';
import { findRun, isOpen, type OpenedRun, openRun } from './openRun.js';
import { isTerminal, printLines, widthOf } from './printLines.js';
import { type PurgeArguments, purgeRuns } from './purgeRuns.js';
import { retryOptions, type TypedTarget, targetOptions } from './retryOptions.js';
import { lineOf, type OwnLine, type RunLine, withTakenBack } from './runLine.js';
import { rebuildResults } from './sendPlan.js';
import { shownPath } from './shownPath.js';
import { checkReport } from './startRun.js';
import { endsOfRuns, outrunUndos, takenBackBy, undosOf } from './takenBack.js';
import type { World } from './world.js';
import { writeReport } from './writeReport.js';

export interface RunsArguments extends PurgeArguments {
  readonly results?: string | undefined;
  readonly report?: string | undefined;
  readonly purge: boolean;
  readonly color: boolean;
}

/** `opsheet runs`: the list, one run, its results once more, or a purge. Returns the exit code. */
export async function listRuns(args: RunsArguments, world: World, messages: Messages): Promise<number> {
  const state = stateDirectory(world.environment);
  if (args.purge) return purgeRuns(args, await runFolders(state), world, messages);
  if (args.run === undefined && args.report === undefined)
    return list(args, await runFolders(state), world, messages);
  await checkReport(args.report);
  const folder = await findRun(state, args.run, () => true, 'run.none', world);
  if (args.report !== undefined) return tellRun(args, folder, args.report, world, messages);
  return args.results === undefined
    ? showRun(args, folder, await runFolders(state), world, messages)
    : writeAgain(args, folder, args.results, world);
}

async function list(
  { json, color }: RunsArguments,
  folders: readonly RunFolder[],
  world: World,
  messages: Messages,
): Promise<number> {
  const own = await linesOf(folders, world);
  const lines = own.map((line) => withTakenBack(line, own));
  if (json) {
    world.stdout.write(`${printableJson({ command: 'runs', runs: lines })}\n`);
    return EXIT.ok;
  }
  if (lines.length === 0) {
    world.stdout.write(`${messages.commands.runs.none}\n`);
    return EXIT.ok;
  }
  if (isTerminal(world)) {
    printLines(runListLines(lines, messages, widthOf(world)), color, world);
    return EXIT.ok;
  }
  world.stdout.write(lines.map((line) => `${plainRunLine(line, messages)}\n`).join(''));
  world.stderr.write(`${messages.commands.runs.utc}\n`);
  return EXIT.ok;
}

async function linesOf(folders: readonly RunFolder[], world: World): Promise<OwnLine[]> {
  const lines: OwnLine[] = [];
  for (const folder of folders) {
    const line = await lineOf(folder, world);
    if (line) lines.push(line);
  }
  return lines;
}

async function showRun(
  { json, color }: RunsArguments,
  folder: RunFolder,
  folders: readonly RunFolder[],
  world: World,
  messages: Messages,
): Promise<number> {
  const own = await lineOf(folder, world);
  if (own === null) throw new RunRefusal({ code: 'run.unknown', run: folder.runId });
  const line = withTakenBack(own, await linesOf(folders, world));
  const run = await openRun(folder, 'tell', world);
  try {
    const { plan, journal } = run;
    const counts = { updated: 0, unchanged: 0, rejected: 0, conflict: 0, unverified: 0, 'not-sent': 0 };
    for await (const { rowNumber } of plan.updates()) {
      counts[journal.toldOutcomeOf(rowNumber)?.status ?? 'not-sent'] += 1;
    }
    const { target, sheet } = plan.header;
    const stop: RunStop | null = journal.ended?.stop ?? null;
    const runs = await endsOfRuns(stateDirectory(world.environment));
    const isOver = takenBackBy(await undosOf(runs), journal) !== null || outrunUndos(runs).has(folder.runId);
    const mayGoOn = line.state !== 'under-way' && !isOver;
    const resumable = mayGoOn && isOpen(journal);
    if (json) {
      const told = { ...line, sheet: sheet.path, target, counts, stop, resumable };
      world.stdout.write(`${printableJson({ command: 'runs', run: told })}\n`);
      return EXIT.ok;
    }
    if (isTerminal(world)) {
      printLines(pastRunLines(line, await reportOf(run, line, resumable, messages), messages), color, world);
      return EXIT.ok;
    }
    const { runs: words } = messages.commands;
    const { screens, format } = messages;
    const workspace = target.workspaceName ?? target.workspaceId;
    const lines = [
      `${screens.run}: ${folder.runId} · ${words.states[line.state]}`,
      ...(line.startedAt === null ? [] : [`${messages.report.started}: ${format.moment(line.startedAt)}`]),
      `${screens.sheet}: ${sheet.path}`,
      `${screens.target}: ${workspace} · ${target.origin}`,
      ...Object.entries(counts)
        .filter(([, count]) => count > 0)
        .map(([status, count]) => `  ${format.number(count)} ${status}`),
      ...(stop === null ? [] : [messages.stop(stop).problem]),
      ...(line.results === null ? [] : [`${screens.results}: ${line.results}`]),
      ...(resumable ? [screens.nextResume(folder.runId, optionsTo(target))] : []),
      ...(counts.updated > 0 ? [screens.nextUndo(folder.runId, optionsTo(target))] : []),
      words.rebuild(folder.runId),
      words.utc,
    ];
    world.stdout.write(lines.map((text) => `${safeText(text)}\n`).join(''));
    return EXIT.ok;
  } finally {
    await run.close();
  }
}

/** What was told at the end of the run, from what its files say of it. */
async function reportOf(
  run: OpenedRun,
  { results }: RunLine,
  resumable: boolean,
  messages: Messages,
): Promise<RunReport> {
  const { plan, journal, folder } = run;
  const { target, stages } = plan.header;
  const tally = new RowTally();
  for await (const row of plan.rows()) {
    tally.add(finalRow(row, (number) => journal.toldOutcomeOf(number), messages, stages));
  }
  return {
    runId: folder.runId,
    target: { ...target, sandbox: false },
    counts: tally.counts,
    rows: tally.rows,
    groups: tally.groups(),
    elapsedMs: journal.elapsedMs,
    stop: journal.ended?.stop ?? null,
    resultsFile: results === null ? null : await existing(results),
    resultsError: null,
    retryOptions: retryOptions(plan.header, journal.body, typedFor(target)),
    targetOptions: optionsTo(target),
    runFolder: folder.path,
    takesBack: journal.header.of,
    inPart: journal.header.inPart === true,
    leftOut: tally.leftOut,
    resumable,
    undoable: tally.counts.updated > 0,
    exitCode: EXIT.ok,
  };
}

/** Where a run went is not asked of the settings here, so it is always said. */
function typedFor({ workspaceId, origin }: PlanTarget): TypedTarget {
  return { workspace: workspaceId, apiUrl: origin };
}

function optionsTo(target: PlanTarget): string[] {
  return targetOptions(typedFor(target));
}

/** The file, or `null` when it is not there any more. */
async function existing(file: string): Promise<string | null> {
  return stat(file).then(
    () => file,
    () => null,
  );
}

/** The results sheet once more, in the words and the numbers in which it was first written. */
async function writeAgain(
  { json }: RunsArguments,
  folder: RunFolder,
  results: string,
  world: World,
): Promise<number> {
  const run = await openRun(folder, 'tell', world);
  try {
    const { header } = run.journal;
    const first = { ...header.output, file: shownPath(nameOf(run), world.workingDirectory) };
    const output = results === '' ? first : { file: results, format: formatOfName(results) };
    const words = await loadMessages(header.language === 'es' ? 'es' : 'en', header.locale);
    const { file, tally } = await rebuildResults(run, output, words);
    if (json)
      world.stdout.write(`${printableJson({ command: 'runs', results: file, counts: tally.counts })}\n`);
    else world.stdout.write(`${safeText(file)}\n`);
    return EXIT.ok;
  } finally {
    await run.close();
  }
}

/** The whole path of the run's results as they were written last, or were to be written. */
function nameOf({ journal }: OpenedRun): string {
  return journal.resultsFile ?? journal.header.output.file;
}

/** Writes a page that tells of the run, in the language of today. */
async function tellRun(
  { json }: RunsArguments,
  folder: RunFolder,
  report: string,
  world: World,
  messages: Messages,
): Promise<number> {
  const run = await openRun(folder, 'tell', world);
  try {
    const target = { ...run.plan.header.target, sandbox: false };
    const resultsFile = await existing(shownPath(nameOf(run), world.workingDirectory));
    const file = await writeReport(report, { ...run, target, resultsFile }, world, messages);
    if (json) world.stdout.write(`${printableJson({ command: 'runs', report: file })}\n`);
    else world.stdout.write(`${safeText(file)}\n`);
    return EXIT.ok;
  } finally {
    await run.close();
  }
}
