/** What the result of a formula says where it is the number 0. */
export type ZeroOrigin = 'text' | 'taken' | 'other';

const REFERENCE =
  /^(?:(?:'[^']*'|[^'!()*/+\-&,;=<>"]*)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?$|^\[?\.?(?:\$?[^\s'!()*/+\-&,;=<>"]+\.|\.)?\$?[A-Z]{1,3}\$?\d+\]?$|^[\p{L}_][\p{L}\d_.]*(?:\[.*\])?$/iu;
const LOOK_UPS = new Set([
  'VLOOKUP',
  'HLOOKUP',
  'LOOKUP',
  'XLOOKUP',
  'INDEX',
  'OFFSET',
  'INDIRECT',
  'FILTER',
]);
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
 * texts into .xls); that it takes another cell as it is, which may be empty; or that it computes something.
 */
export function zeroOrigin(formula: string): ZeroOrigin {
  const text = formula.replace(/^of:=|^[=+]+/, '').trim();
  if (text.length > LONGEST) return 'other';
  const parts = cutAt(text, '&+-*/^=<>%');
  if (parts.some(({ sign }) => sign === '&')) return 'text';
  if (REFERENCE.test(text)) return 'taken';
  const [, name = '', inner = ''] = /^(?:_xlfn\.|_xlws\.)*([A-Z.]+)\((.*)\)$/is.exec(text) ?? [];
  if (name === '' || parts.length !== 1) return 'other';
  const called = name.toUpperCase();
  if (TEXTS.has(called)) return 'text';
  if (LOOK_UPS.has(called)) return 'taken';
  if (!CHOICES.has(called)) return 'other';
  const results = cutAt(inner, ',;').slice(called === 'IFERROR' || called === 'IFNA' ? 0 : 1);
  return results.some(({ piece }) => zeroOrigin(piece) === 'taken') ? 'taken' : 'other';
}

/** Formulas are of up to 8,192 characters. */
const LONGEST = 9_000;

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
