import type { Messages } from '../../messages/index.js';
import type { Stage } from '../../opportunity/index.js';
import type { PlannedRow, PlanSummary } from '../../plan/index.js';
import type { Outcome, Timeline } from '../../run/index.js';
import { TextOutput } from '../../sheet/index.js';
import { finalRow } from '../finalRow.js';
import { RowTally } from '../rowTally.js';
import { headSection } from './headSection.js';
import { impactSection } from './impactSection.js';
import { openSection, outcomeSection } from './outcomeSection.js';
import { paceSection } from './paceSection.js';
import { pageHead, pageTail } from './page.js';
import type { ReportFacts } from './reportFacts.js';
import { ReportRows, reportRow } from './reportRow.js';
import { rowsSection } from './rowsSection.js';
import { StageOutcomes } from './stageOutcomes.js';

export interface WriteHtmlReportOptions {
  /** Where the page goes. */
  readonly file: string;
  readonly plan: AsyncIterable<PlannedRow>;
  readonly stages: readonly Stage[];
  /** What the plan came to, and what the updates that were made came to. */
  readonly summary: PlanSummary;
  readonly made: PlanSummary;
  /** How the update of a row ended; `null` when it was never tried. */
  readonly outcomeOf: (rowNumber: number) => Outcome | null;
  readonly timeline: Timeline;
  readonly facts: ReportFacts;
  readonly messages: Messages;
}

/** Rows that need a person and are listed one by one; all rows of the table stand behind them. */
const MOST_OPEN = 25;

/**
 * Writes one page that tells of a run and needs nothing else: no network, no other file. Nothing appears under the name
 * until it is whole. Returns the path, which has a number in it when the name was taken. Throws the file system's error.
 */
export async function writeHtmlReport(options: WriteHtmlReportOptions): Promise<string> {
  const { stages, summary, made, outcomeOf, timeline, facts, messages } = options;
  const output = await TextOutput.create(options.file);
  try {
    const tally = new RowTally();
    const byStage = new StageOutcomes();
    const rows = new ReportRows();
    for await (const row of options.plan) {
      const final = finalRow(row, outcomeOf, messages, stages);
      tally.add(final);
      if (row.verdict === 'update') byStage.add(row, final.status);
      rows.add(final.status, () => reportRow(row, final, stages, messages));
    }
    const shown = rows.shown();
    const table = rowsSection(shown, rows.all, messages);
    for (const part of [
      pageHead(facts, messages),
      headSection(facts, tally, made, timeline.sent, messages),
      impactSection(summary, made, stages, messages),
      outcomeSection(tally, byStage, stages, messages),
      openSection(rows.open(MOST_OPEN), tally, messages),
      paceSection(timeline, messages),
      table.head,
    ]) {
      await output.write(part.text);
    }
    for (const row of shown) await output.write(table.row(row).text);
    await output.write(table.tail.text);
    await output.write(pageTail(facts, messages).text);
    return await output.finish();
  } catch (error) {
    await output.discard();
    throw error;
  }
}
