import type { Messages } from '../messages/index.js';
import { lineText } from './lines/ansi.js';
import { BLANK, type Line, span } from './lines/line.js';
import { nothingLines } from './lines/nothingLines.js';
import { planLines } from './lines/planLines.js';
import { readingLine } from './lines/readingLine.js';
import { reportLines } from './lines/reportLines.js';
import { sheetLines } from './lines/sheetLines.js';
import { SEND_ALL } from './rowSet.js';
import { RunCounter } from './runCounter.js';
import type { View, ViewOptions } from './view.js';

/** Rows of each kind that are printed before the rest is only counted. */
const MOST_ROWS = 200;
/** Least time between two lines of progress, in ms. */
const CALM = 2000;

/** Plain lines, for pipes, logs and simple terminals: results on standard output, progress on standard error. */
export function createPlainView(messages: Messages, options: ViewOptions): View {
  const { screens, format } = messages;
  const counter = new RunCounter();
  let lastProgress = 0;
  let planningTotal = 0;
  let listTotal: number | null = null;

  const print = (lines: readonly Line[]) => {
    options.stdout.write(lines.map((line) => `${lineText(line, options.colour)}\n`).join(''));
  };
  const progress = (line: () => string, last: boolean) => {
    const now = performance.now();
    if (!last && now - lastProgress < CALM) return;
    lastProgress = now;
    options.stderr.write(`${line()}\n`);
  };

  return {
    understood: (sheet, target) => print(sheetLines(sheet, target, messages)),
    reading: (reading) => {
      listTotal = reading.total;
      lastProgress = performance.now();
      print([readingLine(reading, messages)]);
    },
    listing: (records) => progress(() => screens.listing(records, listTotal, format), false),
    planning: (planned, total) => {
      if (planningTotal === 0) lastProgress = performance.now();
      planningTotal = total;
      progress(() => screens.planning(format.number(planned), format.number(total)), false);
    },
    review: async (plan, ask) => {
      print(await planLines(plan, messages, MOST_ROWS, null));
      if (plan.summary.verdicts.update === 0) print([BLANK, ...nothingLines(plan, messages)]);
      print([BLANK]);
      if (ask === 'look') print([[span(screens.dryRun)]]);
      return ask === 'nothing' ? SEND_ALL : { send: false };
    },
    running: (event) => {
      if (event.kind === 'started') lastProgress = performance.now();
      counter.take(event, performance.now());
      if (event.kind === 'waiting' || event.kind === 'settling') {
        const cause = event.kind === 'waiting' ? event.cause : 'settling';
        progress(() => screens.waiting[cause](format.duration(event.ms)), false);
        return;
      }
      const { done, total, failed } = counter;
      const numbers = () => [done, total, failed].map(format.number) as [string, string, string];
      if (total > 0) progress(() => screens.progress(...numbers()), done === total);
    },
    askToken: async () => null,
    steer: () => false,
    stopping: () => {
      options.stderr.write(`${screens.stopping}\n`);
    },
    finished: (report) => print(reportLines(report, messages)),
    close: async () => undefined,
  };
}
