import type { Messages } from '../../messages/index.js';
import type { Stage } from '../../opportunity/index.js';
import type { PlannedRow, Verdict } from '../../plan/index.js';
import { changesSpans } from './changeSpans.js';
import { type Line, pad, type Span, span, type Tone } from './line.js';

/** The sign of each verdict, which tells it apart without any colour. */
export const SIGNS: Record<Verdict, { sign: string; tone: Tone }> = {
  update: { sign: '~', tone: 'good' },
  unchanged: { sign: '=', tone: 'quiet' },
  duplicate: { sign: '+', tone: 'quiet' },
  skipped: { sign: '-', tone: 'quiet' },
  missing: { sign: '?', tone: 'bad' },
  invalid: { sign: '✗', tone: 'bad' },
};

/** Columns for the row number, and for the record's name where the line must fit a terminal. */
const NUMBER_WIDTH = 7;
const NAME_SHARE = 0.32;

/** One planned row: number, sign, name, and old → new of each field, or what is wrong with it. */
export function rowLine(
  row: PlannedRow,
  messages: Messages,
  stages: readonly Stage[],
  width: number | null,
): Line {
  const { sign, tone } = SIGNS[row.verdict];
  const name = nameOf(row);
  const nameWidth =
    width === null ? name.length : Math.max(10, Math.floor((width - NUMBER_WIDTH) * NAME_SHARE));
  return [
    span(pad(String(row.rowNumber), NUMBER_WIDTH - 2, 'left'), 'quiet'),
    span(` ${sign} `, tone),
    span(width === null ? name : pad(name, nameWidth)),
    span('  '),
    ...whatOf(row, messages, stages, width === null ? null : width - NUMBER_WIDTH - nameWidth - 3),
  ];
}

/** The same row opened: a line for each field or problem, each within `width` columns. */
export function rowDetail(
  row: PlannedRow,
  messages: Messages,
  stages: readonly Stage[],
  width: number,
): Line[] {
  const name = nameOf(row);
  const key = 'id' in row ? row.id : 'key' in row ? (row.key ?? '') : '';
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
  return [head, [span('  '), ...whatOf(row, messages, stages, null)]];
}

function nameOf(row: PlannedRow): string {
  switch (row.verdict) {
    case 'update':
      return row.beforeImage.name ?? row.id;
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
