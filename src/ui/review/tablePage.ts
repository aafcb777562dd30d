import { BLANK, firstLines, type Line, type Span, span } from '../lines/line.js';
import { rowDetail, rowLine } from '../lines/rowLine.js';
import type { Review } from './review.js';
import { FILTERS } from './rowList.js';

/** Rows of the list and, beneath it, of the row under the cursor. */
const MOST_DETAIL = 6;
/** Lines above the list: which rows it shows, and what is going on. */
const HEAD = 2;
/** Columns for the cursor and for whether a row is left out. */
const SIGNS_WIDTH = 4;

export interface TablePage {
  readonly lines: readonly Line[];
  /** The line that the cursor is on; -1 in an empty list. */
  readonly selected: number;
  readonly listRows: number;
}

/** The table of changes in `rows` lines: one line a row, and the row under the cursor with each of its fields. */
export function tablePage(review: Review, width: number, rows: number): TablePage {
  const { plan, messages, asks } = review.options;
  const { list, choice, mark } = review;
  const { positions, cursor } = list;
  const detailRows = Math.min(MOST_DETAIL, Math.floor((rows - HEAD) / 3));
  const listRows = rows - HEAD - detailRows;
  const top = Math.max(0, Math.min(cursor - Math.floor(listRows / 2), positions.length - listRows));
  const inSight = Array.from(positions.subarray(top, top + listRows));
  review.rows.want(inSight, Array.from(positions.subarray(Math.max(0, top - listRows), top + listRows * 2)));

  const lines = inSight.map((position, i): Line => {
    const row = review.rows.at(position);
    const place = top + i;
    const marked = mark !== null && place >= Math.min(mark, cursor) && place <= Math.max(mark, cursor);
    const pointer = span(place === cursor ? '›' : marked ? '┃' : ' ', 'strong');
    if (row === null) return [pointer, span(` ${messages.screens.reading}`, 'quiet')];
    const out = choice.leftOut.has(position);
    const sign = !asks || row.verdict !== 'update' ? ' ' : out ? '○' : '●';
    const line = rowLine(row, messages, plan.stages, width - SIGNS_WIDTH + 1);
    return [
      pointer,
      span(sign, out ? 'warn' : 'good'),
      ...(out ? line.map(({ text }): Span => ({ text, tone: 'quiet' })) : line),
    ];
  });
  if (positions.length === 0) lines.push([span(`  ${messages.screens.empty}`, 'quiet')]);
  while (lines.length < listRows) lines.push(BLANK);

  const current = list.current === null ? null : review.rows.at(list.current);
  const detail = current
    ? firstLines(rowDetail(current, messages, plan.stages, width - 2), detailRows - 1)
    : [];
  const below: Line[] = detailRows > 1 ? [BLANK, ...detail] : [];
  // So that the keys do not jump from row to row.
  while (below.length < detailRows) below.push(BLANK);
  return {
    lines: [filterLine(review), statusLine(review), ...lines, ...below],
    selected: positions.length === 0 ? -1 : HEAD + cursor - top,
    listRows,
  };
}

function filterLine({ list, options }: Review): Line {
  const { screens, format } = options.messages;
  const tabs = FILTERS.flatMap((filter, i) => {
    const text = `${screens.filters[filter]} ${format.number(list.countOf(filter))}`;
    const shown = filter === list.wanted.filter ? span(`[${text}]`, 'strong') : span(` ${text} `, 'quiet');
    return i === 0 ? [shown] : [span(' '), shown];
  });
  return [...tabs, span('  ←→', 'quiet')];
}

/** What the list is narrowed to, what is going on, and where the cursor is. */
function statusLine({ list, finder, mark, notice, options }: Review): Line {
  const { screens, format } = options.messages;
  const { review } = screens;
  const { field, risk, sort } = list.wanted;
  const percent = (share: number) => format.number(Math.floor(share * 100));
  const spans: Span[] = [];
  if (notice !== null) spans.push(span(`! ${review.notices[notice]}`, 'warn'));
  if (list.reading !== null) spans.push(span(review.readingPlan(percent(list.reading)), 'warn'));
  if (mark !== null) spans.push(span(review.marking(Math.abs(mark - list.cursor) + 1, format), 'warn'));
  if (finder.search !== null) {
    const { text, found, done, share } = finder.search;
    spans.push(span(review.found(text, found.size, format)));
    if (!done) spans.push(span(review.searching(percent(share)), 'warn'));
  }
  const count = list.positions.length;
  spans.push(span(review.place(count === 0 ? 0 : list.cursor + 1, count, format), 'quiet'));
  if (field !== null) spans.push(span(review.onlyField(format.field(field)), 'strong'));
  if (risk !== null) spans.push(span(review.onlyRisk(review.risks[risk]), 'strong'));
  if (sort !== 'row') spans.push(span(review.sortedBy(review.sorts[sort]), 'strong'));
  return spans.flatMap((one, i) => (i === 0 ? [span(' '), one] : [span(' · ', 'quiet'), one]));
}
