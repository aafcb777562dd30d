import type { Messages } from '../../messages/index.js';
import type { RunReport } from '../view.js';
import { commandLine, type Line, type Span, span, type Tone, wrapLine } from './line.js';
import { reportLines } from './reportLines.js';

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

/** The runs for a terminal, two lines each: what became of it, then when, what, and where its results are. */
export function runListLines(runs: readonly ListedRun[], messages: Messages, width: number): Line[] {
  const { screens, format, commands } = messages;
  return [
    ...runs.flatMap((run) => {
      const about = [...whenAndWhat(run, messages), screens.rows(run.updates, format)];
      return [
        [...stateSpans(run, messages), ...openSpans(run, messages)],
        ...wrapLine(
          [
            span(`  ${about.join(' · ')}`),
            ...(run.results === null ? [] : [span(` · ${run.results}`, 'quiet')]),
          ],
          width,
          2,
        ),
      ];
    }),
    [span(commands.runs.one, 'quiet')],
  ];
}

/** A run of an earlier time, told as it was told at its end, with the commands that go on with it. */
export function pastRunLines(run: ListedRun, report: RunReport, messages: Messages): Line[] {
  const head: Line[] = [
    [...stateSpans(run, messages), ...openSpans(run, messages)],
    [span(whenAndWhat(run, messages).join(' · '), 'quiet')],
  ];
  // Its first line says how it ended; here the head does, which knows of a crash as well.
  const [, ...told] = reportLines(report, messages);
  return [...head, ...told, commandLine(messages.commands.runs.rebuild(run.runId), 'quiet')];
}

function stateSpans({ runId, state }: ListedRun, { commands }: Messages): Span[] {
  const { sign, tone } = SIGNS[state];
  return [span(`${sign} `, tone), span(runId, 'strong'), span(`  ${commands.runs.states[state]}`, tone)];
}

function openSpans({ open }: ListedRun, { commands, format }: Messages): Span[] {
  return open ? [span(` · ${commands.runs.open(open, format)}`, 'warn')] : [];
}

function whenAndWhat({ startedAt, kind, of }: ListedRun, { commands, locale }: Messages): string[] {
  const when = startedAt === null ? [] : [new Date(startedAt).toLocaleString(locale)];
  const what = kind === null ? [] : [`${commands.runs.kinds[kind]}${of === null ? '' : ` ${of}`}`];
  return [...when, ...what];
}
