/** What a terminal would obey, reorder or not show (Unicode general categories C, Zl, Zp), but for line feeds. */
const NOT_SHOWN = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A value as JSON that can be printed on a terminal: what JSON itself leaves as it is, but a terminal would obey, is
 * written as `\uXXXX`. It parses to the same value. `indent` is as of `JSON.stringify`.
 */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(NOT_SHOWN, escaped);
}

function escaped(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
