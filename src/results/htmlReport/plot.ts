import type { Format } from '../../messages/index.js';
import { decimals } from './bars.js';
import { html, type Markup } from './markup.js';

/** A line of a plot; `null` where there is nothing to show. */
export interface PlotLine {
  readonly name: string;
  readonly kind: 'main' | 'second';
  readonly points: readonly (number | null)[];
}

/** A plot over the time of a run, drawn as text. */
export interface Plot {
  /** What it says to those who do not see it. */
  readonly description: string;
  /** Stretches of time in ms, one for each value. */
  readonly stretches: readonly { readonly from: number; readonly to: number }[];
  /** Of the whole run, in ms. */
  readonly lengthMs: number;
  readonly bars: readonly number[] | null;
  readonly lines: readonly PlotLine[];
  readonly tick: (value: number) => string;
  /** Upright marks with what they say, in ms. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
}

const WIDTH = 760;
const HEIGHT = 230;
const LEFT = 64;
const RIGHT = 14;
const TOP = 16;
const BOTTOM = 34;

export function plotMarkup(plot: Plot, format: Format): Markup {
  const { stretches, bars, lines } = plot;
  const values = [...(bars ?? []), ...lines.flatMap(({ points }) => points)].filter(
    (value) => value !== null,
  );
  const step = niceStep(Math.max(...values, 0) / 4, DECIMAL_STEPS);
  const top = Math.max(step, Math.ceil(Math.max(...values, 0) / step) * step);
  const length = Math.max(plot.lengthMs, 1);
  const x = (ms: number) => LEFT + (Math.min(ms, length) / length) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const floor = y(0);
  const levels = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
  const timeStep = niceTime(length / 6);
  const times = Array.from({ length: Math.floor(length / timeStep) + 1 }, (_, i) => i * timeStep);
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${plot.description}">
${levels.map((level) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${decimals(y(level))}" y2="${decimals(y(level))}"/><text x="${LEFT - 8}" y="${decimals(y(level) + 4)}" text-anchor="end">${plot.tick(level)}</text>`)}
${times.map((ms) => html`<text x="${decimals(x(ms))}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${ms === 0 ? '0' : format.duration(ms)}</text>`)}
${(bars ?? []).map((value, i) => {
  const { from, to } = stretches[i] ?? { from: 0, to: 0 };
  const width = Math.max(x(to) - x(from) - 1, 0.5);
  return html`<rect class="column" x="${decimals(x(from))}" y="${decimals(y(value))}" width="${decimals(width)}" height="${decimals(floor - y(value))}"><title>${format.duration(from)}: ${plot.tick(value)}</title></rect>`;
})}
${plot.marks.map(({ at, label }) => html`<line class="mark" x1="${decimals(x(at))}" x2="${decimals(x(at))}" y1="${TOP}" y2="${floor}"/><text class="mark-label" x="${decimals(x(at) + 4)}" y="${TOP + 8}">${label}</text>`)}
${lines.map(({ kind, points }) => html`<path class="line ${kind}" d="${linePath(points, stretches, x, y)}"/>`)}
</svg>`;
}

/** Stretches without a value over which a line goes straight on; after more it begins anew. */
const BRIDGED = 3;

/** Through the middles of the stretches. */
function linePath(
  points: readonly (number | null)[],
  stretches: Plot['stretches'],
  x: (ms: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let last = Number.NEGATIVE_INFINITY;
  for (const [i, value] of points.entries()) {
    if (value === null) continue;
    const { from, to } = stretches[i] ?? { from: 0, to: 0 };
    const place = `${decimals(x((from + to) / 2))} ${decimals(y(value))}`;
    // A line of no length is drawn as a dot, so that a value alone is seen too.
    path += i - last > BRIDGED + 1 ? `M${place}l0 0` : `L${place}`;
    last = i;
  }
  return path;
}

const DECIMAL_STEPS = [1, 2, 5, 10];

/** The next round number from `least` on. */
function niceStep(least: number, steps: readonly number[]): number {
  if (least <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return (steps.find((step) => step * power >= least * 0.999) ?? 10) * power;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The next round time from `least` ms on: 10 s, 30 s, 5 min and so on are round, 25 s is not. */
function niceTime(least: number): number {
  if (least < SECOND) return Math.max(1, niceStep(least, DECIMAL_STEPS));
  const round = [1, 2, 5, 10, 15, 30]
    .flatMap((n) => [n * SECOND, n * MINUTE])
    .concat([1, 2, 3, 6, 12].map((n) => n * HOUR));
  return round.sort((a, b) => a - b).find((ms) => ms >= least) ?? Math.ceil(least / (24 * HOUR)) * 24 * HOUR;
}
