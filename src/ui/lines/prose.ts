import { lineText } from './ansi.js';
import { span, wrapLine } from './line.js';

/**
 * Sentences made safe for where they are printed: on a terminal broken between words, elsewhere one line for each
 * of their own, so that they can be searched.
 */
export function proseText(
  text: string,
  output: { readonly isTTY?: boolean; readonly columns?: number },
): string {
  const width = output.isTTY === true ? (output.columns ?? 80) : Number.POSITIVE_INFINITY;
  return text
    .split('\n')
    .flatMap((line) => wrapLine([span(line)], width))
    .map((line) => lineText(line, false))
    .join('\n');
}
