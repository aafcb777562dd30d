import type { Messages } from '../messages/index.js';
import type { View } from '../ui/index.js';
import { chooseView } from './chooseView.js';
import { StopSignals } from './stopSignals.js';
import type { World } from './world.js';

export interface ViewWork {
  readonly command: 'plan' | 'apply' | 'resume' | 'undo';
  readonly json: boolean;
  /** Prints the plan as Markdown. */
  readonly markdown?: boolean;
  readonly color: boolean;
  /** Whether the command will need an answer. */
  readonly asks: boolean;
  /** The command itself; resolves to the exit code. */
  readonly work: (view: View, stops: StopSignals) => Promise<number>;
}

/** Runs a command with the view that fits, and gives terminal and signals back when it is over. */
export async function withView(
  { work, ...choice }: ViewWork,
  messages: Messages,
  world: World,
): Promise<number> {
  const stops = new StopSignals();
  try {
    const onInterrupt = () => stops.request('SIGINT');
    const view = await chooseView({ ...choice, onInterrupt }, messages, world);
    try {
      return await work(view, stops);
    } finally {
      await view.close();
    }
  } finally {
    stops.release();
  }
}
