import { inspectSheet, type SheetInspection } from '../mapping/index.js';
import type { Messages, Refusal, RefusalFact } from '../messages/index.js';
import { printableJson } from '../settings/index.js';
import { openSheet, type Sheet, type SheetSource } from '../sheet/index.js';
import { checkLines, firstRowsLines, lineText, type SheetFacts } from '../ui/index.js';
import { asking } from './askAnswer.js';
import { EXIT, exitCodeOfRefusal } from './exitCode.js';
import { mappingNotices } from './mappingProposal.js';
import { factsOf, openOptions, understood } from './prepare.js';
import { MisunderstoodSheet } from './refuse.js';
import type { ReadingArguments } from './sheetArguments.js';
import type { World } from './world.js';

export interface CheckArguments extends ReadingArguments {
  readonly json: boolean;
  readonly color: boolean;
}

/** Rows that are shown of a sheet whose columns could not be understood. */
const FIRST_ROWS = 8;

/** Says what opsheet understands of a sheet, without any network. Returns the exit code. */
export function checkSheet(args: CheckArguments, world: World, messages: Messages): Promise<number> {
  return asking(args, { world, messages, allowed: !args.json }, (answered) =>
    check(answered, world, messages),
  );
}

async function check(args: CheckArguments, world: World, messages: Messages): Promise<number> {
  const { stdout, environment } = world;
  const colour =
    args.color && !environment.NO_COLOR && (stdout.isTTY === true || Boolean(environment.FORCE_COLOR));
  const print = (lines: ReturnType<typeof checkLines>) =>
    stdout.write(lines.map((line) => `${lineText(line, colour)}\n`).join(''));

  const sheet = await openSheet(args.spreadsheet, openOptions(args));
  try {
    const { understanding, inspection } = await understood(args, sheet, (options) =>
      inspectSheet(sheet, options),
    );
    const facts = factsOf(sheet, understanding, await mappingNotices(args, sheet));
    const { withProblems } = inspection.rows;
    const exitCode = withProblems > 0 ? EXIT.someRowsFailed : EXIT.ok;
    if (args.json)
      stdout.write(`${printableJson(asJson(facts, sheet.source, inspection, messages, exitCode))}\n`);
    else print(checkLines(facts, inspection, messages, stdout.isTTY ? stdout.columns : 100));
    return exitCode;
  } catch (error) {
    // What the file is, and how its first rows look, is what helps to see why its columns are not understood.
    if (!(error instanceof MisunderstoodSheet)) throw error;
    const rows = await firstRows(sheet);
    const refusal = messages.refusal(error.fact);
    if (!args.json) {
      print(firstRowsLines(sheet.source, rows, messages));
      throw error;
    }
    const exitCode = exitCodeOfRefusal(error.fact);
    stdout.write(`${printableJson(refusedJson(sheet.source, rows, error.fact, refusal, exitCode))}\n`);
    return exitCode;
  } finally {
    await sheet.close();
  }
}

async function firstRows(sheet: Sheet): Promise<{ row: number; texts: string[] }[]> {
  for await (const batch of sheet.batches()) {
    return batch.slice(0, FIRST_ROWS).map((row) => ({
      row: row.number,
      texts: row.cells.map((cell) => cell.text),
    }));
  }
  return [];
}

function asJson(
  facts: SheetFacts,
  { sha256, bytes, sheetNames }: SheetSource,
  inspection: SheetInspection,
  messages: Messages,
  exitCode: number,
) {
  const { mapping, notices, ...about } = facts;
  return {
    command: 'check',
    sheet: { ...about, bytes, sha256, sheetNames },
    headerRow: mapping.headerRow,
    key: mapping.key,
    columns: inspection.columns.map(({ column, ...rest }) => ({ ...column, ...rest })),
    constants: mapping.constants,
    counts: inspection.rows,
    notices: notices.map((notice) => ({ ...notice, sentence: messages.notice(notice) })),
    problems: inspection.problems.map(({ examples, ...problem }) => ({
      ...problem,
      examples: examples.map((example) => ({ ...example, sentence: messages.problem(example) })),
    })),
    exitCode,
  };
}

function refusedJson(
  source: SheetSource,
  rows: readonly { row: number; texts: string[] }[],
  fact: RefusalFact,
  refusal: Refusal,
  exitCode: number,
) {
  const { file, format, sheetName, delimiter, encoding, bytes, sha256, sheetNames, notices } = source;
  const sheet = { file, format, sheetName, delimiter, encoding, bytes, sha256, sheetNames, notices };
  return { command: 'check', sheet, firstRows: rows, error: { ...fact, ...refusal }, exitCode };
}
