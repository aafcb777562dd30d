import { useInput } from 'ink';
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { Messages } from '../../messages/index.js';
import { impactLines, riskLines } from '../lines/impactLines.js';
import { BLANK, type Line, span, wrapLine } from '../lines/line.js';
import { rowDetail, rowLine } from '../lines/rowLine.js';
import { host, targetLine } from '../lines/sheetLines.js';
import type { PlanPreview } from '../view.js';
import { Lines } from './Lines.js';
import {
  FILTER_VERDICTS,
  FILTERS,
  type Filter,
  initialReview,
  moveReview,
  type ReviewState,
} from './reviewState.js';
import { useTerminalSize } from './terminal.js';
import { useWindow } from './useWindow.js';

export interface ReviewProps {
  readonly plan: PlanPreview;
  readonly messages: Messages;
  readonly colour: boolean;
  /** Whether it ends in a question; else the plan can only be looked at. */
  readonly asks: boolean;
  /** Told once: whether the plan is to be sent. */
  readonly onDecision: (send: boolean) => void;
  readonly onInterrupt: () => void;
}

/** Rows of the frame that are not the list: target, filter, gaps, keys; and the most for the selected row. */
const FRAME_ROWS = 5;
const MOST_DETAIL = 5;
const LEAST_LIST = 3;

/** The plan, to be looked through, and the question whether to send it. */
export function ReviewScreen({ plan, messages, colour, asks, onDecision, onInterrupt }: ReviewProps) {
  const { columns, rows } = useTerminalSize();
  const [state, move] = useReducer(moveReview, plan, initialReview);
  const [mode, setMode] = useMode();
  const { screens, format } = messages;

  const lists = useMemo(() => listsOf(plan), [plan]);
  const positions = lists[state.filter];
  const impact = useMemo(() => impactLines(plan, messages), [plan, messages]);
  const detailRows = Math.min(MOST_DETAIL, Math.max(0, rows - FRAME_ROWS - impact.length - LEAST_LIST));
  const listRows = Math.max(LEAST_LIST, rows - FRAME_ROWS - impact.length - detailRows);
  const top = Math.max(0, Math.min(state.cursor - Math.floor(listRows / 2), positions.length - listRows));
  const window = useWindow(plan, positions, top, listRows);

  useEffect(() => {
    move({ kind: 'size', page: listRows, count: positions.length });
  }, [listRows, positions.length]);

  useInput((input, key) => {
    if (key.ctrl && input === 'c') {
      onDecision(false);
      onInterrupt();
    } else if (mode.current === 'help') setMode('list');
    else if (mode.current === 'question') {
      if (screens.yesKeys.includes(input.toLowerCase())) onDecision(true);
      else if (input.toLowerCase() === 'n' || key.escape) setMode('list');
    } else if (key.return && asks) setMode('question');
    else if (key.escape || key.return || input === 'q') onDecision(false);
    else if (input === '?') setMode('help');
    else if (key.upArrow || input === 'k') move({ kind: 'by', rows: -1 });
    else if (key.downArrow || input === 'j') move({ kind: 'by', rows: 1 });
    else if (key.pageUp) move({ kind: 'by', rows: -listRows });
    else if (key.pageDown || input === ' ') move({ kind: 'by', rows: listRows });
    else if (input === 'g') move({ kind: 'first' });
    else if (input === 'G') move({ kind: 'last' });
    else if (key.rightArrow || (key.tab && !key.shift)) move({ kind: 'filter', by: 1 });
    else if (key.leftArrow || key.tab) move({ kind: 'filter', by: -1 });
  });

  if (mode.current === 'help') {
    const keys = screens.helpKeys.map(
      ([names, what]): Line => [span(`  ${names.padEnd(16)}`, 'strong'), span(what)],
    );
    const lines = [[span(screens.helpTitle, 'strong')], ...keys, BLANK, [span(screens.anyKey, 'quiet')]];
    return <Lines lines={lines.slice(0, rows)} width={columns} colour={colour} />;
  }

  const list = window.map(
    (row): Line => (row ? rowLine(row, messages, plan.stages, columns) : [span(screens.reading)]),
  );
  if (positions.length === 0) list.push([span(`  ${screens.empty}`, 'quiet')]);
  while (list.length < listRows) list.push(BLANK);
  const selected = window[state.cursor - top];
  const detail = selected ? rowDetail(selected, messages, plan.stages, columns).slice(0, detailRows) : [];
  while (detail.length < detailRows) detail.push(BLANK);
  const foot = mode.current === 'question' ? question(plan, messages) : [[span(keysFor(columns), 'quiet')]];
  // The question says again what is risky: where there is not room for both, the impact gives way.
  const forImpact = Math.max(0, rows - foot.length - LEAST_LIST - 2);
  const head: Line[] = [
    targetLine(plan.target, messages),
    ...impact.slice(0, forImpact),
    filterLine(lists, state, messages),
  ];
  const before = head.length;
  const middle = [...list, ...detail];
  const lines = [...head, ...middle.slice(0, Math.max(0, rows - before - foot.length)), ...foot];
  return (
    <Lines
      lines={lines.slice(0, rows)}
      width={columns}
      colour={colour}
      selected={positions.length === 0 ? -1 : before + state.cursor - top}
    />
  );

  function keysFor(width: number): string {
    if (!asks) return width >= 80 ? screens.keysLook : screens.keysLookShort;
    return width >= 80 ? screens.keysPreview : screens.keysPreviewShort;
  }

  function question({ summary, target }: PlanPreview, messages: Messages): Line[] {
    const { screens } = messages;
    const { update, invalid, missing } = summary.verdicts;
    const workspace = target.workspaceName ?? target.workspaceId;
    const lines: Line[] = [[span(screens.confirm(update, workspace, host(target), format), 'strong')]];
    lines.push(...riskLines(summary, messages));
    if (invalid + missing > 0) lines.push([span(screens.confirmLeft(invalid + missing, format), 'warn')]);
    // Wrapped, not cut: nobody should say yes to half a sentence.
    return [BLANK, ...[...lines, [span(screens.confirmKeys)]].flatMap((line) => wrapLine(line, columns))];
  }
}

type Mode = 'list' | 'question' | 'help';

/**
 * What the keys mean now. A ref, because a key can arrive between a frame and the effect that renews the key
 * handler: it must then find the mode that the person sees, not the one before.
 */
function useMode(): [{ readonly current: Mode }, (mode: Mode) => void] {
  const mode = useRef<Mode>('list');
  const [, setShown] = useState<Mode>('list');
  const setMode = (next: Mode) => {
    mode.current = next;
    setShown(next);
  };
  return [mode, setMode];
}

type Lists = Readonly<Record<Filter, readonly number[]>>;

/** The rows under each filter; made once, because a plan may have a million rows. */
function listsOf(plan: PlanPreview): Lists {
  const lists = FILTERS.map((filter) => [filter, plan.positions(FILTER_VERDICTS[filter])]);
  return Object.fromEntries(lists) as Lists;
}

function filterLine(lists: Lists, state: ReviewState, { screens, format }: Messages): Line {
  return FILTERS.flatMap((filter, i) => {
    const count = format.number(lists[filter].length);
    const text = `${screens.filters[filter]} ${count}`;
    const shown = filter === state.filter ? span(`[${text}]`, 'strong') : span(` ${text} `, 'quiet');
    return i === 0 ? [shown] : [span(' '), shown];
  });
}
