import type { Messages } from '../../messages/index.js';
import type { FieldChange, Stage } from '../../opportunity/index.js';
import { fitText, safeText } from '../safeText.js';
import { textWidth } from '../textWidth.js';
import { type Span, span } from './line.js';
import { markDifference } from './markDifference.js';

const ARROW = ' → ';
const SEPARATOR = ' · ';
/** Columns under which a field's name, and a text, say nothing any more. */
const LEAST_LABEL = 8;
const LEAST_TEXT = 7;
/** The longest text that may be a number or a date, in characters. */
const LONGEST_FIGURE = 24;
/** Characters before the first difference of two long texts that are kept for orientation. */
const CONTEXT = 4;

/**
 * The changes of one record as `Field: old → new`, within `width` columns (`null`: all of it). Where there is too
 * little room the old value gives way before the new one, two long texts are shown from where they differ, and
 * changes that find no room at all are counted: what changes is never silently cut off. A number or a date is shown
 * whole or not at all: cut, it would look like another one.
 */
export function changesSpans(
  changes: readonly FieldChange[],
  messages: Messages,
  stages: readonly Stage[],
  width: number | null,
): Span[] {
  const pieces = changes.map((change) => pieceOf(change, messages, stages));
  const full = pieces.reduce((sum, piece) => sum + pieceWidth(piece), separatorsOf(pieces.length));
  if (width === null || full <= width) return joined(pieces);

  const shown = mostThatFit(pieces, width);
  const rest = pieces.length - shown;
  const counted = rest === 0 ? [] : [span(countOf(rest, shown), 'strong')];
  const room = width - separatorsOf(shown) - countOf(rest, shown).length;
  return [...joined(shareOut(pieces.slice(0, shown), room)), ...counted];
}

/**
 * Columns without which figures find no room: those of all changes where that is at most `most`, else as many as one
 * change takes beside the count of the others.
 */
export function columnsForFigures(
  changes: readonly FieldChange[],
  messages: Messages,
  stages: readonly Stage[],
  most: number,
): number {
  const pieces = changes.map((change) => pieceOf(change, messages, stages));
  const all = leastOf(pieces);
  if (all <= most) return all;
  return leastOf(pieces.slice(0, 1)) + countOf(pieces.length - 1, 1).length;
}

/** How many of the changes can be shown in so many columns, the others counted behind them. */
function mostThatFit(pieces: readonly Piece[], width: number): number {
  let shown = pieces.length;
  while (
    shown > 0 &&
    leastOf(pieces.slice(0, shown)) + countOf(pieces.length - shown, shown).length > width
  ) {
    shown -= 1;
  }
  return shown;
}

function countOf(rest: number, shown: number): string {
  return rest === 0 ? '' : `${shown === 0 ? '' : ' '}+${rest}`;
}

function separatorsOf(pieces: number): number {
  return Math.max(0, pieces - 1) * SEPARATOR.length;
}

function leastOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + leastWidth(piece), separatorsOf(pieces.length));
}

interface Piece {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly cleared: boolean;
}

function pieceOf(
  { field, before, after }: FieldChange,
  { format }: Messages,
  stages: readonly Stage[],
): Piece {
  return {
    label: safeText(`${format.field(field)}: `),
    before: safeText(format.value(field, before, stages)),
    after: safeText(format.value(field, after, stages)),
    cleared: after === null,
  };
}

function pieceWidth({ label, before, after }: Piece): number {
  return textWidth(label) + textWidth(before) + ARROW.length + textWidth(after);
}

/** Columns under which something of the change would be cut that must not be. */
function leastWidth({ label, before, after }: Piece): number {
  const least = (text: string) => (isFigure(text) ? textWidth(text) : Math.min(textWidth(text), LEAST_TEXT));
  return Math.min(textWidth(label), LEAST_LABEL) + least(before) + ARROW.length + least(after);
}

/** Whether a text is a number or a date, with a currency or the name of a month: cut, it would be another one. */
function isFigure(text: string): boolean {
  return text.length <= LONGEST_FIGURE && /^(?:\P{L}*\p{L}){0,3}\P{L}*$/u.test(text) && /\d/.test(text);
}

/**
 * Gives each piece its share of the columns, and no less than it needs; what a short one leaves over goes to those that
 * follow.
 */
function shareOut(pieces: readonly Piece[], columns: number): Piece[] {
  let left = columns;
  let needed = pieces.reduce((sum, piece) => sum + leastWidth(piece), 0);
  return pieces.map((piece, i) => {
    const least = leastWidth(piece);
    needed -= least;
    const share = Math.max(least, Math.min(Math.floor(left / (pieces.length - i)), left - needed));
    const fitted = fitPiece(piece, share);
    left -= pieceWidth(fitted);
    return fitted;
  });
}

function fitPiece(piece: Piece, columns: number): Piece {
  if (pieceWidth(piece) <= columns) return piece;
  const { before, after } = fromDifference(piece);
  const spare = columns - leastWidth({ ...piece, before, after });
  const name = Math.min(textWidth(piece.label), LEAST_LABEL) + Math.max(0, spare);
  const label = fitLabel(piece.label, Math.min(name, Math.max(LEAST_LABEL, Math.floor(columns / 3))));
  const room = columns - textWidth(label) - ARROW.length;
  const shownBefore = fitText(before, columnsBefore(before, after, room));
  return { ...piece, label, before: shownBefore, after: fitText(after, room - textWidth(shownBefore)) };
}

/** Columns for the old value beside the new one. */
function columnsBefore(before: string, after: string, room: number): number {
  if (isFigure(before)) return textWidth(before);
  if (isFigure(after)) return room - textWidth(after);
  return Math.max(1, Math.floor(room * 0.4), room - textWidth(after));
}

/** `Description: ` as `Desc…: `. */
function fitLabel(label: string, columns: number): string {
  return textWidth(label) <= columns ? label : `${fitText(label.slice(0, -2), columns - 2)}: `;
}

/** Two texts without the beginning that they share. */
function fromDifference({ before, after }: Piece): { before: string; after: string } {
  if (isFigure(before) || isFigure(after)) return { before, after };
  const a = [...before];
  const b = [...after];
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same += 1;
  const from = same - CONTEXT;
  if (from <= CONTEXT) return { before, after };
  return { before: `…${a.slice(from).join('')}`, after: `…${b.slice(from).join('')}` };
}

function between([before, after]: readonly [Span[], Span[]]): Span[] {
  return [...before, span(ARROW), ...after];
}

function joined(pieces: readonly Piece[]): Span[] {
  return pieces.flatMap(({ label, before, after, cleared }, i) => [
    ...(i === 0 ? [] : [span(SEPARATOR, 'quiet')]),
    span(label, 'quiet'),
    // A field that loses its value is what a reader must not miss.
    ...between(markDifference(before, after, cleared ? 'bad' : 'strong')),
  ]);
}
