import type { CsvDialect } from './csvDialect.js';

/**
 * Turns every line end outside of quotes into `\n`, for files in which CR, LF and CRLF stand side by side (RFC
 * 4180 knows only CRLF; sheets that were glued together hold them all). Inside quotes nothing is touched.
 */
export class LineEndNormaliser {
  #quoted = false;
  #fieldStart = true;
  /** A CR at the end of a block: whether an LF follows is in the next one. */
  #pendingReturn = false;

  constructor(private readonly dialect: Pick<CsvDialect, 'delimiter' | 'quoteEscape'>) {}

  add(text: string): string {
    const { delimiter, quoteEscape } = this.dialect;
    const pieces: string[] = [];
    let from = 0;
    const input = this.#pendingReturn ? `\r${text}` : text;
    this.#pendingReturn = false;
    for (let at = 0; at < input.length; at += 1) {
      const char = input[at];
      if (this.#quoted) {
        if (char === '\\' && quoteEscape === 'backslash') at += 1;
        // A doubled quote closes and opens again at once, which comes to the same.
        else if (char === '"') this.#quoted = false;
      } else if (char === '"') {
        if (this.#fieldStart || input[at - 1] === '"') this.#quoted = true;
        this.#fieldStart = false;
      } else if (char === '\r') {
        if (at === input.length - 1) {
          this.#pendingReturn = true;
          return pieces.join('') + input.slice(from, at);
        }
        if (input[at + 1] === '\n') at += 1;
        const end = input[at] === '\n' ? at - 1 : at;
        pieces.push(input.slice(from, end), '\n');
        from = at + 1;
        this.#fieldStart = true;
      } else this.#fieldStart = char === delimiter || char === '\n';
    }
    pieces.push(input.slice(from));
    return pieces.join('');
  }

  end(): string {
    return this.#pendingReturn ? '\n' : '';
  }
}
