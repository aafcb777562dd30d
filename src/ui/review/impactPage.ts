import type { Messages } from '../../messages/index.js';
import { riskLines } from '../lines/impactLines.js';
import { BLANK, type Line, span, wrapLine } from '../lines/line.js';
import { newFieldLines } from '../lines/newFieldLines.js';
import { nothingLines } from '../lines/nothingLines.js';
import { shiftOf, stageBars } from '../lines/stageBars.js';
import type { PlanPreview } from '../view.js';

/** What the plan comes to, the worst first: what does not fit the screen must not be what a person has to see. */
export function impactPage(plan: PlanPreview, messages: Messages, leftOut: number, width: number): Line[] {
  const { screens, format } = messages;
  const { summary, stages, guards } = plan;
  if (summary.verdicts.update === 0) {
    return nothingLines(plan, messages).flatMap((line) => wrapLine(line, width, 2, true));
  }
  const { before, after, difference } = summary.amount;
  const total: Line[] =
    difference === '0'
      ? []
      : [
          [
            span(`${screens.amount}: `, 'quiet'),
            span(`${format.amount(before)} → `),
            span(format.amount(after), 'strong'),
            ...shiftOf(difference, messages),
          ],
        ];
  const limits = guards
    .filter(({ trips }) => trips)
    .map((guard): Line => [span('✗ ', 'bad'), span(screens.guardWarning(messages.guard(guard)), 'bad')]);
  const fields = summary.fields.map(
    ({ field, records }) => `${format.field(field)} ${format.number(records)}`,
  );
  const name = (id: string | null) => format.value('stageId', id, stages);
  const moves = summary.stageMoves.map(
    ({ from, to, records }): Line => [
      span(`  ${name(from)} → ${name(to)}  `),
      span(format.number(records), 'strong'),
    ],
  );
  const risks = riskLines(summary, messages);
  const lines: Line[] = [
    ...(leftOut > 0 ? [[span('○ ', 'warn'), span(screens.review.wholePlan(leftOut, format), 'warn')]] : []),
    ...total,
    ...limits,
    ...(risks.length > 0 ? [[span(screens.risks, 'strong')], ...risks] : []),
    ...newFieldLines(summary, messages),
    [span(`${screens.byField}: `, 'quiet'), span(fields.join(' · '))],
  ];
  return [
    ...lines.flatMap((line) => wrapLine(line, width, 2, true)),
    ...stageBars(plan, messages, width),
    ...(moves.length > 0 ? [BLANK, [span(screens.review.moves, 'strong')], ...moves] : []),
  ];
}
