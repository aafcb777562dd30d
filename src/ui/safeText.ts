import { textWidth } from './textWidth.js';

/**
 * Text from cells, headers, file names and the server, made safe for a terminal: whatever could move the cursor,
 * colour, reorder or hide text becomes something to see. This is the one place where that is done; every screen,
 * line and error goes through it (RELIABILITY T6, T7).
 */
export function safeText(text: string): string {
  // Almost all text is plain; looking first costs a tenth of rewriting.
  if (!UNSAFE.test(text)) return text;
  return text.toWellFormed().replace(ALL_UNSAFE, visible);
}

/**
 * Controls (C0, DEL, C1), line and paragraph separators, bidi and zero-width marks, variation and tag characters,
 * other invisible formats, private use and unassigned code points, and halves of surrogate pairs. The joiner
 * inside an emoji is kept: it hides nothing there.
 */
const PATTERN = String.raw`(?!(?<=\p{Extended_Pictographic}\ufe0f?)\u200d(?=\p{Extended_Pictographic}))(?!(?<=\p{Emoji})\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\u115f\u1160\u3164\uffa0\u034f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`;
const UNSAFE = new RegExp(PATTERN, 'u');
const ALL_UNSAFE = new RegExp(PATTERN, 'gu');

const NAMED: Record<string, string> = { '\n': '⏎', '\r': '␍', '\t': ' ', '\u007f': '␡' };

function visible(char: string): string {
  const named = NAMED[char];
  if (named !== undefined) return named;
  const code = char.codePointAt(0) ?? 0;
  // The control pictures block shows each C0 control as one letter-like sign.
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return `<${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

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
