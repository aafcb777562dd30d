import type { Messages } from '../messages/index.js';
import type { Stage } from '../opportunity/index.js';
import type { PlanSummary } from '../plan/index.js';
import { numberCell, type OutputCell, textCell } from '../sheet/index.js';

/** What the plan came to, for the summary tab: by field, by stage, stage moves and risks, each as a small table. */
export function impactRows(plan: PlanSummary, stages: readonly Stage[], messages: Messages): OutputCell[][] {
  const label = messages.results;
  const { format } = messages;
  const stageName = (id: string | null) =>
    textCell(id === null ? messages.screens.noStage : format.value('stageId', id, stages));
  return [
    [textCell(label.amountBefore), amountCell(plan.amount.before)],
    [textCell(label.amountAfter), amountCell(plan.amount.after)],
    ...table(
      [label.field, label.records],
      plan.fields.map(({ field, records }) => [textCell(format.field(field)), numberCell(records)]),
    ),
    ...table(
      [label.stage, label.recordsBefore, label.stageAmountBefore, label.recordsAfter, label.stageAmountAfter],
      plan.byStage.map(({ stageId, before, after }) => [
        stageName(stageId),
        numberCell(before.records),
        amountCell(before.amount),
        numberCell(after.records),
        amountCell(after.amount),
      ]),
    ),
    ...table(
      [label.movedFrom, label.records, label.movedTo],
      plan.stageMoves.map(({ from, to, records }) => [stageName(from), numberCell(records), stageName(to)]),
    ),
    ...table(
      [label.risk, label.records, label.message, label.examples],
      plan.risks.map((risk) => [
        textCell(risk.kind),
        numberCell(risk.records),
        textCell(messages.risk(risk)),
        textCell(risk.rows.join(', ')),
      ]),
    ),
  ];
}

/** Nothing when there is nothing to tell. */
function table(head: readonly string[], rows: OutputCell[][]): OutputCell[][] {
  if (rows.length === 0) return [];
  return [[], head.map((text): OutputCell => ({ ...textCell(text), tint: 'heading' })), ...rows];
}

function amountCell(amount: string): OutputCell {
  return { kind: 'number', text: amount, number: Number(amount), format: '#,##0.00' };
}
