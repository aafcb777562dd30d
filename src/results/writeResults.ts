import type { Messages } from '../messages/index.js';
import type { Stage } from '../opportunity/index.js';
import type { PlannedRow, PlanSummary } from '../plan/index.js';
import type { Outcome, Status } from '../run/index.js';
import {
  EMPTY_CELL,
  numberCell,
  type OutputCell,
  RESULT_COLUMNS,
  type SheetFormat,
  type SheetRow,
  type Tint,
  textCell,
  writeSheet,
} from '../sheet/index.js';
import { type FinalRow, finalRow } from './finalRow.js';
import { isResultColumn, RESULT_WIDTHS } from './resultColumns.js';
import { RowTally } from './rowTally.js';
import { type SummaryFacts, summaryRows } from './summaryTab.js';

export interface WriteResultsOptions {
  /** Where the sheet goes; its name decides nothing, `format` does. */
  readonly file: string;
  readonly format: SheetFormat;
  readonly delimiter: string | null;
  /** The input's own rows, the header first (see `writtenRows`), and the width of the widest. */
  readonly input: AsyncIterable<readonly SheetRow[]>;
  readonly width: number;
  /** The plan's rows: one for each data row of the input, in the same order. */
  readonly plan: AsyncIterable<PlannedRow>;
  /** What the sheet names its records by. */
  readonly keyedBy: 'id' | 'opportCode';
  readonly stages: readonly Stage[];
  readonly summary: PlanSummary;
  /** How the update of a row ended; `null` when it was never tried. */
  readonly outcomeOf: (rowNumber: number) => Outcome | null;
  readonly messages: Messages;
  readonly facts: SummaryFacts;
}

export interface WrittenResults {
  /** The path, which has a number in it when the name was taken. */
  readonly file: string;
  /** The name that was wanted, when it was taken or held by another program; else `null`. */
  readonly taken: string | null;
  readonly tally: RowTally;
}

const TINTS: Record<Status, Tint> = {
  updated: 'green',
  unchanged: 'grey',
  skipped: 'grey',
  invalid: 'red',
  rejected: 'red',
  conflict: 'amber',
  unverified: 'amber',
  'not-sent': 'amber',
};

/**
 * Writes the input back, every column untouched and every row in its place, with what became of each row
 * beside it. Nothing appears under the name until the sheet is whole.
 */
export async function writeResults(options: WriteResultsOptions): Promise<WrittenResults> {
  const date = new Date(options.facts.startedAt);
  const writer = await writeSheet(options.file, { ...options, date });
  const tally = new RowTally();
  try {
    const planned = options.plan[Symbol.asyncIterator]();
    let tab: ReturnType<typeof writer.tab> | null = null;
    let kept: number[] = [];
    for await (const batch of options.input) {
      for (const row of batch) {
        if (tab === null) {
          kept = keptColumns(row, options.width);
          const widths = [...kept.map((index) => columnWidth(batch, index)), ...RESULT_WIDTHS];
          tab = writer.tab({ name: options.messages.results.resultsTab, purpose: 'results', widths });
          const own = kept.map((index) => row.cell(index));
          await tab.row(
            [...own, ...RESULT_COLUMNS.map(textCell)].map((cell) => ({ ...cell, tint: 'heading' })),
          );
          continue;
        }
        const { value: plan, done } = await planned.next();
        if (done || plan.rowNumber !== row.number) {
          throw new Error(`the plan does not match the sheet at row ${row.number}`);
        }
        const final = finalRow(plan, options.outcomeOf, options.messages, options.stages);
        tally.add(final);
        // Of a row that is not planned nothing is known but what its sheet says, and a code is no id.
        const isCode =
          options.keyedBy === 'opportCode' && (plan.verdict === 'invalid' || plan.verdict === 'missing');
        const told = isCode ? { ...final, id: '' } : final;
        await tab.row([...kept.map((index) => row.cell(index)), ...resultCells(told)]);
      }
    }
    if (writer.tabs) {
      const summary = writer.tab({
        name: options.messages.results.summaryTab,
        purpose: 'summary',
        widths: [34, 26, 70, 30, 20],
      });
      for (const row of summaryRows(options.facts, options.summary, options.stages, tally, options.messages))
        await summary.row(row);
    }
    const file = await writer.finish();
    return { file, taken: file === options.file ? null : options.file, tally };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** Positions of the columns that go back: all but those that an earlier results sheet had added. */
function keptColumns(header: SheetRow, width: number): number[] {
  const all = Array.from({ length: width }, (_, index) => index);
  return all.filter((index) => !isResultColumn(header.cell(index).text));
}

/** Wide enough for what the first rows hold, within reason. */
function columnWidth(rows: readonly SheetRow[], index: number): number {
  const longest = rows.reduce((most, row) => Math.max(most, row.cell(index).text.length), 0);
  return Math.min(40, Math.max(12, longest + 2));
}

function resultCells(row: FinalRow): OutputCell[] {
  return [
    numberCell(row.rowNumber),
    textCell(row.id),
    { ...textCell(row.status), tint: TINTS[row.status] },
    textCell(row.message),
    textCell(row.errorCode),
    row.httpStatus === null ? EMPTY_CELL : numberCell(row.httpStatus),
    textCell(row.changes),
    numberCell(row.attempts),
    textCell(row.finishedAt),
  ];
}
