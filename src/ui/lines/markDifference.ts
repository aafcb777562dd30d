import { safeText } from '../safeText.js';
import type { Span, Tone } from './line.js';

/** Texts shorter than this are seen at a glance; in longer ones it is marked what differs. */
const LONG = 16;

/** Two texts with the part marked that is not the same in both. `tone` is that of the second. */
export function markDifference(before: string, after: string, tone: Tone): readonly [Span[], Span[]] {
  const a = [...safeText(before)];
  const b = [...safeText(after)];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  if (start + end === 0 || Math.max(a.length, b.length) < LONG) {
    return [[{ text: a.join('') }], [{ text: b.join(''), tone }]];
  }
  return [marked(a, start, end), marked(b, start, end, tone)];
}

function marked(chars: readonly string[], start: number, end: number, tone?: Tone): Span[] {
  const rest = tone === undefined ? {} : { tone };
  const spans: Span[] = [
    { text: chars.slice(0, start).join(''), ...rest },
    { text: chars.slice(start, chars.length - end).join(''), tone: 'marked' },
    { text: chars.slice(chars.length - end).join(''), ...rest },
  ];
  return spans.filter(({ text }) => text !== '');
}
