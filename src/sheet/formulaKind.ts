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
  const parts = partsOf(text);
  if (parts.some(({ joins }) => joins)) return 'text';
  if (REFERENCE.test(text)) return 'taken';
  const [, name = '', inner = ''] = /^(?:_xlfn\.|_xlws\.)*([A-Z.]+)\((.*)\)$/is.exec(text) ?? [];
  if (name === '' || parts.length !== 1) return 'other';
  const called = name.toUpperCase();
  if (TEXTS.has(called)) return 'text';
  if (LOOK_UPS.has(called)) return 'taken';
  if (!CHOICES.has(called)) return 'other';
  const results = argumentsOf(inner).slice(called === 'IFERROR' || called === 'IFNA' ? 0 : 1);
  return results.some((result) => zeroOrigin(result) === 'taken') ? 'taken' : 'other';
}

/** Formulas are of up to 8,192 characters. */
const LONGEST = 9_000;

/** The formula cut at its operators, outside of brackets and quotes; `joins` is a `&`. */
function partsOf(text: string): { joins: boolean }[] {
  const parts = [{ joins: false }];
  let depth = 0;
  let quoted = '';
  for (const char of text) {
    if (quoted !== '') {
      if (char === quoted) quoted = '';
    } else if (char === '"' || char === "'") quoted = char;
    else if (char === '(' || char === '[' || char === '{') depth += 1;
    else if (char === ')' || char === ']' || char === '}') depth -= 1;
    else if (depth === 0 && '&+-*/^=<>%'.includes(char)) parts.push({ joins: char === '&' });
  }
  return parts;
}

/** The arguments of a call, which commas or semicolons part. */
function argumentsOf(text: string): string[] {
  const found = [''];
  let depth = 0;
  let quoted = '';
  for (const char of text) {
    if (quoted !== '') {
      if (char === quoted) quoted = '';
    } else if (char === '"' || char === "'") quoted = char;
    else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    if ((char === ',' || char === ';') && depth === 0 && quoted === '') found.push('');
    else found[found.length - 1] += char;
  }
  return found.map((argument) => argument.trim());
}
