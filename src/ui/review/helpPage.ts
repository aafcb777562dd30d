import type { Messages } from '../../messages/index.js';
import { BLANK, type Line, pad, span, wrapLine } from '../lines/line.js';
import { textWidth } from '../textWidth.js';
import type { Page } from './review.js';

/** The keys of a page. */
export function helpPage(page: Page, messages: Messages, width: number): Line[] {
  const { help, helpTitles } = messages.screens.review;
  const keys = help[page];
  const widest = Math.max(...keys.map(([key]) => textWidth(key)));
  return [
    [span(helpTitles[page], 'strong')],
    BLANK,
    ...keys.flatMap(([key, what]) =>
      wrapLine([span(`  ${pad(key, widest)}  `, 'strong'), span(what)], width, widest + 4),
    ),
  ];
}
