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
  for (const segment of charactersOf(safe)) {
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
  for (const segment of charactersOf(safe)) {
    used += textWidth(segment);
    if (used > width) return Number.POSITIVE_INFINITY;
  }
  return used;
}

/** Characters that are cut at once, to begin with. */
const PIECE = 256;

/**
 * The characters of a text as a reader counts them (grapheme clusters), one after another. A segmenter reads all of
 * what it is given before it yields anything, so of a long text it is given a piece at a time.
 */
export function* charactersOf(text: string): Generator<string> {
  let piece = PIECE;
  for (let from = 0; from < text.length; ) {
    const end = from + piece - (isHighSurrogate(text.charCodeAt(from + piece - 1)) ? 1 : 0);
    let taken = 0;
    for (const { segment, index } of graphemes().segment(text.slice(from, end))) {
      // The last one may go on in the next piece.
      if (end < text.length && from + index + segment.length === end) break;
      yield segment;
      taken = index + segment.length;
    }
    from += taken;
    if (taken === 0) piece *= 2;
  }
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00;

let segmenter: Intl.Segmenter | null = null;

function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter;
}
