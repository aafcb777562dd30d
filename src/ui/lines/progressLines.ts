import type { Messages } from '../../messages/index.js';
import type { RunCounter } from '../runCounter.js';
import { type Line, type Span, span, wrapLine } from './line.js';
import { sparkline } from './sparkline.js';

const WIDEST_BAR = 60;

/** A bar that is full when all is done; what failed is marked in it by another sign. */
export function progressBar(done: number, failed: number, total: number, columns: number): Line {
  const width = Math.max(10, Math.min(WIDEST_BAR, columns - 10));
  const share = total === 0 ? 1 : done / total;
  const filled = Math.floor(share * width);
  const bad = failed === 0 ? 0 : Math.max(1, Math.round((failed / Math.max(total, 1)) * width));
  const good = Math.max(0, filled - bad);
  return [
    span('█'.repeat(good), 'good'),
    span('▒'.repeat(filled - good), 'bad'),
    span('░'.repeat(width - filled), 'quiet'),
    span(` ${Math.floor(share * 100)}%`),
  ];
}

/** Problems that are listed one by one while the run goes. */
const MOST_PROBLEMS = 5;

/** What a screen knows of a run besides its counts. */
export interface RunningState {
  readonly stopping: boolean;
  readonly paused: boolean;
}

/**
 * How far a run is: counts, pace, why it waits, what went wrong so far, and the keys; at most `rows` lines. `now` in ms
 * of the counter's clock.
 */
export function progressLines(
  counter: RunCounter,
  now: number,
  state: RunningState,
  size: { readonly columns: number; readonly rows: number },
  messages: Messages,
): Line[] {
  const { screens, format } = messages;
  const { done, failed, total } = counter;
  const counts: Span[] = [
    span(`✓ ${format.number(done - failed)} ${screens.done}`, 'good'),
    span(`   ✗ ${format.number(failed)} ${screens.failed}`, failed > 0 ? 'bad' : 'quiet'),
    span(`   ${format.number(total - done)} ${screens.left}`),
  ];
  const wrapped = (line: Line) => wrapLine(line, size.columns, 2, true);
  const head: Line[] = [
    progressBar(done, failed, total, size.columns),
    ...[
      counts,
      ...paceLines(counter, now, size.columns, messages),
      ...waitLines(counter, now, state, messages),
    ].flatMap(wrapped),
  ];
  const foot: Line[] = wrapped([
    state.stopping ? span(screens.stopping, 'warn') : span(screens.keysRunning(size.columns < 80), 'quiet'),
  ]);
  const room = Math.min(MOST_PROBLEMS, size.rows - head.length - foot.length - 1);
  return [...head, ...problemLines(counter, room, messages), ...foot];
}

function paceLines(counter: RunCounter, now: number, columns: number, messages: Messages): Line[] {
  const { screens, format } = messages;
  const rate = counter.rate(now);
  const left = counter.timeLeft(rate);
  const latency = counter.latency();
  const pace: Span[] = [span(screens.rate(format.number(rate)), 'quiet')];
  if (latency !== null) pace.push(span(` · ${screens.latency(format.duration(latency))}`, 'quiet'));
  if (left !== null && counter.done < counter.total)
    pace.push(span(` · ${screens.timeLeft(format.duration(left))}`, 'quiet'));
  const curve = sparkline(counter.seconds(now), Math.min(WIDEST_BAR, columns - 2));
  const { now: atOnce, ceiling, cause } = counter.pace;
  const because = cause === 'throttled' || cause === 'slow' ? screens.paceBecause[cause] : null;
  const slowed = because !== null && atOnce < ceiling;
  return [
    pace,
    ...(curve === '' ? [] : [[span(curve, 'good')]]),
    ...(ceiling === 0
      ? []
      : [[span(screens.pace(atOnce, ceiling), 'quiet'), ...(slowed ? [span(` · ${because}`, 'warn')] : [])]]),
  ];
}

function waitLines(
  { waiting }: RunCounter,
  now: number,
  { paused, stopping }: RunningState,
  { screens, format }: Messages,
): Line[] {
  if (paused && !stopping) return [[span(screens.paused, 'warn')]];
  if (!waiting || waiting.until <= now) return [];
  return [[span(screens.waiting[waiting.cause](format.duration(waiting.until - now)), 'warn')]];
}

/** What went wrong so far, grouped by its code, with the latest row of each. */
function problemLines(counter: RunCounter, most: number, { screens, format }: Messages): Line[] {
  return counter
    .problems()
    .slice(0, Math.max(0, most))
    .map(
      ({ code, rows, lastRow, message }): Line => [
        span(`✗ ${format.number(rows)} × ${code}`, 'bad'),
        span(`  ${screens.row(lastRow)}${message === null ? '' : `: ${message}`}`, 'quiet'),
      ],
    );
}
