import { charactersOf, columnsWithin, fitText, safeText } from '../safeText.js';
import { textWidth } from '../textWidth.js';

/** What a piece of text means; a colour stands for it where there are colours, a sign beside it always. */
export type Tone = 'good' | 'bad' | 'warn' | 'quiet' | 'strong' | 'marked';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  /** Whether it is kept on one line, because it is to be copied: a command that is pasted in two pieces is another one. */
  readonly unbroken?: true;
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

/** A sentence that ends in a command of opsheet, which is kept in one piece. */
export function commandLine(sentence: string, tone?: Tone): Line {
  const at = sentence.indexOf(' opsheet ');
  if (at === -1) return [span(sentence, tone)];
  return [span(sentence.slice(0, at), tone), { ...span(sentence.slice(at), tone), unbroken: true }];
}

/**
 * The line broken between words into lines of at most `width` columns, all but the first moved in by `indent`; a line
 * that is moved in itself, by two columns more than that. A longer word is left to the terminal, which does not tear it where it is copied; with `tear` it is broken, for a screen, on
 * which it would be cut.
 */
export function wrapLine(line: Line, width: number, indent = hangingIndent(line), tear = false): Line[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { text, tone, unbroken } of line) {
    const words: string[] = unbroken ? [text] : (text.match(/\s*\S+|\s+$/g) ?? []);
    for (const word of tear ? words.flatMap((one) => torn(one, width - indent)) : words) {
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

function hangingIndent([first]: Line): number {
  const spaces = first === undefined ? 0 : first.text.length - first.text.trimStart().length;
  return spaces === 0 ? 0 : spaces + 2;
}

/** The first `most` of the lines; where some are left out the last of them ends with `…`. */
export function firstLines(lines: readonly Line[], most: number): Line[] {
  const shown = lines.slice(0, most);
  const last = shown.pop();
  if (last === undefined) return [];
  return [...shown, lines.length > most ? [...last, { text: ' …' }] : last];
}

/** A word in pieces of at most `width` columns; a character is never torn. */
function torn(word: string, width: number): string[] {
  if (columnsWithin(word, width) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of charactersOf(word)) {
    const columns = textWidth(character);
    if (used + columns > width && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += columns;
  }
  return [...pieces, piece];
}

/** Text filled with spaces to `width` columns, cut when it is longer. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const fitted = fitText(text, width);
  const space = ' '.repeat(Math.max(0, width - textWidth(fitted)));
  return side === 'right' ? fitted + space : space + fitted;
}
