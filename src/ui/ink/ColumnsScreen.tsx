import { useInput } from 'ink';
import { useRef, useState } from 'react';
import type { ColumnTarget } from '../../mapping/index.js';
import type { Messages } from '../../messages/index.js';
import { changedMap, choicesFor, troubleWith } from '../columnChoice.js';
import { columnDetail, columnLine, troubleLine } from '../lines/columnLines.js';
import { BLANK, firstLines, fitLine, type Line, lineWidth, span, wrapLine } from '../lines/line.js';
import { keysOf } from '../review/keys.js';
import type { ColumnsAnswer, ColumnsQuestion } from '../view.js';
import { Lines } from './Lines.js';
import { useTerminalSize } from './terminal.js';

export interface ColumnsProps {
  readonly question: ColumnsQuestion;
  readonly messages: Messages;
  readonly colour: boolean;
  readonly onAnswer: (answer: ColumnsAnswer) => void;
  readonly onInterrupt: () => void;
}

interface State {
  readonly cursor: number;
  readonly targets: readonly (ColumnTarget | null)[];
}

type Move =
  | { readonly kind: 'by'; readonly columns: number }
  | { readonly kind: 'turn'; readonly by: 1 | -1 };

/** What each column is taken for, to be looked at and changed before anything is read from the CRM. */
export function ColumnsScreen({ question, messages, colour, onAnswer, onInterrupt }: ColumnsProps) {
  const { columns: width, rows } = useTerminalSize();
  const { screens, format } = messages;
  const { columns } = question.guesses;
  const [state, draw] = useState<State>(() => ({
    cursor: Math.max(
      0,
      columns.findIndex(({ reason }) => reason === 'unknown'),
    ),
    targets: columns.map(({ target }) => target),
  }));
  const trouble = troubleWith(columns, state.targets);
  // What the keys so far came to, drawn or not: an Enter right behind another key takes what that key has changed.
  const latest = useRef(state);
  const move = (step: Move) => {
    latest.current = moved(latest.current, step);
    draw(latest.current);
  };

  function moved(before: State, step: Move): State {
    if (step.kind === 'by') {
      return { ...before, cursor: Math.max(0, Math.min(columns.length - 1, before.cursor + step.columns)) };
    }
    const column = columns[before.cursor];
    if (!column) return before;
    const choices = choicesFor(column);
    const at = choices.indexOf(before.targets[before.cursor] ?? null);
    const next = choices[(at + step.by + choices.length) % choices.length] ?? null;
    return { ...before, targets: before.targets.map((target, i) => (i === before.cursor ? next : target)) };
  }

  useInput((input, key) => {
    for (const one of keysOf(input, key)) press(one.name ?? one.char);
  });
  const press = (key: string) => {
    if (key === 'ctrlC') {
      onAnswer({ kind: 'leave' });
      onInterrupt();
    } else if (key === 'escape' || key === 'q') onAnswer({ kind: 'leave' });
    else if (key === 'm' && question.savedAt !== null) onAnswer({ kind: 'saved' });
    else if (key === 'enter' || key === 's') {
      const { targets } = latest.current;
      if (troubleWith(columns, targets) !== null) return;
      onAnswer({ kind: 'take', map: changedMap(columns, targets), save: key === 's' });
    } else if (key === 'up' || key === 'k') move({ kind: 'by', columns: -1 });
    else if (key === 'down' || key === 'j') move({ kind: 'by', columns: 1 });
    else if (key === 'right' || key === 'l' || key === ' ') move({ kind: 'turn', by: 1 });
    else if (key === 'left' || key === 'h') move({ kind: 'turn', by: -1 });
  };

  const wrapped = (line: Line) => wrapLine(line, width, 0, true);
  const head: Line[] = [
    [span(screens.columnsTitle(question.file), 'strong')],
    ...(question.savedAt === null
      ? []
      : wrapped([
          span(screens.columnsSaved(new Date(question.savedAt).toLocaleDateString(messages.locale))),
        ])),
    BLANK,
  ];
  // With all their words where there is room for them; the others fit every terminal.
  const keys = [false, true].map(
    (short): Line => [span(screens.columnsKeys(short, question.savedAt !== null), 'quiet')],
  );
  const selected = columns[state.cursor];
  const target = state.targets[state.cursor] ?? null;
  const unused = state.targets.filter((other) => other === null).length;
  // However long a header or a cell is, the other columns and the keys stay in sight.
  const mostDetail = Math.max(2, Math.floor(rows / 3));
  const foot: Line[] = [
    BLANK,
    ...(selected
      ? firstLines(columnDetail(selected, target, width, messages).flatMap(wrapped), mostDetail)
      : []),
    ...(trouble ? firstLines(wrapped(troubleLine(trouble, messages)), Math.ceil(mostDetail / 2)) : []),
    [span(screens.columnsCount(columns.length - unused, unused, format), 'quiet')],
    keys.find((line) => lineWidth(line) <= width) ?? keys[1] ?? [],
  ];
  const room = Math.max(3, rows - head.length - foot.length);
  const top = Math.max(0, Math.min(state.cursor - Math.floor(room / 2), columns.length - room));
  const list = columns
    .slice(top, top + room)
    .map((column, i) =>
      columnLine(column, state.targets[top + i] ?? null, top + i === state.cursor, width, messages),
    );
  const lines = [...head, ...list, ...foot].map((line) => fitLine(line, width));
  return (
    <Lines
      lines={lines.slice(0, rows)}
      width={width}
      colour={colour}
      selected={head.length + state.cursor - top}
    />
  );
}
