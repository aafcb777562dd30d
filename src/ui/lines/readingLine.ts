import type { Messages } from '../../messages/index.js';
import type { Reading } from '../../plan/index.js';
import { type Line, span } from './line.js';

/** How the live records are read, and why so. */
export function readingLine(reading: Reading, messages: Messages): Line {
  const { screens, format } = messages;
  return [
    span(`${screens.readingLabel}: `, 'quiet'),
    span(screens.readingHow(reading)),
    span(` (${screens.readingWhy(reading, format)})`, 'quiet'),
  ];
}
