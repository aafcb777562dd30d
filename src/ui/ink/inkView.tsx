import { type Instance, render } from 'ink';
import type { ReactElement } from 'react';
import type { Messages } from '../../messages/index.js';
import type { RunControls } from '../../run/index.js';
import { lineText } from '../lines/ansi.js';
import { impactLines } from '../lines/impactLines.js';
import { BLANK, type Line, span, wrapLine } from '../lines/line.js';
import { nothingLines } from '../lines/nothingLines.js';
import { planLines } from '../lines/planLines.js';
import { readingLine } from '../lines/readingLine.js';
import { reportLines } from '../lines/reportLines.js';
import { sheetLines } from '../lines/sheetLines.js';
import { Review } from '../review/review.js';
import { SEND_ALL } from '../rowSet.js';
import { RunCounter } from '../runCounter.js';
import { TerminalTitle } from '../terminalTitle.js';
import type { ColumnsAnswer, PlanPreview, ReviewDecision, Target, View, ViewOptions } from '../view.js';
import { ColumnsScreen } from './ColumnsScreen.js';
import { type PlanningProgress, PlanningScreen } from './PlanningScreen.js';
import { ProgressScreen } from './ProgressScreen.js';
import { ReviewScreen } from './ReviewScreen.js';
import { ScreenOutput } from './screenOutput.js';
import { TokenScreen } from './TokenScreen.js';
import { TerminalContext } from './terminal.js';

/** Rows of each kind that are printed when nobody is asked. */
const MOST_ROWS = 20;

/** From so many changes on a person types their number to have them sent. */
const TYPE_FROM = 100;
/** Frames a second, at the most. While a plan is looked through a frame follows each key. */
const FRAMES = { columns: 120, planning: 30, review: 120, progress: 30, token: 30 } as const satisfies Record<
  string,
  number
>;

/** ms between two titles: the program waits while it writes to a terminal, and a quick run is at another per cent often. */
const TITLE_EVERY = 500;

type ScreenKind = keyof typeof FRAMES;

/**
 * Screens for a real terminal. What moves is drawn by Ink and wiped when it is over; what should stay in the
 * terminal's history (what was understood, the plan, the report) is printed as lines between the screens.
 */
export function createInkView(messages: Messages, options: ViewOptions): View {
  const { stdout, stdin, stderr, colour, onInterrupt } = options;
  const { screens, format } = messages;
  const planning: PlanningProgress = { planned: 0, total: 0, listed: 0, listTotal: null };
  const running = { stopping: false };
  const counter = new RunCounter();
  let target: Target | null = null;
  let decline: () => void = () => undefined;
  const title = new TerminalTitle((text) => stdout.write(text), options.environment);
  let titledAt = Number.NEGATIVE_INFINITY;
  let controls: RunControls | null = null;
  let answerToken: (token: string | null) => void = () => undefined;
  let asking = false;
  let leaveColumns: () => void = () => undefined;
  let screen: { instance: Instance; kind: ScreenKind } | null = null;
  const output = new ScreenOutput(stdout, options.environment);
  const resized = () => output.resized();

  const show = (kind: ScreenKind, element: ReactElement) => {
    if (screen?.kind === kind) return;
    hide();
    // Ink does so only after the first frame; a key that is typed at once would be held back, or changed.
    stdin.setRawMode(true);
    // Ahead of the screens, which draw anew.
    stdout.on('resize', resized);
    const instance = render(<TerminalContext value={stdout}>{element}</TerminalContext>, {
      // Of a stream Ink wants no more than this one has.
      stdout: output as unknown as NodeJS.WriteStream,
      stdin,
      stderr,
      exitOnCtrlC: false,
      patchConsole: true,
      maxFps: FRAMES[kind],
    });
    screen = { instance, kind };
  };
  const hide = () => {
    if (!screen) return;
    const { instance } = screen;
    screen = null;
    // An empty last frame, so that nothing of the screen stays in the history.
    instance.rerender(null);
    instance.unmount();
    instance.cleanup();
    stdout.off('resize', resized);
    stdin.setRawMode(false);
  };
  const showPlanning = () =>
    show(
      'planning',
      <PlanningScreen progress={planning} messages={messages} colour={colour} onInterrupt={onInterrupt} />,
    );
  const print = (lines: readonly Line[]) => {
    const wrapped = lines.flatMap((line) => wrapLine(line, stdout.columns || 80));
    stdout.write(wrapped.map((line) => `${lineText(line, colour)}\n`).join(''));
  };
  const printPlan = async (plan: PlanPreview) => {
    print(await planLines(plan, messages, MOST_ROWS, stdout.columns || 80));
  };

  return {
    columns: async (question) => {
      const answer = await new Promise<ColumnsAnswer>((resolve) => {
        leaveColumns = () => resolve({ kind: 'leave' });
        show(
          'columns',
          <ColumnsScreen
            question={question}
            messages={messages}
            colour={colour}
            onAnswer={resolve}
            onInterrupt={onInterrupt}
          />,
        );
      });
      hide();
      return answer;
    },
    understood: (sheet, where) => {
      target = where;
      print(sheetLines(sheet, where, messages));
    },
    reading: (reading) => {
      planning.listTotal = reading.total;
      print([readingLine(reading, messages)]);
    },
    listing: (records) => {
      planning.listed = records;
      showPlanning();
    },
    planning: (planned, total) => {
      Object.assign(planning, { planned, total });
      showPlanning();
    },
    review: async (plan, ask) => {
      hide();
      if (ask === 'nothing') {
        await printPlan(plan);
        if (plan.summary.verdicts.update === 0) print([BLANK, ...nothingLines(plan, messages)]);
        print([BLANK]);
        return SEND_ALL;
      }
      const decision = await new Promise<ReviewDecision>((resolve, reject) => {
        const review = new Review({
          ...{ plan, messages, onInterrupt },
          asks: ask === 'confirm',
          typeFrom: TYPE_FROM,
          onDecision: resolve,
          onError: reject,
        });
        decline = () => {
          review.close();
          resolve({ send: false });
        };
        show('review', <ReviewScreen review={review} colour={colour} />);
      });
      hide();
      print([BLANK, ...impactLines(plan, messages)]);
      if (!decision.send) print([BLANK, [span(screens.declined)]]);
      else if (decision.leftOut.size > 0) {
        const { size } = decision.leftOut;
        print([
          [span('○ ', 'warn'), span(screens.review.wholePlan(size, format), 'warn')],
          [span('○ ', 'warn'), span(screens.review.confirmLeftOut(size, format), 'warn')],
          BLANK,
        ]);
      } else print([BLANK]);
      return decision;
    },
    askToken: async () => {
      hide();
      asking = true;
      const token = await new Promise<string | null>((resolve) => {
        answerToken = resolve;
        show(
          'token',
          <TokenScreen messages={messages} colour={colour} onAnswer={resolve} onInterrupt={onInterrupt} />,
        );
      });
      asking = false;
      hide();
      return token;
    },
    steer: (given) => {
      controls = given;
      return true;
    },
    running: (event) => {
      const now = performance.now();
      counter.take(event, now);
      if (counter.total > 0 && now - titledAt >= TITLE_EVERY) {
        titledAt = now;
        title.show(counter.done, counter.total, counter.failed);
      }
      if (screen?.kind === 'progress' || asking) return;
      if (counter.total === 0 || target === null) return;
      show(
        'progress',
        <ProgressScreen
          counter={counter}
          state={running}
          controls={controls}
          target={target}
          messages={messages}
          colour={colour}
          onInterrupt={onInterrupt}
        />,
      );
    },
    stopping: () => {
      running.stopping = true;
      // A signal that comes while the question stands is a no.
      decline();
      answerToken(null);
      leaveColumns();
    },
    finished: (report) => {
      title.restore();
      hide();
      print(reportLines(report, messages));
    },
    close: async () => {
      title.restore();
      hide();
    },
  };
}
