import type { Messages } from '../../messages/index.js';
import type { Verdict } from '../../plan/index.js';
import type { PlanPreview } from '../view.js';
import { impactLines } from './impactLines.js';
import { BLANK, type Line, span } from './line.js';
import { rowLine } from './rowLine.js';
import { stageLines } from './stageLines.js';

/**
 * The whole plan as lines to be printed once: the impact, then the changes and the problems, each up to `most`
 * rows. `width` is that of the terminal; `null` cuts nothing.
 */
export async function planLines(
  plan: PlanPreview,
  messages: Messages,
  most: number,
  width: number | null,
): Promise<Line[]> {
  const { screens, format } = messages;
  const impact = [...impactLines(plan, messages), ...stageLines(plan, messages)];
  const lines: Line[] = [BLANK, [span(screens.planTitle, 'strong')], ...impact];
  const sections: [string, Verdict[]][] = [
    [screens.changes, ['update', 'duplicate']],
    [screens.problems, ['invalid', 'missing']],
  ];
  for (const [title, verdicts] of sections) {
    const positions = plan.positions(verdicts);
    if (positions.length === 0) continue;
    lines.push(BLANK, [span(title, 'strong')]);
    for (const position of positions.slice(0, most)) {
      lines.push(rowLine(await plan.rowAt(position), messages, plan.stages, width));
    }
    const left = positions.length - most;
    if (left > 0) lines.push([span(`       ${screens.more(left, format)}`, 'quiet')]);
  }
  return lines;
}
