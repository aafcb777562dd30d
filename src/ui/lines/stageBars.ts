import type { Messages } from '../../messages/index.js';
import type { StageShare } from '../../plan/index.js';
import { textWidth } from '../textWidth.js';
import type { PlanPreview } from '../view.js';
import { BLANK, type Line, pad, span } from './line.js';

/** Eighths of a column (Unicode block elements), so that small differences show. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const WIDEST_BAR = 60;
const LEAST_BAR = 6;

/**
 * What the records that change come to in each stage, before and after, as two bars one under the other. Nothing when
 * neither amounts nor stages change.
 */
export function stageBars({ summary, stages }: PlanPreview, messages: Messages, width: number): Line[] {
  const { screens, format } = messages;
  const { amount, byStage, stageMoves } = summary;
  if (amount.difference === '0' && stageMoves.length === 0) return [];
  // Without any amounts the records are what there is to compare.
  const ofRecords = byStage.every(
    ({ before, after }) => Number(before.amount) <= 0 && Number(after.amount) <= 0,
  );
  const sizeOf = (share: StageShare) => Math.max(0, ofRecords ? share.records : Number(share.amount));
  const most = Math.max(...byStage.flatMap(({ before, after }) => [sizeOf(before), sizeOf(after)]));
  const numbers = (share: StageShare) => `${format.number(share.records)} · ${format.amount(share.amount)}`;

  const labels = [screens.review.before, screens.review.after];
  const label = Math.max(...labels.map((text) => textWidth(text)));
  const number = Math.max(
    ...byStage.flatMap(({ before, after }) => [before, after].map((share) => textWidth(numbers(share)))),
  );
  const room = Math.max(LEAST_BAR, Math.min(WIDEST_BAR, width - label - number - 7));
  const line = (share: StageShare, name: string, after: boolean): Line => [
    span(`    ${pad(name, label)} `, 'quiet'),
    span(pad(bar(sizeOf(share), most, room), room), after ? 'good' : 'quiet'),
    span(`  ${pad(numbers(share), number, 'left')}`, after ? 'strong' : undefined),
  ];
  return [
    BLANK,
    [
      span(screens.byStage, 'strong'),
      span(`  ${ofRecords ? screens.review.barsOfRecords : screens.review.bars}`, 'quiet'),
    ],
    ...byStage.flatMap(({ stageId, before, after, difference }): Line[] => {
      const name = stageId === null ? screens.noStage : format.value('stageId', stageId, stages);
      return [
        [span(`  ${name}`, 'strong'), ...shiftOf(difference, messages)],
        line(before, screens.review.before, false),
        line(after, screens.review.after, true),
      ];
    }),
  ];
}

/** `▲ +30,000`, `▼ −5`, or nothing. */
export function shiftOf(difference: string, { format }: Messages): Line {
  if (difference === '0') return [];
  const down = difference.startsWith('-');
  return [span(`  ${down ? '▼' : '▲'} ${format.difference(difference)}`, down ? 'warn' : 'good')];
}

function bar(size: number, most: number, room: number): string {
  if (size <= 0 || most <= 0) return '';
  // What there is, is seen, however little of the whole.
  const eighths = Math.max(1, Math.round((size / most) * room * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
