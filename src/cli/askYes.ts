import { createInterface } from 'node:readline/promises';
import type { World } from './world.js';

/** Asks on the terminal; only a word that begins as yes does is one, an input that has ended is none. */
export async function askYes(
  question: string,
  yes: readonly string[],
  { stdin, stderr }: World,
): Promise<boolean> {
  // Not as a terminal: Ctrl-C then stays a signal, as it is everywhere else.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const typed = await Promise.race([lines.question(`${question} `), ended]);
    return yes.includes(typed.trim().toLowerCase());
  } finally {
    lines.close();
  }
}
