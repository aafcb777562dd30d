import type { AmountSample, ColumnGuess, ColumnTarget } from '../../mapping/index.js';
import type { Messages } from '../../messages/index.js';
import type { ColumnTrouble } from '../columnChoice.js';
import { fitText, safeText } from '../safeText.js';
import { textWidth } from '../textWidth.js';
import { type Line, pad, type Span, span } from './line.js';

/** Columns that a header or a cell takes among others, at the most. */
const LONGEST_NAME = 24;

/** What a column is taken for, in words. */
export function targetText(target: ColumnTarget | null, { screens, format }: Messages): string {
  if (target === null) return screens.columnUnused;
  if (target === 'id' || target === 'opportCode') return screens.columnKey[target];
  return format.field(target);
}

/**
 * One column on one line: its header and samples at the left, what it is taken for at the right. `chosen` is the one that
 * the keys act on, which has a sign, for where there is nothing else to show it by.
 */
export function columnLine(
  column: ColumnGuess,
  target: ColumnTarget | null,
  chosen: boolean,
  width: number,
  messages: Messages,
): Line {
  const headerWidth = Math.max(10, Math.floor(width * 0.25));
  const targetWidth = Math.max(18, Math.floor(width * 0.34));
  const samplesWidth = Math.max(4, width - headerWidth - targetWidth - 6);
  const tone = target === null ? 'quiet' : 'good';
  return [
    span(chosen ? '› ' : '  ', 'strong'),
    span(pad(column.header, headerWidth), target === null ? 'quiet' : 'strong'),
    span(' '),
    span(pad(samplesWithin(column.samples, samplesWidth), samplesWidth), 'quiet'),
    span(' → ', tone),
    span(pad(targetText(target, messages), targetWidth), tone),
  ];
}

/** As many of the samples as there is room for, each of them whole; of the first one what there is room for. */
function samplesWithin(samples: readonly string[], width: number): string {
  let shown = '';
  for (const sample of samples) {
    const more = shown === '' ? sample : `${shown} · ${sample}`;
    if (shown !== '' && textWidth(safeText(more)) > width) break;
    shown = more;
  }
  return shown;
}

/**
 * Why the selected column is taken for what it is, and what it might be. A header that alone would take more than
 * `width` columns is cut, so that what stands behind it is in sight.
 */
export function columnDetail(
  column: ColumnGuess,
  target: ColumnTarget | null,
  width: number,
  { screens, ...messages }: Messages,
): Line[] {
  const why: Span[] =
    target !== column.target
      ? [span(screens.columnChanged)]
      : target === null
        ? [span(screens.reasons[column.reason ?? 'unknown'])]
        : [span(column.because === 'header' ? screens.columnKnown : screens.reasons['by-user'])];
  const { hint } = column;
  const lines: Line[] = [[span(`${fitText(column.header, width - 2)}: `, 'strong'), ...why]];
  if (hint && target !== hint.target) {
    const name = targetText(hint.target, { screens, ...messages });
    const because = hint.because === 'word' ? screens.columnWord(hint.word) : screens.columnCells;
    lines.push([span(screens.columnHint(name, because), 'warn')]);
  }
  if (target === 'amount' && column.amounts.length > 0) {
    const read = column.amounts.flatMap((sample, i): Span[] => [
      ...(i === 0 ? [] : [span(' · ', 'quiet')]),
      ...amountSpans(sample, { screens, ...messages }),
    ]);
    lines.push([span(`${screens.columnAmounts}: `, 'quiet'), ...read]);
  }
  return lines;
}

/** A cell as it is written, and behind an arrow as it is read. */
function amountSpans({ text, amounts }: AmountSample, { screens }: Messages): Span[] {
  const [one, other] = amounts;
  const written = span(`“${fitText(text, LONGEST_NAME)}” → `);
  if (one === undefined) return [written, span(screens.check.noValue, 'warn')];
  if (other === undefined) return [written, span(one, 'good')];
  return [written, span(screens.columnEither(one, other), 'warn')];
}

/** What must be changed before the sheet can be planned. */
export function troubleLine(trouble: ColumnTrouble, messages: Messages): Line {
  const { screens } = messages;
  switch (trouble.kind) {
    case 'noKey':
      return [span(screens.columnsNoKey, 'bad')];
    case 'noFields':
      return [span(screens.columnsNoFields, 'bad')];
    case 'twice': {
      const headers = trouble.headers.map((header) => fitText(header, LONGEST_NAME));
      const target = fitText(targetText(trouble.target, messages), LONGEST_NAME);
      return [span(screens.columnsTwice(target, headers), 'bad')];
    }
  }
}
