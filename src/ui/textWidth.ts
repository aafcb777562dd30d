import stringWidth from 'string-width';

/** ASCII, accented Latin, and the signs of the screens: each a column wide, alone and together. */
const PLAIN = ' -~¡-¬®-ʯ–—‘’“”…→↑↓‹›×≤≥−─-▟▲▼●○✓✗⏎␀-␡';
const ALL_PLAIN = new RegExp(`^[${PLAIN}]*$`);
/** What is measured as one: other characters with the plain one that they may go on, or be joined to. */
const OTHERS = new RegExp(String.raw`[${PLAIN}]?[^${PLAIN}]+(?:(?<=\u200d)[${PLAIN}])?`, 'gu');

/** Columns that a text takes on a terminal. Almost all text is plain, and counting it costs a tenth of measuring. */
export function textWidth(text: string): number {
  if (ALL_PLAIN.test(text)) return text.length;
  let width = 0;
  const plain = text.replace(OTHERS, (others) => {
    width += stringWidth(others);
    return '';
  });
  return width + plain.length;
}
