import stringWidth from 'string-width';

/** ASCII, accented Latin, and the signs of the screens: each a column wide, alone and together. */
const PLAIN = /^[ -~¡-¬®-ʯ–—‘’“”…→↑↓‹›×≤≥−─-▟▲▼●○✓✗⏎]*$/;

/** Columns that a text takes on a terminal. Almost all text is plain, and counting it costs a tenth of measuring. */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}
