import { useInput } from 'ink';
import type { Messages } from '../../messages/index.js';
import { span } from '../lines/line.js';
import { progressBar } from '../lines/progressLines.js';
import { Lines } from './Lines.js';
import { useTerminalSize, useTick } from './terminal.js';

export interface PlanningProps {
  /** Read at each tick. */
  readonly progress: { readonly planned: number; readonly total: number };
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
  const { planned, total } = progress;
  const { number } = messages.format;
  const text = messages.screens.planning(number(planned), number(total));
  const lines = [[span(text)], progressBar(planned, 0, total, columns)];
  return <Lines lines={lines} width={columns} colour={colour} />;
}
