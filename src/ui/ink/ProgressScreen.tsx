import { useInput } from 'ink';
import type { Messages } from '../../messages/index.js';
import { BLANK } from '../lines/line.js';
import { progressLines } from '../lines/progressLines.js';
import { targetLine } from '../lines/sheetLines.js';
import type { RunCounter } from '../runCounter.js';
import type { Target } from '../view.js';
import { Lines } from './Lines.js';
import { useTerminalSize, useTick } from './terminal.js';

export interface ProgressProps {
  /** Counted by the run, looked at at each tick. */
  readonly counter: RunCounter;
  readonly state: { readonly stopping: boolean };
  readonly target: Target;
  readonly messages: Messages;
  readonly colour: boolean;
  readonly onInterrupt: () => void;
}

/** While the plan is sent. */
export function ProgressScreen({ counter, state, target, messages, colour, onInterrupt }: ProgressProps) {
  useTick(100);
  const { columns, rows } = useTerminalSize();
  useInput((input, key) => {
    if ((key.ctrl && input === 'c') || (input === 's' && !state.stopping)) onInterrupt();
  });
  const lines = [
    targetLine(target, messages),
    BLANK,
    ...progressLines(counter, performance.now(), state.stopping, columns, messages),
  ];
  return <Lines lines={lines.slice(0, rows)} width={columns} colour={colour} />;
}
