import { type Messages, STATUS_SIGNS } from '../../messages/index.js';
import type { Stage } from '../../opportunity/index.js';
import { STATUSES, type Status } from '../../run/index.js';
import type { RowTally } from '../rowTally.js';
import { shareBar } from './bars.js';
import { openRows } from './headSection.js';
import { stageName } from './impactSection.js';
import { html, type Markup } from './markup.js';
import type { ReportRow } from './reportRow.js';
import type { StageOutcomes } from './stageOutcomes.js';

/** A status as it stands in every table: sign, colour and word. */
export function statusMark(status: Status): Markup {
  const { sign, tone } = STATUS_SIGNS[status];
  return html`<span class="status ${tone}"><span class="sign" aria-hidden="true">${sign}</span> ${status}</span>`;
}

/** How the rows ended: by status, by stage and by errorCode. */
export function outcomeSection(
  tally: RowTally,
  byStage: StageOutcomes,
  stages: readonly Stage[],
  messages: Messages,
): Markup {
  const { outcomes } = messages.report;
  return html`<section><h2>${outcomes.heading}</h2>${statusTable(tally, messages)}
<h3>${outcomes.byCode}</h3>${codeTable(tally, messages)}
${stageTable(byStage, stages, messages)}</section>`;
}

function statusTable(tally: RowTally, { results: label, screens, report, format }: Messages): Markup {
  const present = STATUSES.filter((status) => tally.counts[status] > 0);
  const shares = present.map((status) => {
    const { sign, tone } = STATUS_SIGNS[status];
    return { value: tally.counts[status], kind: tone, sign };
  });
  const said = present.map((status) => `${status} ${format.number(tally.counts[status])}`).join(', ');
  return html`${shareBar(shares, `${report.outcomes.byStatus}: ${said}`)}
<div class="scroll"><table><thead><tr><th scope="col">${label.status}</th><th scope="col" class="number">${label.rows}</th><td></td></tr></thead><tbody>
${present.map((status) => html`<tr><th scope="row">${statusMark(status)}</th><td class="number">${format.number(tally.counts[status])}</td><td class="muted">${screens.statuses[status]}</td></tr>`)}
</tbody><tfoot><tr><th scope="row">${label.total}</th><td class="number">${format.number(tally.rows)}</td><td></td></tr></tfoot></table></div>`;
}

function codeTable(tally: RowTally, { results: label, screens, report, format }: Messages): Markup {
  const groups = tally.groups();
  if (groups.length === 0) return html`<p class="note">${report.outcomes.noCodes}</p>`;
  return html`<div class="scroll"><table><thead><tr><th scope="col">${label.errorCode}</th><th scope="col">${label.status}</th><th scope="col" class="number">${label.rows}</th><th scope="col">${label.message}</th><th scope="col">${label.examples}</th></tr></thead><tbody>
${groups.map(({ errorCode, status, rows, examples, ...group }) => html`<tr><th scope="row" class="code"><code>${errorCode || '–'}</code></th><td>${statusMark(status)}</td><td class="number">${format.number(rows)}</td><td class="text">${screens.groupSays({ ...group, examples }).slice(0, 600)}</td><td>${examples.join(', ')}${rows > examples.length ? ', …' : ''}</td></tr>`)}
</tbody></table></div>`;
}

function stageTable(outcomes: StageOutcomes, stages: readonly Stage[], messages: Messages): Markup | null {
  const { results: label, report, format } = messages;
  const { statuses } = outcomes;
  if (statuses.length === 0) return null;
  const rows = outcomes.rows(stages.map(({ id }) => id));
  return html`<h3>${report.outcomes.byStage}</h3><div class="scroll"><table><thead><tr><th scope="col">${label.stage}</th>${statuses.map((status) => html`<th scope="col" class="number">${statusMark(status)}</th>`)}</tr></thead><tbody>
${rows.map(({ stageId, counts }) => html`<tr><th scope="row">${stageName(stageId, stages, messages)}</th>${statuses.map((status) => html`<td class="number">${counts.has(status) ? format.number(counts.get(status) ?? 0) : '·'}</td>`)}</tr>`)}
</tbody></table></div>`;
}

/** The rows that somebody must look at, one by one, as far as a page of paper goes. */
export function openSection(rows: readonly ReportRow[], tally: RowTally, messages: Messages): Markup {
  const { report, results: label, format } = messages;
  const { open, rows: names } = report;
  const all = openRows(tally);
  if (all === 0) return html`<section><h2>${open.heading}</h2><p class="good">${open.none}</p></section>`;
  return html`<section><h2>${open.heading}</h2>
${rows.length < all ? html`<p class="note">${open.first(format.number(rows.length), format.number(all))}</p>` : null}
<div class="scroll"><table class="rows"><thead><tr><th scope="col" class="number">${names.row}</th><th scope="col">${names.status}</th><th scope="col">${names.opportunity}</th><th scope="col">${label.errorCode}</th><th scope="col">${names.message}</th></tr></thead><tbody>
${rows.map((row) => html`<tr><th scope="row" class="number">${row.rowNumber}</th><td>${statusMark(row.status)}</td><td class="text">${opportunity(row)}</td><td class="code"><code>${row.errorCode}</code></td><td class="text">${row.message}</td></tr>`)}
</tbody></table></div></section>`;
}

/** By its name; by its id where no name was read. */
export function opportunity({ name, id }: ReportRow): Markup {
  return name === '' ? html`<code>${id}</code>` : html`${name}`;
}
