import { riskLines } from '../lines/impactLines.js';
import { BLANK, type Line, span, wrapLine } from '../lines/line.js';
import { host, noticeLines } from '../lines/sheetLines.js';
import type { Review } from './review.js';

/**
 * What will happen to what, where; what is risky in it; and what will not be sent. Wrapped: nobody should say yes to half
 * a sentence.
 */
export function confirmPage(review: Review, width: number): Line[] {
  const { plan, messages } = review.options;
  const { screens, format } = messages;
  const { summary, target } = plan;
  const { invalid, missing } = summary.verdicts;
  const leftOut = review.choice.leftOut.size;
  const workspace = target.workspaceName ?? target.workspaceId;
  const where = [workspace, host(target), format] as const;
  const question =
    plan.takesBack === undefined
      ? screens.confirm(review.choice.selected, ...where)
      : screens.confirmUndo(review.choice.selected, plan.takesBack, ...where);
  const { counted } = review.risksLeft;
  const risks = riskLines(counted === null ? summary : { risks: counted }, messages);
  const ofAll = counted === null && risks.length > 0 && leftOut > 0;
  const lines: Line[] = [
    [span(question, 'strong')],
    ...risks,
    ...(ofAll ? [[span(`○ ${screens.review.wholePlan(leftOut, format)}`, 'quiet')]] : []),
    ...(leftOut > 0
      ? [[span('○ ', 'warn'), span(screens.review.confirmLeftOut(leftOut, format), 'warn')]]
      : []),
    ...(invalid + missing > 0
      ? [[span('✗ ', 'warn'), span(screens.confirmLeft(invalid + missing, format), 'warn')]]
      : []),
    // It has scrolled away by now, and is a reason to say no.
    ...noticeLines(
      plan.sheet.notices.filter(({ code }) => code === 'notice.waitingRun'),
      messages,
    ),
  ];
  return [BLANK, ...lines.flatMap((line) => wrapLine(line, width, 0, true))];
}

/** Where the answer is typed. */
export function confirmFoot(review: Review): Line[] {
  const { screens } = review.options.messages;
  const notice: Line =
    review.notice === null ? BLANK : [span(`! ${screens.review.notices[review.notice]}`, 'warn')];
  if (!review.typesNumber) return [BLANK, [span(screens.confirmKeys)]];
  const asked = screens.review.typeNumber(String(review.choice.selected));
  return [
    notice,
    [span(`${asked} `, 'strong'), span(`${review.typed}▏`)],
    [span(screens.review.backKeys, 'quiet')],
  ];
}
