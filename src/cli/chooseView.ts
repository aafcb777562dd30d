import type { Messages } from '../messages/index.js';
import { createMarkdownView, createPlainView, loadInkView, type View } from '../ui/index.js';
import { createJsonView } from './jsonView.js';
import { UsageRefusal } from './usageRefusal.js';
import type { World } from './world.js';

export interface ViewChoice {
  readonly command: 'plan' | 'apply' | 'resume' | 'undo';
  readonly json: boolean;
  readonly markdown?: boolean;
  readonly color: boolean;
  /** Whether the command will need an answer. */
  readonly asks: boolean;
  readonly onInterrupt: () => void;
}

/**
 * Screens in a real terminal, plain lines elsewhere, JSON when asked for. Throws `UsageRefusal` when a question
 * would have nobody to answer it.
 */
export async function chooseView(choice: ViewChoice, messages: Messages, world: World): Promise<View> {
  const { stdout, stderr, stdin, environment } = world;
  // In CI Ink draws nothing until the end, even in a pseudo-terminal.
  const terminal = Boolean(stdout.isTTY && stdin.isTTY && environment.TERM !== 'dumb' && !environment.CI);
  if (choice.asks && (choice.json || !terminal)) throw new UsageRefusal({ code: 'usage.noTerminal' });
  if (choice.json) return createJsonView(choice.command, stdout, messages);
  const colour =
    choice.color && !environment.NO_COLOR && (stdout.isTTY === true || Boolean(environment.FORCE_COLOR));
  const options = { stdout, stderr, stdin, colour, environment, onInterrupt: choice.onInterrupt };
  if (choice.markdown) return createMarkdownView(messages, options);
  if (!terminal) return createPlainView(messages, options);
  return (await loadInkView()).createInkView(messages, options);
}
