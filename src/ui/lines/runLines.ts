import { basename } from 'node:path';
import type { Messages } from '../../messages/index.js';
import type { PlanTarget } from '../../plan/index.js';
import { safeText } from '../safeText.js';
import type { RunReport } from '../view.js';
import { commandLine, type Line, type Span, span, type Tone, wrapLine } from './line.js';
import { reportLines } from './reportLines.js';
import { host } from './sheetLines.js';

/** What became of a run. `cut-off`: it crashed, or was killed. */
export type RunState = 'finished' | 'stopped' | 'under-way' | 'cut-off' | 'damaged';

/** One run in the list of them. */
export interface ListedRun {
  readonly runId: string;
  /** UTC, ISO 8601; `null` when nothing was ever sent. */
  readonly startedAt: string | null;
  readonly kind: 'apply' | 'undo' | null;
  /** The run that an undo took back. */
  readonly of: string | null;
  /** The run that took this one back, or a part of it; `null` when none did. */
  readonly takenBackBy: string | null;
  /** Whether that has put back only some rows or fields, or was stopped before its end. */
  readonly takenBackInPart: boolean;
  /** The whole path of the sheet that was given, and where its changes went; `null` when the plan is not there any more. */
  readonly sheet: string | null;
  readonly target: PlanTarget | null;
  readonly state: RunState;
  /** Records to update. */
  readonly updates: number;
  /** Updates that were not sent, or of which nobody knows; `null` after a crash. */
  readonly open: number | null;
  readonly results: string | null;
}

const SIGNS: Readonly<Record<RunState, { readonly sign: string; readonly tone: Tone }>> = {
  finished: { sign: '✓', tone: 'good' },
  stopped: { sign: '…', tone: 'warn' },
  'under-way': { sign: '›', tone: 'quiet' },
  'cut-off': { sign: '!', tone: 'warn' },
  damaged: { sign: '✗', tone: 'bad' },
};

/**
 * The runs for a terminal, each with what became of it, then with when, what, from which sheet, where to, and where its
 * results are.
 */
export function runListLines(runs: readonly ListedRun[], messages: Messages, width: number): Line[] {
  const { screens, format, commands } = messages;
  return [
    ...runs.flatMap((run) => {
      const about = [...whenAndWhat(run, messages), screens.rows(run.updates, format), ...whereTo(run)];
      return [
        [...stateSpans(run, messages), ...openSpans(run, messages), ...backSpans(run, messages)],
        ...wrapLine(
          [
            span(`  ${about.join(' · ')}`),
            ...(run.results === null ? [] : [span(` → ${run.results}`, 'quiet')]),
          ],
          width,
          2,
        ),
      ];
    }),
    [span(commands.runs.utc, 'quiet')],
    [span(commands.runs.one, 'quiet')],
  ];
}

/** The same of one run for a pipe, on a line of its own. */
export function plainRunLine(run: ListedRun, messages: Messages): string {
  const { screens, format, commands } = messages;
  const more = [...openSpans(run, messages), ...backSpans(run, messages)].map(({ text }) => text);
  const about = [...whenAndWhat(run, messages), screens.rows(run.updates, format), ...whereTo(run)];
  return safeText([run.runId, ...about, `${commands.runs.states[run.state]}${more.join('')}`].join('  '));
}

/** A run of an earlier time, told as it was told at its end, with the commands that go on with it. */
export function pastRunLines(run: ListedRun, report: RunReport, messages: Messages): Line[] {
  const head: Line[] = [
    [...stateSpans(run, messages), ...openSpans(run, messages), ...backSpans(run, messages)],
    [span(whenAndWhat(run, messages).join(' · '), 'quiet')],
  ];
  // Its first line says how it ended; here the head does, which knows of a crash as well.
  const [, ...told] = reportLines(report, messages);
  const { rebuild, utc } = messages.commands.runs;
  return [...head, ...told, commandLine(rebuild(run.runId), 'quiet'), [span(utc, 'quiet')]];
}

function stateSpans({ runId, state }: ListedRun, { commands }: Messages): Span[] {
  const { sign, tone } = SIGNS[state];
  return [span(`${sign} `, tone), span(runId, 'strong'), span(`  ${commands.runs.states[state]}`, tone)];
}

function openSpans({ open }: ListedRun, { commands, format }: Messages): Span[] {
  return open ? [span(` · ${commands.runs.open(open, format)}`, 'warn')] : [];
}

function backSpans({ takenBackBy, takenBackInPart }: ListedRun, { commands }: Messages): Span[] {
  if (takenBackBy === null) return [];
  return [span(` · ${commands.runs.takenBack(takenBackBy, takenBackInPart)}`, 'quiet')];
}

function whenAndWhat(run: ListedRun, { commands, format }: Messages): string[] {
  const { startedAt, kind, of } = run;
  const when = startedAt === null ? [] : [format.moment(startedAt)];
  const what = kind === null ? [] : [`${commands.runs.kinds[kind]}${of === null ? '' : ` ${of}`}`];
  return [...when, ...what, ...sheetOf(run)];
}

/** The sheet's own name: it is known by that, and where it lies may take more than a line. */
function sheetOf({ sheet }: ListedRun): string[] {
  return sheet === null ? [] : [basename(sheet)];
}

function whereTo({ target }: ListedRun): string[] {
  return target === null ? [] : [`${target.workspaceName ?? target.workspaceId} · ${host(target)}`];
}
