/**
 * A CSV cell that begins like a formula is run by the spreadsheet program that opens it (CWE-1236). Such text
 * is written with one apostrophe before it; the apostrophe is taken off again when the sheet is read back, so
 * that nothing is lost: `restoreText(neutraliseText(t)) === t` for every text.
 */

/** Characters that programs skip when they look for the first one: spaces, BOM, zero-width and bidi marks. */
const SKIPPED = '[ \\u00a0\\u00ad\\u200b-\\u200f\\u2028\\u2029\\u202a-\\u202f\\u2060-\\u2069\\u3000\\ufeff]*';
const FORMULA_START = new RegExp(`^${SKIPPED}[=+\\-@\\t\\r\\n＝＋－＠]`, 'u');
const ESCAPED_FORMULA_START = new RegExp(`^'+${SKIPPED}[=+\\-@\\t\\r\\n＝＋－＠]`, 'u');

/** A signed number or phone number, or a lone dash: they compute nothing, and a prefix would change them. */
const HARMLESS = /^[+-]?\d[\d.,'’ \u00a0\u202f]*%?$|^-$/u;

function needsPrefix(text: string): boolean {
  if (isEscaped(text)) return true;
  return FORMULA_START.test(text) && !HARMLESS.test(text);
}

/** Whether a text is as `neutraliseText` writes one that begins like a formula. */
export function isEscaped(text: string): boolean {
  return ESCAPED_FORMULA_START.test(text);
}

export function neutraliseText(text: string): string {
  return needsPrefix(text) ? `'${text}` : text;
}

export function restoreText(text: string): string {
  return text.startsWith("'") && needsPrefix(text.slice(1)) ? text.slice(1) : text;
}
