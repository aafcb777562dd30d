/** Keeps the terminal's own title, and puts it back (xterm, window manipulation 22 and 23). */
const KEEP = '\u001b[22;0t';
const RESTORE = '\u001b[23;0t';

/**
 * How far a run is in the terminal's title and, where the terminal is known to show it, in the taskbar (OSC 9;4). Made of
 * numbers only: nothing that comes from a sheet or a server is ever in it.
 */
export class TerminalTitle {
  readonly #taskbar: boolean;
  #kept = false;
  #last = '';

  constructor(
    private readonly write: (text: string) => void,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    // Elsewhere this sequence is a message that pops up.
    this.#taskbar =
      environment.WT_SESSION !== undefined ||
      environment.ConEmuANSI === 'ON' ||
      environment.TERM_PROGRAM === 'ghostty';
  }

  show(done: number, total: number, failed: number): void {
    const percent = total === 0 ? 100 : Math.floor((done * 100) / total);
    const title = `opsheet ${percent}%${failed > 0 ? ` ✗ ${failed}` : ''}`;
    if (title === this.#last) return;
    this.#last = title;
    const keep = this.#kept ? '' : KEEP;
    this.#kept = true;
    const taskbar = this.#taskbar ? `\u001b]9;4;${failed > 0 ? 4 : 1};${percent}\u0007` : '';
    this.write(`${keep}\u001b]0;${title}\u0007${taskbar}`);
  }

  /** Safe to call at any time, and twice. */
  restore(): void {
    if (!this.#kept) return;
    this.#kept = false;
    this.#last = '';
    this.write(`${this.#taskbar ? '\u001b]9;4;0;0\u0007' : ''}${RESTORE}`);
  }
}
