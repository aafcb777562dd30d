import stringWidth from 'string-width';
import type { ColumnInspection, SampleCell, SheetInspection } from '../../mapping/index.js';
import type { Messages } from '../../messages/index.js';
import type { SheetSource } from '../../sheet/index.js';
import type { SheetFacts } from '../view.js';
import { givenLines } from './givenLines.js';
import { BLANK, type Line, pad, type Span, span, wrapLine } from './line.js';
import { aboutLine, decimalsLines, encodingLines, noticeLines } from './sheetLines.js';

/** The longest piece of a cell that is shown, in characters. */
const LONGEST_SAMPLE = 40;
/** Headers are padded to the widest of them, up to this many columns of the terminal. */
const WIDEST_HEADER = 28;

/** What opsheet understood of a sheet: the file, every column with samples, what was noticed, and every problem. */
export function checkLines(
  facts: SheetFacts,
  inspection: SheetInspection,
  messages: Messages,
  width: number,
): Line[] {
  const { screens } = messages;
  const { headerRow, columns } = facts.mapping;
  const widest = Math.max(...columns.map(({ header }) => stringWidth(header)));
  const headerWidth = Math.min(WIDEST_HEADER, widest);
  const body: Line[] = [
    aboutLine(facts, messages, screens.rows(facts.rows, messages.format)),
    [span(`${screens.check.format}: `, 'quiet'), span(facts.format.toUpperCase())],
    ...encodingLines(facts.encoding, messages),
    [
      span(`${screens.check.header}: `, 'quiet'),
      span(headerRow === 0 ? screens.check.noHeader : screens.row(headerRow)),
    ],
    ...decimalsLines(facts.amountStyle, messages),
    BLANK,
    [span(screens.columns, 'strong')],
    ...inspection.columns
      .filter(isColumn)
      .flatMap((column) => columnLines(column, headerWidth, facts, messages)),
    ...givenLines(facts.mapping, messages),
    ...noticeLines(facts.notices, messages),
    ...problemLines(inspection, messages),
    BLANK,
    resultLine(inspection, messages),
  ];
  return body.flatMap((line) => wrapLine(line, width, hangingIndent(line)));
}

/** How far what is left of a broken line stands in: a little further than its beginning, so that entries stand out. */
function hangingIndent(line: Line): number {
  const text = line[0]?.text ?? '';
  const from = text.length - text.trimStart().length;
  return from > 0 || text.startsWith('! ') ? from + 2 : 0;
}

/** The first rows as they were read, for a sheet whose columns are not understood. */
export function firstRowsLines(
  source: SheetSource,
  rows: readonly { row: number; texts: readonly string[] }[],
  messages: Messages,
): Line[] {
  return [
    aboutLine(source, messages, null),
    ...encodingLines(source.encoding, messages),
    ...rows.map(
      ({ row, texts }): Line => [
        span(`${messages.screens.row(row)}: `, 'quiet'),
        span(texts.map((text) => cut(text)).join(' | ')),
      ],
    ),
    BLANK,
  ];
}

/** Whether there is anything in it: what has neither a header nor a cell lies between, or before a stray cell. */
function isColumn({ column: { use }, samples }: ColumnInspection): boolean {
  return use.kind !== 'ignored' || use.reason !== 'empty-header' || samples.length > 0;
}

function columnLines(
  { column, samples, filled }: ColumnInspection,
  headerWidth: number,
  facts: SheetFacts,
  messages: Messages,
): Line[] {
  const { screens, format } = messages;
  const { use, header } = column;
  const letters = columnName(column.index);
  const meaning: Span =
    use.kind === 'key'
      ? span(screens.keyColumn(facts.mapping.key.by), 'good')
      : use.kind === 'field'
        ? span(`→ ${format.field(use.field)}`, 'good')
        : span(`${screens.check.ignored}: ${screens.reasons[use.reason]}`, 'quiet');
  const count =
    filled === null ? [] : [span(`  ${screens.check.filled(filled, facts.rows, format)}`, 'quiet')];
  const head: Line = [
    span(`  ${letters.padEnd(3)} `, 'quiet'),
    span(
      stringWidth(header) > headerWidth ? header : pad(header, headerWidth),
      use.kind === 'ignored' ? 'quiet' : 'strong',
    ),
    span('  '),
    meaning,
    ...count,
  ];
  if (use.kind === 'ignored') return [head];
  return [head, ...samples.map((sample) => sampleLine(sample, messages))];
}

/** The text of a cell, and behind an arrow its value where that is written differently. */
function sampleLine({ row, text, kind, value }: SampleCell, messages: Messages): Line {
  const { screens } = messages;
  const spans: Span[] = [
    span(`      ${screens.row(row)}: `, 'quiet'),
    span(`“${cut(text)}”`),
    ...(kind === 'text' ? [] : [span(` (${screens.check.kinds[kind] ?? kind})`, 'quiet')]),
  ];
  if (value === null) spans.push(span(`  ${screens.check.noValue}`, 'warn'));
  else if (value === '') spans.push(span(`  → ${screens.check.cleared}`, 'warn'));
  else if (value !== text) spans.push(span('  → '), span(cut(value), 'good'));
  return spans;
}

function problemLines({ problems }: SheetInspection, messages: Messages): Line[] {
  if (problems.length === 0) return [];
  const { screens, format } = messages;
  return [
    BLANK,
    [span(screens.problems, 'strong')],
    ...problems.flatMap(({ code, column, cells, examples }): Line[] => [
      [
        span('  ✗ ', 'bad'),
        span(column === null ? code : `${column}: ${code}`, 'bad'),
        span(`  ${screens.rows(cells, format)}`, 'quiet'),
      ],
      ...examples.map(
        (example): Line => [
          span(`      ${screens.row(example.row)}: `, 'quiet'),
          span(messages.problem(example)),
        ],
      ),
    ]),
  ];
}

function resultLine({ rows }: SheetInspection, messages: Messages): Line {
  const { check } = messages.screens;
  const { format } = messages;
  const pieces: Span[] = [
    span(check.readable(rows.withValues, format), rows.withValues > 0 ? 'good' : 'quiet'),
  ];
  if (rows.withoutValues > 0)
    pieces.push(span(` · ${check.nothingSet(rows.withoutValues, format)}`, 'quiet'));
  if (rows.skipped > 0) pieces.push(span(` · ${check.skipped(rows.skipped, format)}`, 'quiet'));
  if (rows.withProblems > 0) pieces.push(span(` · ${check.withProblems(rows.withProblems, format)}`, 'bad'));
  return [...pieces, span(`  ${check.offline}`, 'quiet')];
}

/** The letters by which spreadsheets name a column. */
function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

function cut(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ⏎ ');
  const chars = [...line];
  return chars.length > LONGEST_SAMPLE ? `${chars.slice(0, LONGEST_SAMPLE - 1).join('')}…` : line;
}
