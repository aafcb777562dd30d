import stringWidth from 'string-width';
import type { Messages } from '../../messages/index.js';
import type { PlanPreview } from '../view.js';
import { BLANK, type Line, pad, span } from './line.js';

/** Stages that are listed one by one, and the widest name of one. */
const MOST_STAGES = 15;
const WIDEST_NAME = 28;

/**
 * What the records that change are worth by stage, before and after: a line a stage, the numbers under each other.
 * Nothing when neither amounts nor stages change.
 */
export function stageLines({ summary, stages }: PlanPreview, messages: Messages): Line[] {
  const { screens, format } = messages;
  const { amount, byStage, stageMoves } = summary;
  if (amount.difference === '0' && stageMoves.length === 0) return [];
  const rows = byStage.slice(0, MOST_STAGES).map(({ stageId, before, after, difference }) => ({
    name: stageId === null ? screens.noStage : format.value('stageId', stageId, stages),
    before: `${format.number(before.records)} · ${format.amount(before.amount)}`,
    after: `${format.number(after.records)} · ${format.amount(after.amount)}`,
    difference,
  }));
  const widest = (texts: string[]) => Math.max(...texts.map((text) => stringWidth(text)));
  const name = Math.min(WIDEST_NAME, widest(rows.map((row) => row.name)));
  const before = widest(rows.map((row) => row.before));
  const after = widest(rows.map((row) => row.after));
  const left = byStage.length - rows.length;
  return [
    BLANK,
    [span(screens.byStage, 'strong'), span(` ${screens.byStageHint}`, 'quiet')],
    ...rows.map(
      (row): Line => [
        span(`  ${pad(row.name, name)}  `),
        span(`${pad(row.before, before, 'left')} → `),
        span(pad(row.after, after, 'left'), 'strong'),
        ...(row.difference === '0'
          ? []
          : [
              span(
                `  (${format.difference(row.difference)})`,
                row.difference.startsWith('-') ? 'warn' : 'good',
              ),
            ]),
      ],
    ),
    ...(left > 0 ? [[span(`  ${screens.moreStages(left, format)}`, 'quiet')]] : []),
  ];
}
