import type { Messages } from '../../messages/index.js';
import type { FieldPath } from '../../opportunity/index.js';
import { STATUSES } from '../../run/index.js';
import { html, type Markup } from './markup.js';
import { opportunity, statusMark } from './outcomeSection.js';
import type { ReportRow } from './reportRow.js';

/** The table of rows in pieces, because it is the longest part of the page: before the rows, each row, after them. */
export interface RowsSection {
  readonly head: Markup;
  readonly row: (row: ReportRow) => Markup;
  readonly tail: Markup;
}

/**
 * `rows` are those that the page shows, of `all`. Without scripts the whole table stands there; the script unhides the
 * search and shows a part at a time.
 */
export function rowsSection(rows: readonly ReportRow[], all: number, messages: Messages): RowsSection {
  const { format, report } = messages;
  const { rows: label } = report;
  const fields = [...new Set(rows.flatMap(({ changes }) => changes.map(({ field }) => field)))];
  const statuses = STATUSES.filter((status) => rows.some((row) => row.status === status));
  const option = (value: string, text: string) => html`<option value="${value}">${text}</option>`;
  const left = rows.length < all;
  return {
    head: html`<section id="rows"><h2>${label.heading}</h2>
${left ? html`<p class="note">${label.shownOf(format.number(rows.length), format.number(all))}</p>` : null}
<p class="note">${label.cut}</p>
<div class="controls" id="controls" hidden>
<label>${label.search} <input type="search" id="search" autocomplete="off"></label>
<label>${label.status} <select id="status"><option value="">${label.every}</option>${rows.some(({ open }) => open) ? option('open', label.open) : null}${statuses.map((status) => option(status, status))}</select></label>
<label>${label.field} <select id="field"><option value="">${label.every}</option>${fields.map((field, i) => option(String(i), format.field(field)))}</select></label>
<output id="counted" for="search status field" data-text="${label.counted}" data-none="${label.none}" data-locale="${messages.locale}"></output>
</div>
<div class="scroll"><table class="rows" id="table"><thead><tr><th scope="col" class="number">${label.row}</th><th scope="col">${label.status}</th><th scope="col">${label.opportunity}</th><th scope="col">${label.changes}</th><th scope="col">${label.message}</th></tr></thead><tbody>
`,
    row: (row) => rowMarkup(row, fields, messages),
    tail: html`</tbody></table></div>
<p class="controls" id="more" hidden><button type="button" id="show-more">${label.more}</button> <button type="button" id="show-all">${label.all}</button></p></section>`,
  };
}

function rowMarkup(row: ReportRow, fields: readonly FieldPath[], { format, report }: Messages): Markup {
  const { rows: label } = report;
  const places = row.changes.map(({ field }) => fields.indexOf(field)).join(' ');
  const changes = row.changes.map(
    ({ field, before, after }) =>
      html`<div class="change"><span class="field">${format.field(field)}</span> <span class="sr">${label.from} </span><del>${before}</del> <span class="arrow" aria-hidden="true">→</span><span class="sr"> ${label.to} </span><ins>${after}</ins></div>`,
  );
  const same =
    row.sameAs === null ? null : html`<span class="muted">${label.sameAs(String(row.sameAs))}</span>`;
  const code = row.errorCode === '' ? null : html` <code>${row.errorCode}</code>`;
  return html`<tr data-status="${row.status}" data-open="${row.open ? 'yes' : ''}" data-fields="${places}"><th scope="row" class="number">${row.rowNumber}</th><td>${statusMark(row.status)}</td><td class="text">${opportunity(row)}</td><td class="text">${changes}${same}</td><td class="text">${row.message}${code}</td></tr>
`;
}
