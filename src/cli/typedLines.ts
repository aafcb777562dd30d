import { createInterface } from 'node:readline/promises';
import type { World } from './world.js';

/** Lines that a person types in answer to questions. */
export interface TypedLines {
  /** The next one, trimmed; empty when the input has ended. Rejects when the signal aborts first. */
  ask(question: string, signal?: AbortSignal): Promise<string>;
  close(): void;
}

export function openTypedLines({ stdin, stderr }: World): TypedLines {
  // Not as a terminal: Ctrl-C then stays a signal, as it is everywhere else.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  // A question whose input has ended (Ctrl-D) is never answered by itself.
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  return {
    ask: async (question, signal) => {
      const typed = await Promise.race([lines.question(`${question} `, signal ? { signal } : {}), ended]);
      return typed.trim();
    },
    close: () => lines.close(),
  };
}
