import { useInput } from 'ink';
import type { Messages } from '../../messages/index.js';
import { span } from '../lines/line.js';
import { progressBar } from '../lines/progressLines.js';
import { Lines } from './Lines.js';
import { useTerminalSize, useTick } from './terminal.js';

/** How far the planning is: first the list is walked, if it is, then the rows are planned. */
export interface PlanningProgress {
  planned: number;
  total: number;
  /** Records of the list that were read. */
  listed: number;
  /** How many there are; `null` when nobody knows. */
  listTotal: number | null;
}

export interface PlanningProps {
  /** Read at each tick. */
  readonly progress: Readonly<PlanningProgress>;
  readonly messages: Messages;
  readonly colour: boolean;
  readonly onInterrupt: () => void;
}

/** While live records are read. */
export function PlanningScreen({ progress, messages, colour, onInterrupt }: PlanningProps) {
  useTick(100);
  const { columns } = useTerminalSize();
  useInput((input, key) => {
    if (key.ctrl && input === 'c') onInterrupt();
  });
  const { planned, total, listed, listTotal } = progress;
  const { screens, format } = messages;
  const lines =
    total === 0
      ? [
          [span(screens.listing(listed, listTotal, format))],
          ...(listTotal === null ? [] : [progressBar(Math.min(listed, listTotal), 0, listTotal, columns)]),
        ]
      : [
          [span(screens.planning(format.number(planned), format.number(total)))],
          progressBar(planned, 0, total, columns),
        ];
  return <Lines lines={lines} width={columns} colour={colour} />;
}
