import { charactersOf, safeText } from '../safeText.js';

/** The most characters of one text; what was cut is marked by `…`. */
const LONGEST = 300;

/** Signs that can be markup anywhere in a line, among them those of HTML, links, tables and mentions. */
const MARKUP = /[\\`*_{}[\]<>#|~&@!$^:]/g;

/**
 * Text from cells, headers and the server for a place inside a line of Markdown. Signs that could be markup are
 * written as numeric references, which never are (CommonMark 0.31, 2.5); so none breaks a table, makes a link or
 * carries HTML. Behind `@` and `#` stands a space of no width, because GitHub looks for mentions after that.
 */
export function markdownText(text: string): string {
  return shortened(safeText(text))
    .replace(MARKUP, (sign) => `&#${sign.charCodeAt(0)};${sign === '@' || sign === '#' ? '&#8203;' : ''}`)
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`);
}

/** Whole characters only: a joiner at the end would join what follows. */
function shortened(safe: string): string {
  if (safe.length <= LONGEST) return safe;
  let kept = '';
  for (const character of charactersOf(safe)) {
    if (kept.length + character.length > LONGEST) return `${kept}…`;
    kept += character;
  }
  return safe;
}

/** A table; the cells are Markdown already. Columns whose alignment is `right` hold numbers. */
export function markdownTable(
  head: readonly string[],
  align: readonly ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(align.map((side) => (side === 'right' ? '--:' : '---'))), ...rows.map(line)];
}
