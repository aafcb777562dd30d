import type { Messages } from '../messages/index.js';
import type { Stage } from '../opportunity/index.js';
import type { PlanSummary, PlanTarget } from '../plan/index.js';
import { STATUSES } from '../run/index.js';
import { numberCell, type OutputCell, SUMMARY_MARK, textCell } from '../sheet/index.js';
import { impactRows } from './impactRows.js';
import type { RowTally } from './rowTally.js';

/** What the summary tab tells besides the counts. */
export interface SummaryFacts {
  readonly runId: string;
  /** The input, as the user named it. */
  readonly sheet: string;
  readonly target: PlanTarget;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  /** ms */
  readonly elapsedMs: number;
  /** Why the run ended early, in words; `null` when it did not. */
  readonly stopped: string | null;
}

/** The rows of the summary tab. */
export function summaryRows(
  facts: SummaryFacts,
  plan: PlanSummary,
  stages: readonly Stage[],
  tally: RowTally,
  messages: Messages,
): OutputCell[][] {
  const label = messages.results;
  const heading = (...texts: string[]): OutputCell[] =>
    texts.map((text) => ({ ...textCell(text), tint: 'heading' }));
  const pair = (name: string, value: string): OutputCell[] => [textCell(name), textCell(value)];
  const { origin, workspaceId, workspaceName } = facts.target;
  return [
    heading(SUMMARY_MARK),
    pair(label.sheet, facts.sheet),
    pair(label.workspace, workspaceName === null ? workspaceId : `${workspaceName} (${workspaceId})`),
    pair(label.target, origin),
    pair(label.run, facts.runId),
    pair(label.started, facts.startedAt),
    pair(label.duration, messages.format.duration(facts.elapsedMs)),
    ...(facts.stopped === null ? [] : [pair(label.stopped, facts.stopped)]),
    [],
    heading(label.status, label.rows),
    ...STATUSES.filter((status) => tally.counts[status] > 0).map((status) => [
      textCell(status),
      numberCell(tally.counts[status]),
    ]),
    [textCell(label.total), numberCell(tally.rows)],
    [],
    ...impactRows(plan, stages, messages),
    [],
    heading(label.errorCode, label.rows, label.message, label.examples),
    ...tally
      .groups()
      .map((group) => [
        textCell(group.errorCode || group.status),
        numberCell(group.rows),
        textCell(messages.screens.groupSays(group)),
        textCell(group.examples.join(', ')),
      ]),
  ];
}
