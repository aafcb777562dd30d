import type { Line, Tone } from './line.js';

/**
 * SGR codes (ECMA-48, 8.3.117) of the tones: bold, underlined, or one of the eight basic colours that every theme
 * adapts.
 */
const CODES: Record<Tone, readonly [number, number]> = {
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  quiet: [2, 22],
  strong: [1, 22],
  marked: [4, 24],
};

/** The line as text, with colours or without. */
export function lineText(line: Line, colour: boolean): string {
  return line
    .map(({ text, tone }) => {
      if (!colour || tone === undefined) return text;
      const [on, off] = CODES[tone];
      return `\u001b[${on}m${text}\u001b[${off}m`;
    })
    .join('');
}

/** What shows the line that the cursor is on, and what is marked: without any colour, so also where none is wanted. */
const INVERSE = [7, 27] as const;

/** The line as a screen shows it. */
export function screenText(line: Line, colour: boolean, selected: boolean): string {
  const text = line.map((piece) => lineText([piece], colour || piece.tone === 'marked')).join('');
  return selected ? `\u001b[${INVERSE[0]}m${text}\u001b[${INVERSE[1]}m` : text;
}
