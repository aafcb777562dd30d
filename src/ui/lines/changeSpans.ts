import type { Messages } from '../../messages/index.js';
import type { FieldChange, Stage } from '../../opportunity/index.js';
import { fitText, safeText } from '../safeText.js';
import { textWidth } from '../textWidth.js';
import { type Span, span } from './line.js';
import { markDifference } from './markDifference.js';

const ARROW = ' → ';
const SEPARATOR = ' · ';
/** Columns under which a change says nothing any more. */
const LEAST_CHANGE = 22;
/** Characters before the first difference of two long texts that are kept for orientation. */
const CONTEXT = 4;

/**
 * The changes of one record as `Field: old → new`, within `width` columns (`null`: all of it). Where there is too
 * little room the old value gives way before the new one, two long texts are shown from where they differ, and
 * changes that find no room at all are counted: what changes is never silently cut off.
 */
export function changesSpans(
  changes: readonly FieldChange[],
  messages: Messages,
  stages: readonly Stage[],
  width: number | null,
): Span[] {
  const pieces = changes.map((change) => pieceOf(change, messages, stages));
  const full = pieces.reduce((sum, piece) => sum + pieceWidth(piece), (pieces.length - 1) * SEPARATOR.length);
  if (width === null || full <= width) return joined(pieces);

  const shown = Math.max(1, Math.min(pieces.length, Math.floor(width / LEAST_CHANGE)));
  const rest = pieces.length - shown;
  const counted = rest === 0 ? [] : [span(` +${rest}`, 'strong')];
  const room = width - (shown - 1) * SEPARATOR.length - (rest === 0 ? 0 : ` +${rest}`.length);
  return [...joined(shareOut(pieces.slice(0, shown), room)), ...counted];
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

/** Gives each piece its share of the columns; what a short one leaves over goes to those that follow. */
function shareOut(pieces: readonly Piece[], columns: number): Piece[] {
  let left = columns;
  return pieces.map((piece, i) => {
    const share = Math.floor(left / (pieces.length - i));
    const fitted = fitPiece(piece, share);
    left -= pieceWidth(fitted);
    return fitted;
  });
}

function fitPiece(piece: Piece, columns: number): Piece {
  if (pieceWidth(piece) <= columns) return piece;
  const { before, after } = fromDifference(piece);
  const label = fitText(piece.label, Math.max(4, Math.floor(columns / 3)));
  const room = Math.max(2, columns - textWidth(label) - ARROW.length);
  const forBefore = Math.max(Math.floor(room * 0.4), room - textWidth(after));
  const shownBefore = fitText(before, Math.max(1, forBefore));
  return {
    ...piece,
    label,
    before: shownBefore,
    after: fitText(after, Math.max(1, room - textWidth(shownBefore))),
  };
}

/** Two texts without the beginning that they share. */
function fromDifference({ before, after }: Piece): { before: string; after: string } {
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
