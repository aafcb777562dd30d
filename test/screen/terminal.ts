import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { expect, onTestFinished } from 'vitest';
import type { Setting } from '../cli/opsheet.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** The longest that a screen may take to show something, in ms. */
const PATIENCE = 15_000;

/** Columns and rows: the smallest that is meant to be good, the commonest, and a large one. */
export const SIZES = [
  [60, 20],
  [80, 24],
  [200, 50],
] as const;

/** The built program in a real pseudo-terminal, seen through a terminal emulator. */
export interface Screen {
  /** What the terminal shows now, line by line, without the empty space at the right. */
  text(): string;
  /** Waits until the terminal shows this; fails with what it shows instead. */
  shows(wanted: string | RegExp): Promise<void>;
  /** Types keys as a person would. */
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Closes the terminal under the program, as when its window is closed. */
  hangUp(): void;
  /** Ends the program as one that has no time for anything any more. */
  kill(): void;
  /** Everything that was printed, scrolled away or not. */
  history(): string;
  /** The lines that the terminal had to break, each of them whole: of those in sight, or from the last one with a text on. */
  broken(where: 'in sight' | 'ever' | { readonly from: string }): string[];
  /** Everything that the terminal was sent. */
  raw(): string;
  readonly cursorVisible: boolean;
  /** Resolves to the exit code, once all that was printed is on the screen. */
  readonly ended: Promise<number>;
}

export const KEY = {
  up: '\u001b[A',
  down: '\u001b[B',
  left: '\u001b[D',
  right: '\u001b[C',
  enter: '\r',
  escape: '\u001b',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  pageDown: '\u001b[6~',
  tab: '\t',
  backspace: '\u007f',
};

/**
 * `after` is a command that the shell gives once the program has ended, in the terminal as it was left; a Ctrl-C that
 * the terminal itself makes a signal of ends the program and not the shell, as soon as the shell has printed its blank
 * line.
 */
export function onScreen(
  args: readonly string[],
  { folder, environment }: Setting,
  columns: number,
  rows: number,
  after?: string,
): Screen {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
  const program = [process.execPath, MAIN, ...args];
  const shell = ['/bin/sh', '-c', `trap : INT; echo; "$@"; code=$?; ${after}; exit $code`, 'sh', ...program];
  const [file = '', ...argv] = after === undefined ? program : shell;
  const child = spawn(file, argv, {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: folder,
    // The emulator is the one of VS Code.
    env: { TERM_PROGRAM: 'vscode', ...environment, TERM: 'xterm-256color' },
  });
  let raw = '';
  child.onData((data) => {
    raw += data;
    terminal.write(data);
  });
  // The emulator reads what it is given a little later: what was printed last is to be on its screen by then.
  const ended = new Promise<number>((resolve) =>
    child.onExit(({ exitCode }) => terminal.write('', () => resolve(exitCode))),
  );
  let running = true;
  void ended.then(() => {
    running = false;
  });
  onTestFinished(() => {
    if (running) child.kill('SIGKILL');
    terminal.dispose();
  });

  const lines = (from: number, to: number) => {
    const buffer = terminal.buffer.active;
    return Array.from(
      { length: to - from },
      (_, i) => buffer.getLine(from + i)?.translateToString(true) ?? '',
    ).join('\n');
  };
  const text = () =>
    lines(terminal.buffer.active.viewportY, terminal.buffer.active.viewportY + terminal.rows);
  const broken = (from: number, to: number) => {
    const buffer = terminal.buffer.active;
    const whole: string[] = [];
    for (let y = from; y < to; y += 1) {
      if (!buffer.getLine(y)?.isWrapped) continue;
      let first = y;
      while (buffer.getLine(first)?.isWrapped) first -= 1;
      while (buffer.getLine(y + 1)?.isWrapped) y += 1;
      whole.push(lines(first, y + 1).replaceAll('\n', ''));
    }
    return whole;
  };
  return {
    text,
    broken: (where) => {
      const { viewportY, length } = terminal.buffer.active;
      if (where === 'in sight') return broken(viewportY, viewportY + terminal.rows);
      const all = lines(0, length).split('\n');
      const first = where === 'ever' ? 0 : all.findLastIndex((line) => line.includes(where.from));
      return broken(first, length);
    },
    history: () => lines(0, terminal.buffer.active.length),
    shows: async (wanted) => {
      const matches = () => (typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text()));
      const deadline = performance.now() + PATIENCE;
      while (!matches()) {
        if (performance.now() > deadline) throw new Error(`never showed ${wanted}; shows:\n${text()}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    type: (keys) => child.write(keys),
    resize: (newColumns, newRows) => {
      child.resize(newColumns, newRows);
      terminal.resize(newColumns, newRows);
    },
    // Not in its type: it closes the terminal itself, where `kill` only sends a signal.
    kill: () => child.kill('SIGKILL'),
    hangUp: () => (child as unknown as { destroy(): void }).destroy(),
    raw: () => raw,
    get cursorVisible() {
      return raw.lastIndexOf('\u001b[?25h') >= raw.lastIndexOf('\u001b[?25l');
    },
    ended,
  };
}

/**
 * Waits until nothing in sight is wider than the terminal, nor ends in `…` because there was no room for it. The
 * emulator's own lines are never wider than it is: it breaks them, as terminals do.
 */
export async function fits(screen: Screen): Promise<void> {
  const cut = () => screen.text().match(/^.*…$/gm) ?? [];
  await expect.poll(() => [...screen.broken('in sight'), ...cut()], { timeout: PATIENCE }).toEqual([]);
}

/** The same for a screen that cuts what is in its lists. */
export async function fitsCut(screen: Screen): Promise<void> {
  await expect.poll(() => screen.broken('in sight'), { timeout: PATIENCE }).toEqual([]);
}

/**
 * Fails where a printed line is wider than the terminal; with `from` only the lines from the last one on that holds it
 * are looked at. A word or a command alone may be wider: broken by hand it could not be copied.
 */
export function fitsPrinted(screen: Screen, from?: string): void {
  expect(screen.history()).toContain(from ?? '');
  for (const line of screen.broken(from === undefined ? 'ever' : { from }))
    expect(line).toMatch(/^ *(?:opsheet .+|\S+)$/);
}
