/** What the result of a formula says where it is the number 0. */
export type ZeroOrigin = 'text' | 'taken' | 'other';

/** Cells, columns or rows of a tab, a file of OpenDocument's among them; without any of them a name. */
const REFERENCE = (() => {
  const quoted = "'(?:[^']|'')*'";
  const plain = '[^\\s\'!()*/+\\-&,;=<>"]*';
  const cell = '\\$?[A-Z]{1,3}\\$?\\d+';
  const span = `(?:${cell}(?::\\.?${cell})?|\\$?[A-Z]{1,3}:\\.?\\$?[A-Z]{1,3}|\\$?\\d+:\\.?\\$?\\d+)`;
  const excel = `(?:(?:${quoted}|[^'!()*/+\\-&,;=<>"]*)!)?${span}`;
  const openDocument = `\\[?(?:${quoted}#)?(?:\\$?(?:${quoted}|${plain}))?\\.?${span}\\]?`;
  return new RegExp(`^(?:${excel}|${openDocument}|[\\p{L}_][\\p{L}\\d_.]*(?:\\[.*\\])?)$`, 'iu');
})();
/** Whose result is a cell of what they are given, or several of them. */
const LOOK_UPS = new Set([
  ...['VLOOKUP', 'HLOOKUP', 'LOOKUP', 'XLOOKUP', 'INDEX', 'OFFSET', 'INDIRECT', 'FILTER', 'ANCHORARRAY'],
  ...['SORT', 'SORTBY', 'UNIQUE', 'TAKE', 'DROP', 'CHOOSECOLS', 'CHOOSEROWS', 'TOCOL', 'TOROW'],
  ...['VSTACK', 'HSTACK', 'WRAPROWS', 'WRAPCOLS', 'EXPAND', 'TRANSPOSE'],
]);
/** Whose result is what stands last in them. */
const LAST_GIVEN = new Set(['LET', 'SINGLE']);
/** Of which one of the arguments is the result. */
const CHOICES = new Set(['IF', 'IFERROR', 'IFNA', 'IFS', 'CHOOSE', 'SWITCH']);
/** Whose result is text, whatever they are given. */
const TEXTS = new Set([
  ...[
    'CONCATENATE',
    'CONCAT',
    'TEXTJOIN',
    'UPPER',
    'LOWER',
    'PROPER',
    'TRIM',
    'CLEAN',
    'TEXT',
    'LEFT',
    'RIGHT',
  ],
  ...['MID', 'SUBSTITUTE', 'REPLACE', 'REPT', 'CHAR', 'UNICHAR', 'FIXED', 'DOLLAR', 'HYPERLINK'],
]);

/**
 * What a formula with the result 0 tells: that it gives text, so that nobody has computed the 0 (as LibreOffice writes
 * texts into .xls); that it takes another cell as it is, which may be empty; or that it computes something. Of cells that
 * the formula of another one fills nothing is known, and most such formulas fetch lists.
 */
export function zeroOrigin(formula: string | undefined): ZeroOrigin {
  if (formula === undefined) return 'taken';
  const text = withoutBrackets(formula.replace(/^of:=|^[=+]+/, '').trim());
  if (text.length > LONGEST) return 'other';
  const parts = cutAt(text, '&+-*/^=<>%');
  if (parts.some(({ sign }) => sign === '&')) return 'text';
  if (REFERENCE.test(text)) return 'taken';
  const [, name = '', inner = ''] =
    /^(?:_xlfn\.|_xlws\.|COM\.MICROSOFT\.)*([A-Z.]+)\((.*)\)$/is.exec(text) ?? [];
  if (name === '' || parts.length !== 1) return 'other';
  const called = name.toUpperCase();
  if (TEXTS.has(called)) return 'text';
  if (LOOK_UPS.has(called)) return 'taken';
  if (LAST_GIVEN.has(called)) return zeroOrigin(cutAt(inner, ',;').at(-1)?.piece);
  if (!CHOICES.has(called)) return 'other';
  const results = cutAt(inner, ',;').slice(called === 'IFERROR' || called === 'IFNA' ? 0 : 1);
  return results.some(({ piece }) => zeroOrigin(piece) === 'taken') ? 'taken' : 'other';
}

/** Formulas are of up to 8,192 characters. */
const LONGEST = 9_000;

/** The text without the brackets around the whole of it. */
function withoutBrackets(text: string): string {
  if (text.length > LONGEST || !text.startsWith('(') || !text.endsWith(')')) return text;
  const inner = text.slice(1, -1);
  let depth = 0;
  for (const char of inner) {
    if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    if (depth < 0) return text;
  }
  return withoutBrackets(inner.trim());
}

/** The text cut at these signs, outside of brackets and quotes; each piece with the sign before it. */
function cutAt(text: string, signs: string): { sign: string; piece: string }[] {
  const pieces = [{ sign: '', piece: '' }];
  let depth = 0;
  let quoted = '';
  for (const char of text) {
    if (quoted !== '') {
      if (char === quoted) quoted = '';
    } else if (char === '"' || char === "'") quoted = char;
    else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    else if (depth === 0 && signs.includes(char)) {
      pieces.push({ sign: char, piece: '' });
      continue;
    }
    (pieces.at(-1) as { piece: string }).piece += char;
  }
  return pieces;
}
