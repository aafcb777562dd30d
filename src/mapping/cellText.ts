/** Letters of Latin scripts, digits and signs, but those that nobody sees, or that mojibake begins with (Â, Ã and ð). */
const ORDINARY_LETTERS = '!-~¡-¬®-ÁÄ-ïñ-ɏ';
const ORDINARY = new RegExp(`^[${ORDINARY_LETTERS}](?:[ ${ORDINARY_LETTERS}]*[${ORDINARY_LETTERS}])?$`);

/** The first code point beyond the Latin letters that a table can hold. */
const TABLE_END = 0x250;
/** The same in a table. 0: needs a closer look; 1: ordinary inside a text; 2: also at its ends. */
const ORDINARY_TABLE = Uint8Array.from({ length: TABLE_END }, (_, code) => {
  const char = String.fromCharCode(code);
  if (char === ' ') return 1;
  return ORDINARY.test(char) ? 2 : 0;
});

/** Characters up to which the table is quicker than the pattern. */
const SHORT = 12;

/**
 * Text that needs no second look: printable letters of Latin scripts, no space at its ends, no sign with which an
 * error, a token, a formula, what was escaped or mojibake begins, no number that was shortened. Nearly all cells are like that.
 */
export function isOrdinary(text: string): boolean {
  const { length } = text;
  if (length === 0) return false;
  const first = text.charCodeAt(0);
  if (first === 0x23 || first === 0x27 || first === 0x3c || first === 0x3d) return false;
  if (first === 0x45 && text.startsWith(CALC_ERROR)) return false;
  if (first >= 0x30 && first <= 0x39 && mayHaveLostDigits(text)) return false;
  return length > SHORT ? ORDINARY.test(text) : isOrdinaryShort(text);
}

function isOrdinaryShort(text: string): boolean {
  const last = text.length - 1;
  if (ORDINARY_TABLE[text.charCodeAt(0)] !== 2) return false;
  for (let at = 1; at < last; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= TABLE_END || ORDINARY_TABLE[code] === 0) return false;
  }
  return ORDINARY_TABLE[text.charCodeAt(last)] === 2;
}

/** Whether the last characters are such that `hasLostDigits` must look. */
function mayHaveLostDigits(text: string): boolean {
  const { length } = text;
  if (text.charCodeAt(length - 3) === 0x2b || text.charCodeAt(length - 2) === 0x2b) return true;
  return length >= 17 && text.endsWith('00');
}

/** Digits as they are saved by a program that keeps 15 of them and fills up with zeros. */
const CUT_DIGITS = /^\d{15}0{2,}$/;

/** Whether a spreadsheet has shortened a long number: to 15 digits, or to a power of ten (`5.19877E+11`). */
export function hasLostDigits(text: string): boolean {
  return /^\d+(?:[.,]\d+)?E\+\d+$/i.test(text) || CUT_DIGITS.test(text);
}

/** How LibreOffice writes the errors that have no name. */
const CALC_ERROR = 'Err:';

/**
 * Errors as spreadsheets write them, also found as text in CSV files. Each language has words of its own, and every
 * version of Excel new ones (`#REF!`, `#¡REF!`, `#DESBORDAMIENTO!`): they are known by their shape. Google writes
 * `#ERROR!`, LibreOffice also `Err:502`, Excel in German `#NV`; `#OBTENIENDO_DATOS` is a value still on its way.
 */
const ERROR_TEXT =
  /^(?:#(?:[Nn]\/[AaDd]|N\/DISP|NV|N\/A Requesting Data\.{0,3}|(?:GETTING|OBTENIENDO|OBTENDO|A_OBTER)_DA(?:TA|TOS|DOS)|[¡¿]?[\p{Lu}\d/]{2,20}[!?]|#+)|Err:\d{3})$/u;

export function isErrorText(text: string): boolean {
  return (text.startsWith('#') || text.startsWith(CALC_ERROR)) && ERROR_TEXT.test(text);
}

/** Characters that show nothing: soft hyphen, zero-width space, joiners and no-break space, and bidi marks. */
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

export function hasInvisible(text: string): boolean {
  return text.search(INVISIBLE) !== -1;
}

/**
 * Text that a spreadsheet program would take for a formula: behind `=` something that one can begin with. Blanks and
 * invisible characters before it do not make it another text. `=== Nota ===` is no formula anywhere.
 */
export function isFormulaText(text: string): boolean {
  return text.includes('=') && /^=\s*[\p{L}\p{N}"'([{+\-@#$_.\\]/u.test(withoutInvisible(text).trimStart());
}

/** For ids and names of stages, where nothing invisible ever belongs. In other text a joiner can be part of an emoji. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** What people write into a cell when there is nothing to write. */
const PLACEHOLDERS = new Set([
  ...['-', '--', '---', '----', '- -', '–', '—', '―', '−', '_', '.', '..', '...', '…', '?', '??', '/'],
  ...[
    'n/a',
    'na',
    'n.a.',
    'n.a',
    'n / a',
    'n/a.',
    'n-a',
    '\\n',
    'n/d',
    'nd',
    'n.d.',
    'n.d',
    's/d',
    's/d.',
    's.d.',
    's/i',
    'sd',
    's/n',
    'null',
    'nil',
    'none',
    '(null)',
    '(blank)',
    '(none)',
    '(empty)',
  ],
  ...['ninguno', 'ninguna', 'nenhum', 'nulo', 'vacio', 'vacío', 'vazio', '(en blanco)', 'undefined', 'nan'],
  ...[
    '(vacio)',
    '(vacío)',
    '(vazio)',
    '(em branco)',
    '(ninguno)',
    'no aplica',
    'não se aplica',
    'nao se aplica',
  ],
  ...['sin dato', 'sin datos', 'sem dados', 'no data', 'not available'],
]);
const LONGEST_PLACEHOLDER = 13;
/** 1 at the codes of ASCII with which one begins. */
const FIRST_LETTERS = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  return [...PLACEHOLDERS].some((text) => text.startsWith(letter)) ? 1 : 0;
});

export function isPlaceholder(text: string): boolean {
  if (text.length > LONGEST_PLACEHOLDER) return false;
  // Most short text is no placeholder, and its first letter tells.
  const first = text.charCodeAt(0);
  if (first < 0x80 && first > 0x20 && FIRST_LETTERS[first] === 0) return false;
  return PLACEHOLDERS.has(text.trim().toLowerCase());
}

/** The characters that Windows-1252 has at 0x80-0x9F; its five unused bytes stand for themselves. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
/** What the first byte of two or three looks like, or the first two of the four that an emoji has, and then the next. */
const MOJIBAKE = /(?:[ÂÃâ]|ðŸ)[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;

/**
 * The text as it was before somebody read its UTF-8 as Windows-1252 (`PeÃ±a` -> `Peña`); `null` when it does not
 * look like that, or cannot have come about that way.
 */
export function repairedMojibake(garbled: string): string | null {
  if (!MOJIBAKE.test(garbled)) return null;
  const bytes: number[] = [];
  for (const char of garbled) {
    const code = char.codePointAt(0) ?? 0;
    const special = WINDOWS_1252.indexOf(char);
    if (special !== -1) bytes.push(0x80 + special);
    else if (code <= 0xff) bytes.push(code);
    else return null;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
    // The sign for a lost letter, read wrongly once more: the letter is not in it.
    return text.includes('\ufffd') ? null : text;
  } catch {
    return null;
  }
}

/** Whether a digit stands in the text; looked for from its end, where ids have theirs. */
export function hasDigit(text: string): boolean {
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) return true;
  }
  return false;
}
