import type { Mapping, ValueMap } from '../../mapping/index.js';
import type { Messages } from '../../messages/index.js';
import { type Line, type Span, span } from './line.js';

/** Entries of a value map that are shown before the rest is only counted. */
const SHOWN_ENTRIES = 8;

/** What a mapping file sets on every row, and what it makes of a column's texts: none of it stands in the sheet. */
export function givenLines({ columns, constants }: Mapping, messages: Messages): Line[] {
  const { screens, format } = messages;
  const fixed = constants.flatMap(({ field, value }, index): Span[] => [
    ...(index === 0 ? [] : [span(' · ', 'quiet')]),
    span(format.field(field), 'strong'),
    span(` = ${value ?? format.value(field, null, [])}`),
  ]);
  return [
    ...(fixed.length === 0 ? [] : [[span(`${screens.constants}: `, 'quiet'), ...fixed]]),
    ...columns.flatMap(({ header, values }) => (values ? [valuesLine(header, values, messages)] : [])),
  ];
}

function valuesLine(header: string, { entries, otherwise }: ValueMap, { screens, format }: Messages): Line {
  const shown = entries
    .slice(0, SHOWN_ENTRIES)
    .map(({ text, value }) => `“${text}” → ${value ?? format.value('name', null, [])}`);
  const more = entries.length - shown.length;
  const all = more > 0 ? [...shown, `+${format.number(more)}`] : shown;
  return [
    span(`${screens.valuesOf(header)}: `, 'quiet'),
    span(all.join(' · ')),
    span(` (${screens.otherwise[otherwise]})`, 'quiet'),
  ];
}
