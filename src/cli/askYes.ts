import { openTypedLines } from './typedLines.js';
import type { World } from './world.js';

/** Asks on the terminal; only one of the words for yes is one, an input that has ended is none. */
export async function askYes(question: string, yes: readonly string[], world: World): Promise<boolean> {
  const lines = openTypedLines(world);
  try {
    return yes.includes((await lines.ask(question)).toLowerCase());
  } finally {
    lines.close();
  }
}
