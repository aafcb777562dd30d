import { type Line, lineText, wrapLine } from '../ui/index.js';
import type { World } from './world.js';

/** Whether standard output is a terminal that shows what is laid out for one. */
export function isTerminal({ stdout, environment }: World): boolean {
  return stdout.isTTY === true && environment.TERM !== 'dumb';
}

/** Columns of the terminal. */
export function widthOf({ stdout }: World): number {
  return stdout.columns > 0 ? stdout.columns : 80;
}

/** Prints lines on a terminal, broken between words to its width; `color` is what was typed of colours. */
export function printLines(lines: readonly Line[], color: boolean, world: World): void {
  const colour = color && !world.environment.NO_COLOR;
  const wrapped = lines.flatMap((line) => wrapLine(line, widthOf(world)));
  world.stdout.write(wrapped.map((line) => `${lineText(line, colour)}\n`).join(''));
}
