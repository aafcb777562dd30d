import type { Messages } from '../../messages/index.js';
import type { RunCounter } from '../runCounter.js';
import { type Line, type Span, span } from './line.js';

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

/** How far a run is: counts, rate, time left, and why it waits. `now` in ms of the counter's clock. */
export function progressLines(
  counter: RunCounter,
  now: number,
  stopping: boolean,
  columns: number,
  messages: Messages,
): Line[] {
  const { screens, format } = messages;
  const { done, failed, total, waiting } = counter;
  const rate = counter.rate(now);
  const left = counter.timeLeft(rate);
  const counts: Span[] = [
    span(`✓ ${format.number(done - failed)} ${screens.done}`, 'good'),
    span(`   ✗ ${format.number(failed)} ${screens.failed}`, failed > 0 ? 'bad' : 'quiet'),
    span(`   ${format.number(total - done)} ${screens.left}`),
  ];
  const pace: Span[] = [span(screens.rate(format.number(rate)), 'quiet')];
  if (left !== null && done < total)
    pace.push(span(` · ${screens.timeLeft(format.duration(left))}`, 'quiet'));
  pace.push(...paceSpans(counter, messages));
  const lines: Line[] = [progressBar(done, failed, total, columns), counts, pace];
  if (waiting && waiting.until > now) {
    const time = format.duration(waiting.until - now);
    lines.push([span(screens.waiting[waiting.cause](time), 'warn')]);
  }
  lines.push([stopping ? span(screens.stopping, 'warn') : span(screens.keysRunning, 'quiet')]);
  return lines;
}

/** How many requests are under way at once, and why not more. */
function paceSpans({ pace }: RunCounter, { screens }: Messages): Span[] {
  if (pace.ceiling === 0) return [];
  const shown = span(` · ${screens.pace(pace.now, pace.ceiling)}`, 'quiet');
  if (pace.now === pace.ceiling || pace.cause === null || pace.cause === 'recovering') return [shown];
  return [shown, span(` · ${screens.paceBecause[pace.cause]}`, 'warn')];
}
