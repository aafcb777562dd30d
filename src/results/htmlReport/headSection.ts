import type { Messages } from '../../messages/index.js';
import type { PlanSummary } from '../../plan/index.js';
import type { Status } from '../../run/index.js';
import type { RowTally } from '../rowTally.js';
import { needsNobody } from '../rowTally.js';
import { html, type Markup } from './markup.js';
import type { ReportFacts } from './reportFacts.js';

/** What, where, when, how it ended, and the four numbers that matter. */
export function headSection(
  facts: ReportFacts,
  tally: RowTally,
  made: PlanSummary,
  sent: number,
  messages: Messages,
): Markup {
  const { report, format } = messages;
  const { cards } = report;
  const open = openRows(tally);
  const seconds = facts.elapsedMs / 1000;
  const state = facts.end === 'cut-off' ? 'cutOff' : facts.end;
  const good = facts.end === 'finished';
  return html`<header>
<p class="kicker">${report.kinds[facts.kind]}${facts.target.sandbox ? html` <strong class="sandbox">${report.sandbox}</strong>` : null}</p>
<h1>${report.updated(tally.counts.updated, tally.rows, format)}</h1>
<p class="state ${good ? 'good' : 'warn'}"><span aria-hidden="true">${good ? '✓' : '!'}</span> <strong>${report.states[state]}</strong>${reason(facts, messages)}</p>
<dl class="facts">${factList(facts, messages).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<ul class="cards">
${card(cards.updated, format.number(tally.counts.updated), cards.updatedOf(format.number(tally.rows)), 'good')}
${card(cards.open, format.number(open), open === 0 ? cards.openNone : cards.openSome, open === 0 ? 'good' : 'warn')}
${card(cards.amount, format.difference(made.amount.difference), `${format.amount(made.amount.before)} → ${format.amount(made.amount.after)}`, 'plain')}
${card(cards.duration, format.duration(facts.elapsedMs), sent > 1 && seconds > 0 ? cards.rate(format.number(sent / seconds)) : '', 'plain')}
</ul>`;
}

export function openRows(tally: RowTally): number {
  const counts = Object.entries(tally.counts) as [Status, number][];
  return counts.reduce((sum, [status, count]) => (needsNobody(status) ? sum : sum + count), 0);
}

function card(name: string, value: string, beside: string, tone: string): Markup {
  // A number is not broken: a long one is smaller.
  const size = value.length <= 10 ? '' : value.length <= 16 ? 'long' : 'longer';
  return html`<li class="card ${tone}"><span class="name">${name}</span><strong class="${size}">${value}</strong><span class="beside">${beside}</span></li>`;
}

function reason({ end, stopped }: ReportFacts, { report }: Messages): Markup | null {
  const text = stopped ?? (end === 'cut-off' ? report.cutOffText : null);
  return text === null ? null : html`: ${text}`;
}

function factList(facts: ReportFacts, messages: Messages): [string, Markup][] {
  const { report } = messages;
  const { origin, workspaceId, workspaceName } = facts.target;
  const list: [string, Markup | null][] = [
    [report.sheet, html`${facts.sheet}`],
    [report.workspace, html`${workspaceName === null ? workspaceId : `${workspaceName} (${workspaceId})`}`],
    [report.host, html`${origin}`],
    [
      report.started,
      html`<time datetime="${facts.startedAt}">${timeText(new Date(facts.startedAt), messages)}</time>`,
    ],
    [report.run, html`<code>${facts.runId}</code>`],
    [report.undoOf, facts.of === null ? null : html`<code>${facts.of}</code>`],
    [report.resultsFile, facts.resultsFile === null ? null : html`${facts.resultsFile}`],
  ];
  return list.filter((fact): fact is [string, Markup] => fact[1] !== null);
}

/** With the time zone, because the page is read elsewhere. */
export function timeText(time: Date, { locale }: Messages): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'long',
  }).format(time);
}
