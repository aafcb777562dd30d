import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { textWidth } from '../textWidth.js';

/** The line of the cursor erased, and the cursor moved to the line above. */
const ERASE_UP = '\u001b[2K\u001b[1A';

/**
 * The terminal as Ink is given it: all goes through, but nothing is told of its height and of changes of its size. Ink
 * answers a terminal that has become lower than its frame by erasing everything, what was printed long before included
 * (ink #382); and one that has become narrower by erasing as many rows as it wrote lines, though the terminal has
 * broken them into more. The screens follow the size themselves, and their frames are never as tall as the terminal.
 */
export class ScreenOutput extends Writable {
  readonly isTTY = true;
  readonly rows = Number.POSITIVE_INFINITY;
  /** The frame that stands on the terminal, line by line, as it was written. */
  #frame: readonly string[] = [];
  readonly #rewraps: boolean;

  constructor(
    private readonly terminal: NodeJS.WriteStream,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    super({ decodeStrings: false });
    this.#rewraps = rewrapsLines(environment);
  }

  get columns(): number {
    return this.terminal.columns;
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    if (chunk.endsWith('\n')) this.#frame = chunk.slice(0, -1).split('\n');
    this.terminal.write(chunk);
    done();
  }

  /**
   * Erases the frame where the terminal has broken its lines into more, and leaves the cursor where the frame would end
   * if it had not: Ink erases that many rows before it draws the next one. To be called as soon as the size has changed.
   */
  resized(): void {
    const { columns, rows } = this.terminal;
    if (!this.#rewraps || !(columns > 0)) return;
    const taken = this.#frame.reduce((sum, line) => sum + rowsOf(line, columns), 0);
    const lines = this.#frame.length;
    if (taken === lines) return;
    this.#frame = Array.from({ length: lines }, () => '');
    this.terminal.write(`${ERASE_UP.repeat(taken)}${'\n'.repeat(Math.min(lines, rows - 1))}`);
  }
}

/** Rows that a line takes on a terminal of so many columns. */
function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(textWidth(stripVTControlCharacters(line)) / columns));
}

/** Of `TERM_PROGRAM`: terminals that break lines anew when they become narrower. */
const REWRAPPING: ReadonlySet<string> = new Set([
  'Apple_Terminal',
  'ghostty',
  'iTerm.app',
  'tmux',
  'vscode',
  'WarpTerminal',
  'WezTerm',
]);
/** Konsole does so since 21.04. */
const KONSOLE = 210_400;

/**
 * Whether the terminal is known to break its lines anew when it becomes narrower. Others (xterm, the console of Linux,
 * GNU screen) cut them; where it is not known nothing more is erased than was written.
 */
function rewrapsLines(environment: Readonly<Record<string, string | undefined>>): boolean {
  const { STY, TERM = '', TERM_PROGRAM = '', KONSOLE_VERSION } = environment;
  if (STY !== undefined) return false;
  return (
    REWRAPPING.has(TERM_PROGRAM) ||
    /^(?:alacritty|foot|tmux|xterm-ghostty|xterm-kitty)\b/.test(TERM) ||
    ['ALACRITTY_WINDOW_ID', 'KITTY_WINDOW_ID', 'TMUX', 'VTE_VERSION', 'WT_SESSION'].some(
      (name) => environment[name] !== undefined,
    ) ||
    Number(KONSOLE_VERSION ?? 0) >= KONSOLE
  );
}
