import { BLANK, type Line, lineWidth, type Span, span } from '../lines/line.js';
import { targetLine } from '../lines/sheetLines.js';
import { confirmFoot, confirmPage } from './confirmPage.js';
import { helpPage } from './helpPage.js';
import { impactPage } from './impactPage.js';
import type { Review } from './review.js';
import { rowPage } from './rowPage.js';
import { tablePage } from './tablePage.js';

export interface Frame {
  readonly lines: readonly Line[];
  /** The line that the cursor is on, or -1. */
  readonly selected: number;
}

/** Columns from which on all keys are named at the foot. */
const WIDE = 80;
/** Rows of the table that are read while the impact is looked at. */
const FIRST_ROWS = 50;

/** What a review looks like in so many columns and rows: where the changes go and how many, the page, the keys. */
export function frameOf(review: Review, columns: number, rows: number): Frame {
  const { plan, messages } = review.options;
  const head = [targetLine(plan.target, messages, columns), countsLine(review, columns)];
  const foot = footOf(review, columns);
  const room = Math.max(1, rows - head.length - foot.length);
  if (review.page === 'table' && !review.help) {
    const { lines, selected, listRows } = tablePage(review, columns, room);
    review.drawn(listRows, 0);
    return { lines: [...head, ...lines, ...foot], selected: selected === -1 ? -1 : head.length + selected };
  }
  const body = bodyOf(review, columns);
  const all = body.length;
  // Where not all of it fits, a line tells so.
  const shown = all > room ? room - 1 : room;
  review.drawn(shown, Math.max(0, all - shown));
  const from = review.scroll;
  const lines = body.slice(from, from + shown);
  // The answer is typed right below the question.
  if (review.page !== 'confirm') while (lines.length < shown) lines.push(BLANK);
  if (all > room) lines.push(moreLine(review, from + 1, Math.min(all, from + shown), all));
  return { lines: [...head, ...lines, ...foot], selected: -1 };
}

function bodyOf(review: Review, columns: number): Line[] {
  const { plan, messages } = review.options;
  if (review.help) return helpPage(review.page, messages, columns);
  const leftOut = review.choice.leftOut;
  switch (review.page) {
    case 'impact':
      // So that they are here when the table is opened.
      review.rows.want([], Array.from(review.list.positions.subarray(0, FIRST_ROWS)));
      return impactPage(plan, messages, leftOut.size, columns);
    case 'confirm':
      return confirmPage(review, columns);
    case 'table':
      return [];
    case 'row': {
      const { current } = review.list;
      if (current === null) return [];
      review.rows.want([current]);
      const row = review.rows.at(current);
      return row === null
        ? [[span(messages.screens.reading, 'quiet')]]
        : rowPage(row, review.cells.of(row.rowNumber), plan, messages, leftOut.has(current), columns);
    }
  }
}

/** How many rows would be sent, and how many would not: on every page. Where there is no room, without the words. */
function countsLine({ choice, options }: Review, columns: number): Line {
  const { messages, plan, asks } = options;
  const { screens, format } = messages;
  const { update, invalid, missing, unchanged } = plan.summary.verdicts;
  const { review } = screens;
  const short: Span[] = [span(`● ${review.place(choice.selected, update, format)}`, 'good')];
  if (choice.leftOut.size > 0) short.push(span(`○ ${format.number(choice.leftOut.size)}`, 'warn'));
  if (invalid + missing > 0) short.push(span(`✗ ${format.number(invalid + missing)}`, 'bad'));
  const spans: Span[] = [
    asks
      ? span(`● ${review.selected(choice.selected, update, format)}`, 'good')
      : span(`~ ${review.toUpdate(update, format)}`, 'good'),
  ];
  if (choice.leftOut.size > 0) spans.push(span(`○ ${review.leftOut(choice.leftOut.size, format)}`, 'warn'));
  if (invalid + missing > 0) spans.push(span(`✗ ${review.problems(invalid + missing, format)}`, 'bad'));
  if (unchanged > 0) spans.push(span(`= ${review.unchanged(unchanged, format)}`, 'quiet'));
  const apart = (pieces: readonly Span[]) =>
    pieces.flatMap((one, i) => (i === 0 ? [one] : [span('   '), one]));
  const needed = unchanged > 0 ? spans.slice(0, -1) : spans;
  const lines = [apart(spans), apart(needed)];
  return lines.find((line) => lineWidth(line) <= columns) ?? apart(short);
}

function moreLine({ options }: Review, from: number, to: number, of: number): Line {
  const up = from > 1 ? '↑' : ' ';
  const down = to < of ? '↓' : ' ';
  return [span(`${up}${down} ${options.messages.screens.review.lines(from, to, of)}`, 'warn')];
}

function footOf(review: Review, columns: number): Line[] {
  const { page, help, finder, notice } = review;
  const { asks, messages } = review.options;
  const { keys, notices } = messages.screens.review;
  if (help) return [[span(keys.help, 'quiet')]];
  if (page === 'confirm') return confirmFoot(review);
  if (finder.prompt !== null) {
    return [[span('/', 'strong'), span(`${finder.prompt}▏`), span(`   ${keys.search}`, 'quiet')]];
  }
  if (notice !== null && page !== 'table') return [[span(`! ${notices[notice]}`, 'warn')]];
  const wide = columns >= WIDE;
  return [[span(asks ? (wide ? keys[page] : keys[`${page}Short`]) : keys[`${page}Look`], 'quiet')]];
}
