import type { Messages } from '../messages/index.js';
import { type PlanFile, type PlanSummary, PlanTally } from '../plan/index.js';
import { loadHtmlReport } from '../results/index.js';
import { type Journal, type RunFolder, readTimeline } from '../run/index.js';
import type { Target } from '../ui/index.js';
import { packageVersion } from './version.js';
import type { World } from './world.js';

/** A run of which a report tells: under way no more, or one of an earlier time. */
export interface ToldRun {
  readonly plan: PlanFile;
  readonly folder: RunFolder;
  readonly journal: Journal;
  readonly target: Target;
  /** `null` when there is none. */
  readonly resultsFile: string | null;
}

/** Writes the page that tells of a run, from its plan and its journal. Returns its path. */
export async function writeReport(
  file: string,
  { plan, folder, journal, target, resultsFile }: ToldRun,
  world: World,
  messages: Messages,
): Promise<string> {
  const { header, ended } = journal;
  const stop = ended?.stop ?? null;
  const { writeHtmlReport } = await loadHtmlReport();
  return writeHtmlReport({
    file,
    plan: plan.rows(),
    stages: plan.header.stages,
    summary: plan.summary,
    made: await madeOf(plan, journal),
    outcomeOf: (rowNumber) => journal.toldOutcomeOf(rowNumber),
    timeline: await readTimeline(folder.journal),
    messages,
    facts: {
      runId: folder.runId,
      kind: header.kind,
      of: header.of,
      sheet: plan.header.sheet.file,
      target,
      startedAt: journal.startedAt,
      elapsedMs: journal.elapsedMs,
      end: ended === null ? 'cut-off' : stop === null && ended.open === 0 ? 'finished' : 'stopped',
      stopped: stop && messages.stop(stop).problem,
      resultsFile,
      version: packageVersion(),
      now: world.now(),
    },
  });
}

/** What the updates that were made came to, counted as the plan counts all of them. */
async function madeOf(plan: PlanFile, journal: Journal): Promise<PlanSummary> {
  const tally = new PlanTally(plan.header.stages);
  for await (const update of plan.updates()) {
    if (journal.toldOutcomeOf(update.rowNumber)?.status === 'updated') tally.add(update);
  }
  return tally.summary();
}
