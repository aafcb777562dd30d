import type { Messages } from '../../messages/index.js';
import type { Stage } from '../../opportunity/index.js';
import type { PlanSummary } from '../../plan/index.js';
import { bar } from './bars.js';
import { html, type Markup } from './markup.js';

/** What the run changed, counted over the updates that were made, and what the plan had warned of. */
export function impactSection(
  plan: PlanSummary,
  made: PlanSummary,
  stages: readonly Stage[],
  messages: Messages,
): Markup {
  const { impact } = messages.report;
  const { format } = messages;
  const body =
    made.verdicts.update === 0
      ? html`<p>${impact.nothing}</p>`
      : html`<p class="amounts"><span>${format.amount(made.amount.before)}</span> <span class="arrow">→</span> <strong>${format.amount(made.amount.after)}</strong> <span class="difference">${format.difference(made.amount.difference)}</span></p>
<p class="note">${impact.onlyMade}${made.amount.difference === plan.amount.difference ? null : html` ${impact.planned(format.difference(plan.amount.difference))}`}</p>
${byStage(made, stages, messages)}
<div class="columns">${moves(made, stages, messages)}${fields(made, messages)}</div>`;
  return html`<section><h2>${impact.heading}</h2>${body}${risks(plan, messages)}</section>`;
}

export function stageName(
  id: string | null,
  stages: readonly Stage[],
  { screens, format }: Messages,
): string {
  return id === null ? screens.noStage : format.value('stageId', id, stages);
}

function byStage(made: PlanSummary, stages: readonly Stage[], messages: Messages): Markup {
  const { impact } = messages.report;
  const { results: label, format } = messages;
  const most = Math.max(
    ...made.byStage.flatMap(({ before, after }) =>
      [before, after].map(({ amount }) => Math.abs(Number(amount))),
    ),
  );
  return html`<h3>${impact.byStage}</h3>
<div class="scroll"><table><thead><tr><th scope="col">${label.stage}</th><th scope="col"><span class="sr">${label.stageAmountBefore}, ${label.stageAmountAfter}</span></th><th scope="col" class="number">${label.stageAmountBefore}</th><th scope="col" class="number">${label.stageAmountAfter}</th><th scope="col" class="number">${impact.difference}</th><th scope="col" class="number">${label.recordsBefore}</th><th scope="col" class="number">${label.recordsAfter}</th></tr></thead><tbody>
${made.byStage.map(
  ({ stageId, before, after, difference }) =>
    html`<tr><th scope="row">${stageName(stageId, stages, messages)}</th><td class="bars">${bar(Number(before.amount), most, 'before')}${bar(Number(after.amount), most, 'after')}</td><td class="number">${format.amount(before.amount)}</td><td class="number">${format.amount(after.amount)}</td><td class="number">${format.difference(difference)}</td><td class="number">${format.number(before.records)}</td><td class="number">${format.number(after.records)}</td></tr>`,
)}
</tbody></table></div>
<p class="legend"><svg class="key" viewBox="0 0 20 10" aria-hidden="true"><rect class="before" width="20" height="10"/></svg> ${impact.before} <svg class="key" viewBox="0 0 20 10" aria-hidden="true"><rect class="after" width="20" height="10"/></svg> ${impact.after}</p>`;
}

function moves(made: PlanSummary, stages: readonly Stage[], messages: Messages): Markup | null {
  const { results: label, format, report } = messages;
  if (made.stageMoves.length === 0) return null;
  const most = made.stageMoves[0]?.records ?? 0;
  const name = (id: string | null) => stageName(id, stages, messages);
  return html`<div><h3>${report.impact.moves}</h3><div class="scroll"><table><thead><tr><th scope="col">${label.movedFrom}</th><th scope="col">${label.movedTo}</th><th scope="col" class="number">${label.records}</th><td></td></tr></thead><tbody>
${made.stageMoves.map(({ from, to, records }) => html`<tr><td>${name(from)}</td><td>→ ${name(to)}</td><td class="number">${format.number(records)}</td><td class="bars">${bar(records, most, 'after')}</td></tr>`)}
</tbody></table></div></div>`;
}

function fields(made: PlanSummary, messages: Messages): Markup {
  const { results: label, format, report } = messages;
  const most = made.fields[0]?.records ?? 0;
  return html`<div><h3>${report.impact.fields}</h3><div class="scroll"><table><thead><tr><th scope="col">${label.field}</th><th scope="col" class="number">${label.records}</th><td></td></tr></thead><tbody>
${made.fields.map(({ field, records }) => html`<tr><th scope="row">${format.field(field)}</th><td class="number">${format.number(records)}</td><td class="bars">${bar(records, most, 'after')}</td></tr>`)}
</tbody></table></div></div>`;
}

function risks(plan: PlanSummary, messages: Messages): Markup {
  const { impact } = messages.report;
  if (plan.risks.length === 0) return html`<p class="note">${impact.noRisks}</p>`;
  return html`<h3>${impact.risks}</h3><ul class="risks">${plan.risks.map((risk) => html`<li><span class="sign warn" aria-hidden="true">!</span> ${messages.risk(risk)}</li>`)}</ul>`;
}
