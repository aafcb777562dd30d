import type { Messages } from '../../messages/index.js';
import type { Timeline } from '../../run/index.js';
import { html, type Markup } from './markup.js';
import { type Plot, plotMarkup } from './plot.js';

/** How fast it went: changes sent a second, and how long the answers took. */
export function paceSection(timeline: Timeline, messages: Messages): Markup {
  const { format } = messages;
  const { pace } = messages.report;
  if (timeline.sent === 0)
    return html`<section><h2>${pace.heading}</h2><p class="note">${pace.none}</p></section>`;
  const { stretches, lengthMs, latency } = timeline;
  const rates = stretches.map(({ sent, from, to }) => (sent * 1000) / heldMs(to - from, timeline.stretchMs));
  const marks = timeline.resumedAt.map((at) => ({ at, label: pace.resumed }));
  const common = { stretches, lengthMs, marks };
  const most = Math.max(...rates);
  const throughputText = pace.throughputText(
    format.number(timeline.sent),
    format.duration(lengthMs),
    format.number(most),
  );
  const throughput: Plot = {
    ...common,
    description: `${pace.throughput}. ${throughputText}`,
    bars: rates,
    lines: [],
    tick: format.number,
  };
  return html`<section><h2>${pace.heading}</h2>
${marks.length > 0 ? html`<p class="note">${pace.breaks}</p>` : null}
<figure><figcaption><h3>${pace.throughput}</h3><p>${throughputText}</p></figcaption><div class="scroll">${plotMarkup(throughput, format)}</div></figure>
${latency === null ? null : latencyFigure()}
${numbers(timeline, rates, messages)}</section>`;

  function latencyFigure(): Markup {
    const times = stretches.map((stretch) => stretch.latency);
    const text = pace.latencyText(
      ...([latency?.median, latency?.p95, latency?.longest].map((ms) => format.duration(ms ?? 0)) as [
        string,
        string,
        string,
      ]),
    );
    const plot: Plot = {
      ...common,
      description: `${pace.latency}. ${text}`,
      bars: null,
      lines: [
        { name: pace.p95, kind: 'second', points: times.map((time) => time?.p95 ?? null) },
        { name: pace.median, kind: 'main', points: times.map((time) => time?.median ?? null) },
      ],
      tick: (ms) => (ms === 0 ? '0' : format.duration(ms)),
    };
    return html`<figure><figcaption><h3>${pace.latency}</h3><p>${text}</p></figcaption><div class="scroll">${plotMarkup(plot, format)}</div>
<p class="legend">${plot.lines.toReversed().map(({ name, kind }) => html`<svg class="key" viewBox="0 0 30 10" aria-hidden="true"><path class="line ${kind}" d="M0 5L30 5"/></svg> ${name} `)}</p></figure>`;
  }
}

/** The last stretch may be a few ms long: a rate of so short a time would say nothing. */
function heldMs(length: number, stretchMs: number): number {
  return length >= stretchMs / 2 ? length : stretchMs;
}

function numbers(timeline: Timeline, rates: readonly number[], messages: Messages): Markup {
  const { format } = messages;
  const { pace } = messages.report;
  const time = (ms: number | undefined) => (ms === undefined ? '' : format.duration(ms));
  return html`<details><summary>${pace.numbers}</summary><div class="scroll"><table><thead><tr><th scope="col" class="number">${pace.from}</th><th scope="col" class="number">${pace.sent}</th><th scope="col" class="number">${pace.perSecond}</th><th scope="col" class="number">${pace.median}</th><th scope="col" class="number">${pace.p95}</th></tr></thead><tbody>
${timeline.stretches.map(({ from, sent, latency }, i) => html`<tr><th scope="row" class="number">${time(from)}</th><td class="number">${format.number(sent)}</td><td class="number">${format.number(rates[i] ?? 0)}</td><td class="number">${time(latency?.median)}</td><td class="number">${time(latency?.p95)}</td></tr>`)}
</tbody></table></div></details>`;
}
