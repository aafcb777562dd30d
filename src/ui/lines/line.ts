import { columnsWithin, fitText, safeText } from '../safeText.js';
import { textWidth } from '../textWidth.js';

/** What a piece of text means; a colour stands for it where there are colours, a sign beside it always. */
export type Tone = 'good' | 'bad' | 'warn' | 'quiet' | 'strong' | 'marked';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}

/** One line for a screen, made of safe text: what is built by `span` has been through the sanitiser. */
export type Line = readonly Span[];

/** A piece of a line, made safe. */
export function span(text: string, tone?: Tone): Span {
  const safe = safeText(text);
  return tone === undefined ? { text: safe } : { text: safe, tone };
}

export const BLANK: Line = [];

/** Columns that the line takes on a terminal. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** The line cut to `width` columns, `…` where something is missing. */
export function fitLine(line: Line, width: number): Line {
  const whole = line.reduce((sum, { text }) => sum + (sum > width ? 0 : columnsWithin(text, width)), 0);
  if (whole <= width) return line;
  const fitted: Span[] = [];
  let left = width;
  for (const piece of line) {
    const columns = columnsWithin(piece.text, left);
    if (columns < left) {
      fitted.push(piece);
      left -= columns;
    } else {
      fitted.push({ ...piece, text: fitText(columns === left ? `${piece.text} ` : piece.text, left) });
      break;
    }
  }
  return fitted;
}

/**
 * The line broken between words into lines of at most `width` columns, all but the first moved in by `indent`; a
 * longer word is left to the terminal.
 */
export function wrapLine(line: Line, width: number, indent = 0): Line[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { text, tone } of line) {
    for (const word of text.match(/\s*\S+|\s+$/g) ?? []) {
      const columns = textWidth(word);
      const fits = used <= (lines.length > 1 ? indent : 0) || used + columns <= width;
      const shown = fits ? word : word.trimStart();
      if (!fits) {
        lines.push(indent > 0 ? [{ text: ' '.repeat(indent) }] : []);
        used = indent;
      }
      lines.at(-1)?.push(tone === undefined ? { text: shown } : { text: shown, tone });
      used += textWidth(shown);
    }
  }
  return lines;
}

/** Text filled with spaces to `width` columns, cut when it is longer. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const fitted = fitText(text, width);
  const space = ' '.repeat(Math.max(0, width - textWidth(fitted)));
  return side === 'right' ? fitted + space : space + fitted;
}
