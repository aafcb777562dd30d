import type { Messages } from '../messages/index.js';
import { planMarkdown } from './markdown/planMarkdown.js';
import { createPlainView } from './plainView.js';
import type { View, ViewOptions } from './view.js';

/** A plan as Markdown, alone on standard output; progress goes to standard error as plain lines. */
export function createMarkdownView(messages: Messages, options: ViewOptions): View {
  return {
    ...createPlainView(messages, options),
    understood: () => undefined,
    reading: () => undefined,
    review: async (plan) => {
      options.stdout.write(await planMarkdown(plan, messages));
      return { send: false };
    },
  };
}
