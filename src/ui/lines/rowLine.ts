import type { Messages } from '../../messages/index.js';
import type { Stage } from '../../opportunity/index.js';
import type { PlannedRow, Verdict } from '../../plan/index.js';
import { changesSpans, columnsForFigures } from './changeSpans.js';
import { type Line, pad, type Span, span, type Tone, wrapLine } from './line.js';

/** The sign of each verdict, which tells it apart without any colour. */
export const SIGNS: Record<Verdict, { sign: string; tone: Tone }> = {
  update: { sign: '~', tone: 'good' },
  unchanged: { sign: '=', tone: 'quiet' },
  duplicate: { sign: '+', tone: 'quiet' },
  skipped: { sign: '-', tone: 'quiet' },
  missing: { sign: '?', tone: 'bad' },
  invalid: { sign: '✗', tone: 'bad' },
};

/** Columns for the row number, the sign and what is between them; a longer number takes more. */
const NUMBER_WIDTH = 7;
/** The record's share of a line that must fit a terminal; it gives way to numbers, which must not be cut. */
const NAME_SHARE = 0.32;
const LEAST_NAME = 10;
/** Columns of the name that are kept although not every change is shown then. */
const GOOD_NAME = 14;

/** One planned row: number, sign, name, and old → new of each field, or what is wrong with it. */
export function rowLine(
  row: PlannedRow,
  messages: Messages,
  stages: readonly Stage[],
  width: number | null,
): Line {
  const { sign, tone } = SIGNS[row.verdict];
  const name = nameOf(row);
  const number = String(row.rowNumber).padStart(NUMBER_WIDTH - 2);
  const room = width === null ? null : width - number.length - 5;
  const nameWidth = room === null ? name.length : nameWidthOf(row, messages, stages, room);
  return [
    span(number, 'quiet'),
    span(` ${sign} `, tone),
    span(width === null ? name : pad(name, nameWidth)),
    span('  '),
    ...whatOf(row, messages, stages, room === null ? null : room - nameWidth),
  ];
}

/** Columns of the name, where name and changes have `room` together. */
function nameWidthOf(row: PlannedRow, messages: Messages, stages: readonly Stage[], room: number): number {
  const share = Math.max(LEAST_NAME, Math.floor((room + 3) * NAME_SHARE));
  if (row.verdict !== 'update') return share;
  const needed = columnsForFigures(row.changes, messages, stages, room - GOOD_NAME);
  return Math.max(LEAST_NAME, Math.min(share, room - needed));
}

/** The same row opened: its name and code, then each field on a line, or each problem in full; within `width` columns. */
export function rowDetail(
  row: PlannedRow,
  messages: Messages,
  stages: readonly Stage[],
  width: number,
): Line[] {
  const name = nameOf(row);
  const key = keyOf(row);
  const head: Line = [
    span(`${messages.screens.row(row.rowNumber)}  `, 'quiet'),
    span(name, 'strong'),
    ...(key === name ? [] : [span(`  ${key}`, 'quiet')]),
  ];
  if (row.verdict === 'update') {
    return [
      head,
      ...row.changes.map(
        (change): Line => [span('  '), ...changesSpans([change], messages, stages, width - 2)],
      ),
    ];
  }
  const told: readonly Span[][] =
    'problems' in row
      ? row.problems.map((problem) => [span(messages.problem(problem), 'bad')])
      : [whatOf(row, messages, stages, null)];
  return [head, ...told.flatMap((spans) => wrapLine([span('  '), ...spans], width, 2, true))];
}

/** The code that people know a record by, where it is known; else the id, or what stands in the sheet. */
function keyOf(row: PlannedRow): string {
  if (row.verdict === 'update') return row.beforeImage.opportCode ?? row.id;
  return 'id' in row ? row.id : 'key' in row ? (row.key ?? '') : '';
}

function nameOf(row: PlannedRow): string {
  switch (row.verdict) {
    case 'update':
      return row.beforeImage.name ?? keyOf(row);
    case 'unchanged':
      return row.name ?? row.id;
    case 'duplicate':
      return row.id;
    case 'skipped':
      return '—';
    case 'missing':
    case 'invalid':
      return row.key ?? '—';
  }
}

function whatOf(row: PlannedRow, messages: Messages, stages: readonly Stage[], width: number | null): Span[] {
  switch (row.verdict) {
    case 'update':
      return changesSpans(row.changes, messages, stages, width);
    case 'unchanged':
      return [span(messages.screens.alreadySo, 'quiet')];
    case 'duplicate':
      return [span(messages.screens.sameAs(row.of), 'quiet')];
    case 'skipped':
      return [span(messages.results.skipped[row.reason], 'quiet')];
    case 'missing':
    case 'invalid':
      return [span(row.problems.map((problem) => messages.problem(problem)).join(' '), 'bad')];
  }
}
