import { useInput } from 'ink';
import type { Messages } from '../../messages/index.js';
import type { RunControls } from '../../run/index.js';
import { BLANK } from '../lines/line.js';
import { progressLines } from '../lines/progressLines.js';
import { targetLine } from '../lines/sheetLines.js';
import { keysOf } from '../review/keys.js';
import type { RunCounter } from '../runCounter.js';
import type { Target } from '../view.js';
import { Lines } from './Lines.js';
import { useTerminalSize, useTick } from './terminal.js';

export interface ProgressProps {
  /** Counted by the run, looked at at each tick. */
  readonly counter: RunCounter;
  readonly state: { readonly stopping: boolean };
  readonly controls: RunControls | null;
  readonly target: Target;
  readonly messages: Messages;
  readonly colour: boolean;
  readonly onInterrupt: () => void;
}

/** ms between two frames. Each takes a few ms from the sending, and a person reads no faster. */
const TICK = 500;

/** While the plan is sent: how far it is, what went wrong, and the keys that hold it back or speed it up. */
export function ProgressScreen(props: ProgressProps) {
  const { counter, state, controls, target, messages, colour, onInterrupt } = props;
  const draw = useTick(TICK);
  const { columns, rows } = useTerminalSize();
  useInput((input, key) => {
    // Keys that are typed quickly come together, a Ctrl-C among them.
    for (const one of keysOf(input, key)) {
      if (one.name === 'ctrlC') stop();
      else if (one.char) press(one.char);
    }
    draw();
  });
  const press = (letter: string) => {
    if (letter === 's' && !state.stopping) stop();
    else if (letter === 'p' && controls) {
      if (controls.paused) controls.resume();
      else controls.pause();
    } else if (letter === '+' || letter === '=') controls?.setCeiling(controls.ceiling + 1);
    else if (letter === '-') controls?.setCeiling(controls.ceiling - 1);
  };
  const stop = () => {
    // A run that is held back would never come to its end.
    controls?.resume();
    onInterrupt();
  };
  const head = [targetLine(target, messages, columns), BLANK];
  const running = { stopping: state.stopping, paused: controls?.paused ?? false };
  const size = { columns, rows: rows - head.length };
  const lines = [...head, ...progressLines(counter, performance.now(), running, size, messages)];
  return <Lines lines={lines.slice(0, rows)} width={columns} colour={colour} />;
}
