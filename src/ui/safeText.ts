import { safeText } from '../messages/index.js';
import { textWidth } from './textWidth.js';

export { safeText };

/** Safe text that takes at most `width` columns; what was cut is marked by `…`. Whole characters only. */
export function fitText(text: string, width: number): string {
  const safe = safeText(text);
  if (width <= 0) return '';
  if (columnsWithin(safe, width) <= width) return safe;
  let fitted = '';
  let used = 0;
  for (const { segment } of graphemes().segment(safe)) {
    const columns = textWidth(segment);
    if (used + columns > width - 1) break;
    fitted += segment;
    used += columns;
  }
  return `${fitted}…`;
}

/** Characters for each column of room up to which a text is measured whole. */
const SHORT = 4;

/**
 * Columns that a safe text takes, or infinitely many as soon as it is plain that it takes more than `width`: of a long
 * text no more is looked at than there is room for.
 */
export function columnsWithin(safe: string, width: number): number {
  if (safe.length <= width * SHORT) return textWidth(safe);
  let used = 0;
  for (const { segment } of graphemes().segment(safe)) {
    used += textWidth(segment);
    if (used > width) return Number.POSITIVE_INFINITY;
  }
  return used;
}

let segmenter: Intl.Segmenter | null = null;

function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter;
}
