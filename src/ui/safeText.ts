import { safeText } from '../messages/index.js';
import { textWidth } from './textWidth.js';

export { safeText };

/** Safe text that takes at most `width` columns; what was cut is marked by `…`. Whole characters only. */
export function fitText(text: string, width: number): string {
  const safe = safeText(text);
  if (width <= 0) return '';
  if (textWidth(safe) <= width) return safe;
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

let segmenter: Intl.Segmenter | null = null;

function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter;
}
