import { type Messages, STATUS_SIGNS } from '../../messages/index.js';
import type { Status } from '../../run/index.js';
import type { RunReport } from '../view.js';
import { BLANK, commandLine, type Line, pad, span } from './line.js';
import { targetLine } from './sheetLines.js';

/** Groups that are listed one by one. */
const MOST_GROUPS = 10;

/** How it ended: counts, the rows that need a person, where it is written down, and what to do next. */
export function reportLines(report: RunReport, messages: Messages): Line[] {
  const { screens, format } = messages;
  const stopped = report.stop && messages.stop(report.stop, report.targetOptions);
  const head = stopped ? span(screens.stopped, 'warn') : span(screens.finished, 'strong');
  const statuses = Object.entries(report.counts).filter(([, count]) => count > 0) as [Status, number][];
  const width = Math.max(...statuses.map(([, count]) => format.number(count).length), 1);
  const lines: Line[] = [
    [head, span(` ${screens.took(format.duration(report.elapsedMs))}`, 'quiet')],
    targetLine(report.target, messages),
    ...statuses.map(([status, count]): Line => {
      const { sign, tone } = STATUS_SIGNS[status];
      const number = pad(format.number(count), width, 'left');
      return [span(`  ${sign} ${number} ${status}`, tone), span(`  ${screens.statuses[status]}`, 'quiet')];
    }),
  ];
  if (stopped) lines.push(BLANK, [span(stopped.problem, 'warn')], [span(stopped.cure)]);
  if (report.groups.length > 0) {
    lines.push(BLANK, [span(screens.needsYou, 'strong')]);
    for (const group of report.groups.slice(0, MOST_GROUPS)) {
      const { status, errorCode, rows, examples } = group;
      const { sign, tone } = STATUS_SIGNS[status];
      const where = screens.inRows(examples, rows);
      lines.push([
        span(`  ${sign} ${format.number(rows)} × ${errorCode || status}`, tone),
        span(`  ${screens.groupSays(group)}`),
        span(`  (${where})`, 'quiet'),
      ]);
    }
    const left = report.groups.slice(MOST_GROUPS).reduce((sum, { rows }) => sum + rows, 0);
    if (left > 0) lines.push([span(`  ${screens.more(left, format)}`, 'quiet')]);
  }
  lines.push(BLANK);
  if (report.resultsFile !== null) {
    lines.push([span(`${screens.results}: `, 'quiet'), span(report.resultsFile, 'strong')]);
    if (report.resultsTaken) lines.push([span(`! ${screens.resultsTaken(report.resultsTaken)}`, 'warn')]);
  } else if (report.resultsError) {
    lines.push(
      [span(`${screens.noResults}: ${report.resultsError.problem}`, 'bad')],
      [span(report.resultsError.cure)],
    );
  }
  if (report.reportFile) {
    lines.push([span(`${messages.report.reportFile}: `, 'quiet'), span(report.reportFile, 'strong')]);
  } else if (report.reportError) {
    const { problem, cure } = report.reportError;
    lines.push([span(`${messages.report.failed}: ${problem}`, 'bad')], [span(cure)]);
  }
  lines.push([span(`${screens.run}: `, 'quiet'), span(`${report.runId} · ${report.runFolder}`, 'quiet')]);
  const [first = [], ...others] = nextLines(report, messages);
  return [...lines, [span(`${screens.next}: `, 'quiet'), ...first], ...others];
}

/** What to do next: first how a run goes on that is not over, then what rows need, and last the way back. */
function nextLines(report: RunReport, messages: Messages): Line[] {
  const { screens } = messages;
  const { runId, groups, takesBack, inPart, resultsFile, retryOptions, target, resumable, targetOptions } =
    report;
  const lines: Line[] = [];
  if (resumable) lines.push(commandLine(screens.nextResume(runId, targetOptions), 'strong'));
  // Rows that were only not reached are sent by going on: nothing is to be mended in them.
  const mend = groups.some(({ status }) => !resumable || status !== 'not-sent');
  if (mend && takesBack !== null)
    lines.push(commandLine(screens.nextFixUndo(takesBack, inPart, targetOptions)));
  else if (mend) {
    lines.push([span(screens.nextFix)]);
    if (resultsFile !== null && !target.sandbox)
      lines.push(commandLine(screens.nextRetry(resultsFile, retryOptions)));
  } else if (!resumable) lines.push([span(nothingNext(report, messages))]);
  if (report.undoable) lines.push(commandLine(screens.nextUndo(runId, targetOptions), 'quiet'));
  return lines;
}

/** That nothing is to be done, and of what that is not said. */
function nothingNext(report: RunReport, { screens, format }: Messages): string {
  const { takesBack, takenBackBy = [], inPart, leftOut } = report;
  if (takesBack === null) {
    if (takenBackBy.length > 0) return screens.nextNothingButTakenBack(takenBackBy);
    return leftOut > 0 ? screens.nextNothingButLeftOut(leftOut, format) : screens.nextNothing;
  }
  if (inPart && leftOut === 0) return screens.nextNothingUndoneOfFields(takesBack);
  return leftOut > 0
    ? screens.nextNothingUndoneInPart(leftOut, takesBack, format)
    : screens.nextNothingUndone(takesBack);
}
