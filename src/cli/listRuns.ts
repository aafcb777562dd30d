import { stat } from 'node:fs/promises';
import { loadMessages, type Messages } from '../messages/index.js';
import { finalRow, RowTally } from '../results/index.js';
import {
  hasBegun,
  isUnderWay,
  type Journal,
  type RunFolder,
  RunRefusal,
  type RunStop,
  removeRunFolder,
  runFolders,
  unclaimPlanOf,
} from '../run/index.js';
import { printableJson, stateDirectory } from '../settings/index.js';
import { formatOfName } from '../sheet/index.js';
import { type ListedRun, pastRunLines, type RunReport, runListLines, safeText } from '../ui/index.js';
import { EXIT } from './exitCode.js';
import { findRun, isOpen, type OpenedRun, openJournal, openRun } from './openRun.js';
import { isTerminal, printLines, widthOf } from './printLines.js';
import { rebuildResults } from './sendPlan.js';
import { shownPath } from './shownPath.js';
import { checkReport } from './startRun.js';
import type { World } from './world.js';
import { writeReport } from './writeReport.js';

export interface RunsArguments {
  readonly run?: string | undefined;
  readonly results?: string | undefined;
  readonly report?: string | undefined;
  readonly purge: boolean;
  /** ms */
  readonly olderThan: number;
  readonly json: boolean;
  readonly color: boolean;
}

/** What the list says of one run. */
interface RunLine extends ListedRun {
  readonly folder: string;
}

/** `opsheet runs`: the list, one run, its results once more, or a purge. Returns the exit code. */
export async function listRuns(args: RunsArguments, world: World, messages: Messages): Promise<number> {
  const state = stateDirectory(world.environment);
  if (args.purge) return purge(args, await runFolders(state), world, messages);
  if (args.run === undefined && args.report === undefined)
    return list(args, await runFolders(state), world, messages);
  await checkReport(args.report);
  const folder = await findRun(state, args.run, () => true, 'run.none', world.now);
  if (args.report !== undefined) return tellRun(args, folder, args.report, world, messages);
  return args.results === undefined
    ? showRun(args, folder, world, messages)
    : writeAgain(args, folder, args.results, world);
}

async function list(
  { json, color }: RunsArguments,
  folders: readonly RunFolder[],
  world: World,
  messages: Messages,
): Promise<number> {
  const lines: RunLine[] = [];
  for (const folder of folders) {
    const line = await lineOf(folder, world);
    if (line) lines.push(line);
  }
  if (json) {
    world.stdout.write(`${printableJson({ command: 'runs', runs: lines })}\n`);
    return EXIT.ok;
  }
  const { runs } = messages.commands;
  if (lines.length === 0) {
    world.stdout.write(`${runs.none}\n`);
    return EXIT.ok;
  }
  if (isTerminal(world)) {
    printLines(runListLines(lines, messages, widthOf(world)), color, world);
    return EXIT.ok;
  }
  for (const line of lines) {
    const when = line.startedAt === null ? '' : new Date(line.startedAt).toLocaleString(messages.locale);
    const what = line.kind === null ? '' : runs.kinds[line.kind];
    const of = line.of === null ? '' : ` ${line.of}`;
    const count = messages.screens.rows(line.updates, messages.format);
    world.stdout.write(
      `${line.runId}  ${when}  ${what}${of}  ${count}  ${runs.states[line.state]}${openText(line, messages)}\n`,
    );
  }
  return EXIT.ok;
}

function openText({ open }: RunLine, { commands, format }: Messages): string {
  return open ? ` · ${commands.runs.open(open, format)}` : '';
}

async function lineOf(folder: RunFolder, world: World): Promise<RunLine | null> {
  const blank = { startedAt: null, kind: null, of: null, updates: 0, open: null, results: null };
  const { runId, path } = folder;
  let journal: Journal;
  try {
    journal = openJournal(folder, 'tell', world.now);
  } catch (error) {
    if (!(error instanceof RunRefusal)) throw error;
    // A plan that nobody has approved yet has no journal.
    if (error.fact.code === 'run.unknown') return null;
    return { ...blank, runId, folder: path, state: 'damaged' };
  }
  try {
    if (!journal.hasHeader) return { ...blank, runId, folder: path, state: 'cut-off' };
    const { kind, of, updates, output } = journal.header;
    const { startedAt, ended } = journal;
    const state =
      ended === null ? 'cut-off' : ended.stop === null && ended.open === 0 ? 'finished' : 'stopped';
    const goesOn = await isUnderWay(stateDirectory(world.environment), runId);
    return {
      ...{ runId, startedAt, kind, of, state: goesOn ? 'under-way' : state, updates },
      open: ended?.open ?? null,
      results: shownPath(output.file, world.workingDirectory),
      folder: path,
    };
  } finally {
    await journal.close();
  }
}

async function showRun(
  { json, color }: RunsArguments,
  folder: RunFolder,
  world: World,
  messages: Messages,
): Promise<number> {
  const line = await lineOf(folder, world);
  if (line === null) throw new RunRefusal({ code: 'run.unknown', run: folder.runId });
  const run = await openRun(folder, 'tell', world.now);
  try {
    const { plan, journal } = run;
    const counts = { updated: 0, unchanged: 0, rejected: 0, conflict: 0, unverified: 0, 'not-sent': 0 };
    for await (const { rowNumber } of plan.updates()) {
      counts[journal.toldOutcomeOf(rowNumber)?.status ?? 'not-sent'] += 1;
    }
    const { target, sheet } = plan.header;
    const stop: RunStop | null = journal.ended?.stop ?? null;
    const resumable = line.state !== 'under-way' && isOpen(journal);
    if (json) {
      const told = { ...line, sheet: sheet.path, target, counts, stop, resumable };
      world.stdout.write(`${printableJson({ command: 'runs', run: told })}\n`);
      return EXIT.ok;
    }
    if (isTerminal(world)) {
      printLines(pastRunLines(line, await reportOf(run, line, resumable, messages), messages), color, world);
      return EXIT.ok;
    }
    const { runs } = messages.commands;
    const { screens, format } = messages;
    const workspace = target.workspaceName ?? target.workspaceId;
    const lines = [
      `${screens.run}: ${folder.runId} · ${runs.states[line.state]}`,
      `${screens.sheet}: ${sheet.path}`,
      `${screens.target}: ${workspace} · ${target.origin}`,
      ...Object.entries(counts)
        .filter(([, count]) => count > 0)
        .map(([status, count]) => `  ${format.number(count)} ${status}`),
      ...(stop === null ? [] : [messages.stop(stop).problem]),
      `${screens.results}: ${line.results ?? ''}`,
      ...(resumable ? [screens.nextResume(folder.runId)] : []),
      ...(counts.updated > 0 ? [screens.nextUndo(folder.runId)] : []),
      runs.rebuild(folder.runId),
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
    runFolder: folder.path,
    resumable,
    undoable: tally.counts.updated > 0,
    exitCode: EXIT.ok,
  };
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
  const run = await openRun(folder, 'tell', world.now);
  try {
    const { header } = run.journal;
    const first = { ...header.output, file: shownPath(header.output.file, world.workingDirectory) };
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

/** Writes a page that tells of the run, in the language of today. */
async function tellRun(
  { json }: RunsArguments,
  folder: RunFolder,
  report: string,
  world: World,
  messages: Messages,
): Promise<number> {
  const run = await openRun(folder, 'tell', world.now);
  try {
    const target = { ...run.plan.header.target, sandbox: false };
    const resultsFile = await existing(shownPath(run.journal.header.output.file, world.workingDirectory));
    const file = await writeReport(report, { ...run, target, resultsFile }, world, messages);
    if (json) world.stdout.write(`${printableJson({ command: 'runs', report: file })}\n`);
    else world.stdout.write(`${safeText(file)}\n`);
    return EXIT.ok;
  } finally {
    await run.close();
  }
}

/** Deletes runs that are finished and old enough, or the one that is named. Throws `RunRefusal` when that one is sending. */
async function purge(
  { run, olderThan, json }: RunsArguments,
  folders: readonly RunFolder[],
  world: World,
  messages: Messages,
): Promise<number> {
  if (run !== undefined && !folders.some(({ runId }) => runId === run)) {
    throw new RunRefusal({ code: 'run.unknown', run });
  }
  if (run !== undefined && (await isUnderWay(stateDirectory(world.environment), run))) {
    throw new RunRefusal({ code: 'run.underWay', run });
  }
  const purged: string[] = [];
  for (const folder of folders) {
    if (run === undefined ? !(await isOld(folder, olderThan, world)) : folder.runId !== run) continue;
    // The saved plan of a run that never sent anything is there to be carried out.
    if (!(await hasBegun(folder))) await unclaimPlanOf(stateDirectory(world.environment), folder.runId);
    await removeRunFolder(folder);
    purged.push(folder.runId);
  }
  if (json) world.stdout.write(`${printableJson({ command: 'runs', purged })}\n`);
  else world.stdout.write(`${messages.commands.runs.purged(purged.length, messages.format)}\n`);
  return EXIT.ok;
}

/** A run that can still be gone on with is kept, however old it is; one that never sent anything cannot. */
async function isOld(folder: RunFolder, olderThan: number, world: World): Promise<boolean> {
  const line = await lineOf(folder, world);
  const isOver = line === null || line.state === 'finished' || line.state === 'damaged';
  if (!isOver && (line.state === 'under-way' || (await canGoOn(folder, world)))) return false;
  const { mtimeMs } = await stat(folder.path);
  return world.now().getTime() - mtimeMs > olderThan;
}

async function canGoOn(folder: RunFolder, world: World): Promise<boolean> {
  const journal = openJournal(folder, 'tell', world.now);
  const canGo = isOpen(journal);
  await journal.close();
  return canGo;
}
