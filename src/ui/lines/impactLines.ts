import type { Messages } from '../../messages/index.js';
import type { PlanSummary, Verdict } from '../../plan/index.js';
import type { PlanPreview } from '../view.js';
import { type Line, type Span, span } from './line.js';
import { newFieldLines } from './newFieldLines.js';
import { SIGNS } from './rowLine.js';

/** Stage moves that are listed one by one. */
const MOST_MOVES = 4;

/**
 * What the plan comes to: how many rows, by field, the amount before and after, the stage moves, what is risky in it,
 * and the limits that it goes beyond.
 */
export function impactLines({ summary, stages, guards, takesBack }: PlanPreview, messages: Messages): Line[] {
  const { screens, format } = messages;
  const present = (Object.keys(summary.verdicts) as Verdict[]).filter(
    (verdict) => summary.verdicts[verdict] > 0,
  );
  const counts = present.flatMap((verdict, i): Span[] => {
    const { sign, tone } = SIGNS[verdict];
    const count = format.number(summary.verdicts[verdict]);
    return [span(i === 0 ? '' : '   '), span(`${sign} ${count} ${screens.verdicts[verdict]}`, tone)];
  });
  const lines: Line[] = [
    ...(takesBack === undefined ? [] : [[span(screens.takesBack(takesBack), 'strong')]]),
    counts,
  ];
  if (summary.verdicts.update === 0) return lines;

  const fields = summary.fields.map(
    ({ field, records }) => `${format.field(field)} ${format.number(records)}`,
  );
  lines.push([span(`${screens.byField}: `, 'quiet'), span(fields.join(' · '))]);
  const { before, after, difference } = summary.amount;
  if (difference !== '0') {
    lines.push([
      span(`${screens.amount}: `, 'quiet'),
      span(`${format.amount(before)} → `),
      span(format.amount(after), 'strong'),
      span(`  (${format.difference(difference)})`, difference.startsWith('-') ? 'warn' : 'good'),
    ]);
  }
  lines.push(...newFieldLines(summary, messages));
  if (summary.stageMoves.length > 0) {
    const shown = summary.stageMoves.slice(0, MOST_MOVES).map(({ from, to, records }) => {
      const name = (id: string | null) => format.value('stageId', id, stages);
      return `${name(from)} → ${name(to)} ${format.number(records)}`;
    });
    const rest = summary.stageMoves.length > MOST_MOVES ? ' · …' : '';
    lines.push([span(`${screens.stageMoves}: `, 'quiet'), span(shown.join(' · ') + rest)]);
  }
  lines.push(...riskLines(summary, messages));
  for (const guard of guards) {
    if (guard.trips)
      lines.push([span('✗ ', 'bad'), span(screens.guardWarning(messages.guard(guard)), 'bad')]);
  }
  return lines;
}

/** What a person should look at, a line for each kind, the worst first. */
export function riskLines({ risks }: Pick<PlanSummary, 'risks'>, messages: Messages): Line[] {
  return risks.map((risk): Line => {
    const tone = risk.severity === 'high' ? 'bad' : 'warn';
    return [span('! ', tone), span(messages.risk(risk), tone)];
  });
}
