import { canonicalAmount } from '../opportunity/index.js';
import { currencyName } from './currency.js';

/** Which sign separates the decimals in a column of amounts. */
export type AmountStyle = 'comma' | 'dot';

/**
 * What one amount text says about its column. `plain` reads the same either way; `ambiguous` has two readings
 * (`1.234` is 1234 or 1.234), given for comma and for dot decimals, and `separator` is the sign that it hangs on, which
 * is not the one in `S/.`. `grouped` is there where the sign that must be decimal may have been meant for thousands all
 * the same: people write `1500.000` for a million and a half. `multiplied` is `5k` or `2 millones`, with
 * the amount it seems to mean.
 */
export type AmountReading =
  | { kind: 'plain'; amount: string }
  | { kind: AmountStyle; amount: string; grouped?: string }
  | { kind: 'ambiguous'; separator: AmountStyle; comma: string; dot: string }
  | { kind: 'multiplied'; suggestion: string }
  | { kind: 'percent' }
  | { kind: 'notNumber' };

const SIGNS =
  '\\$U(?![A-Z])|US\\$|U\\$S|R\\$|RD\\$|MX\\$|MN\\$|AR\\$|CL\\$|COL\\$|C\\$|A\\$|S\\.?/\\.?|Bs\\.?|B/\\.?|Gs\\.?|[$€£₡₲₱¥]';
const CODES =
  'USD|EUROS?|EUR|GBP|PEN|COP|MXN|ARS|CLP|CLF|UF|UTM|BRL|BOB|PYG|UYU|CRC|GTQ|DOP|HNL|NIO|VES|PAB|SOLES|PESOS|REAIS|D[OÓ]LARES';
const CURRENCY_BEFORE = new RegExp(`^(?:(?:${CODES})\\s*)?(?:${SIGNS})\\s*|^(?:${CODES})\\s*`, 'i');
/** Capitals alone, where a number follows: `Q3` is a quarter of a year, and a small `l` may have been meant for 1. */
const LETTER_BEFORE = /^(?:Q(?![1-4]$)(?=[\s\d])|L\.?(?=[\s\d]))\s*/;
const CODE_AFTER = new RegExp(`\\s*(?:${CODES}|M\\.N\\.?)$`, 'i');
const CURRENCY_AFTER = new RegExp(
  `\\s*(?:${CODES}|M\\.N\\.?|US\\$|U\\$S|[€$£₡₲₱¥]|R\\$|S\\.?/\\.?|Bs\\.?|Gs\\.?)$`,
  'i',
);

/** What follows a number that was cut short, and the zeros it stands for. */
const MULTIPLIERS: readonly (readonly [RegExp, number])[] = [
  [/\s*(?:k|mil)\.?$/i, 3],
  [/\s*(?:mm|m|mio|millón|millon|millones|milhão|milhao|milhões|milhoes|million|millions)\.?$/i, 6],
];

/** The longest text that can be an amount, in characters; longer ones are not looked at. */
const LONGEST_AMOUNT = 60;

/** The most characters of an amount in one of the two commonest shapes. */
const LONGEST_COMMON = 15;

/**
 * Where the separator stands in an amount of the shape that nearly all have: digits, then perhaps a separator and
 * one or two decimals. -1 when there is none; `null` when the text has another shape. Looked at letter by letter,
 * because a million patterns take a second.
 */
function commonShape(text: string): number | null {
  const { length } = text;
  if (length === 0 || length > LONGEST_COMMON) return null;
  let separator = -1;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) continue;
    const separates = (code === 44 || code === 46) && separator === -1 && at > 0;
    if (!separates || at < length - 3 || at === length - 1) return null;
    separator = at;
  }
  const whole = separator === -1 ? length : separator;
  return text.charCodeAt(0) === 48 && whole > 1 ? null : separator;
}

function styleAt(text: string, separator: number): AmountStyle {
  return text.charCodeAt(separator) === 44 ? 'comma' : 'dot';
}

function withoutZeros(text: string, separator: number): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end -= 1;
  const whole = text.slice(0, separator);
  return end - 1 === separator ? whole : `${whole}.${text.slice(separator + 1, end)}`;
}

/** How an amount of the commonest shape is written; `null` for any other, which takes a closer look. */
export function commonStyle(text: string): AmountStyle | 'plain' | null {
  const separator = commonShape(text);
  if (separator === null) return null;
  return separator === -1 ? 'plain' : styleAt(text, separator);
}

/**
 * What `readAmount` gives for an amount of the commonest shape, in a column that is written in this style; `null` for
 * any other text. It fits the API's number: it has 15 digits at the most, two of them decimals.
 */
export function commonAmount(text: string, style: AmountStyle | 'either' | null): string | null {
  const separator = commonShape(text);
  if (separator === null || separator === -1) return separator === null ? null : text;
  if (style !== 'either' && style !== styleAt(text, separator)) return null;
  return withoutZeros(text, separator);
}

/**
 * Reads an amount as people write it, without deciding what it cannot know. Signs: `-`, the Unicode minus, a
 * trailing minus, or accounting brackets. Groups must be of three digits. There is no exponent, and words and
 * `k` are only understood, not taken: `Number()` and `parseFloat` are never used, because `parseFloat('1.234,56')`
 * is 1.234.
 */
export function readAmount(raw: string): AmountReading {
  const separator = commonShape(raw);
  if (separator === -1) return { kind: 'plain', amount: raw };
  if (separator !== null) return { kind: styleAt(raw, separator), amount: withoutZeros(raw, separator) };
  if (isAccountingZero(raw)) return { kind: 'plain', amount: '0' };
  const text = seenText(raw);
  if (text.length > LONGEST_AMOUNT || text.includes('_')) return { kind: 'notNumber' };
  if (/^[^%]*\d\s*%$/.test(text)) return { kind: 'percent' };
  const { digits, sign, isWhole } = takeApart(text);
  const reading = isWhole ? readWhole(digits, sign) : readDigits(digits, sign);
  return reading.kind === 'notNumber' ? (readMultiplied(digits, sign) ?? reading) : reading;
}

/**
 * Whether a text is how accounting formats show 0, as a text file holds it: ` S/ -   `, or a dash between the spaces that
 * keep the digits of such a format in line. A dash alone may as well stand for nothing.
 */
export function isAccountingZero(raw: string): boolean {
  if (raw.length > LONGEST_AMOUNT || !ACCOUNTING_DASH.test(raw)) return false;
  const { digits, currency } = takeApart(raw.replace(/[-–]/, '0').trim());
  return digits === '0' && (currency !== null || PADDED_DASH.test(raw));
}

const ACCOUNTING_DASH = /^[^\d]*[-–][^\d]*$/;
/** `_(* "-"??_)`: a space before, and where two digits and a bracket would stand. */
const PADDED_DASH = /^[ \u00a0][ \u00a0]*[-–][ \u00a0]{2,}$/;

/** The currency that an amount is written with, by the name that `currencyName` gives it; `null` when there is none. */
export function currencyOf(raw: string): string | null {
  if (raw.length > LONGEST_AMOUNT) return null;
  return takeApart(seenText(raw)).currency;
}

/** Without the marks of direction and the spaces of no width that other programs put around a number. */
function seenText(raw: string): string {
  return raw.normalize('NFC').replace(UNSEEN, '').trim();
}

const UNSEEN = /^[\s\u200b\u200e\u200f\u202a\u2066\u2068\ufeff]+|[\s\u200b\u200e\u200f\u202c\u2069\ufeff]+$/g;

/** Digits of which is written that no decimals follow: their only sign is that of the thousands. */
function readWhole(digits: string, sign: '' | '-'): AmountReading {
  const found = /^(?:\d+|[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*)$/.exec(digits);
  if (!found) return { kind: 'notNumber' };
  const amount = signed(sign, digits, '');
  if (found[1] === undefined) return { kind: 'plain', amount };
  return { kind: found[1] === '.' ? 'comma' : 'dot', amount };
}

function readDigits(digits: string, sign: '' | '-'): AmountReading {
  // Spaces and apostrophes only ever separate groups; `_` stands for them from here on.
  const body = digits.replace(/(?<=\d)[ \u00a0\u202f\u2009'’´′](?=\d{3}(?!\d))/g, '_');
  if (!/^[\d.,_]+$/.test(body) || !/^\d.*\d$|^\d$/.test(body)) return { kind: 'notNumber' };
  const amount = (whole: string, fraction: string) => signed(sign, whole, fraction);
  const millions = MILLIONS.exec(digits);
  if (millions) return readMillions(millions, amount);

  const dots = count(body, '.');
  const commas = count(body, ',');
  const marked = body.includes('_');
  if (marked && !/^[1-9]\d{0,2}(_\d{3})+(?:[.,]\d+)?$/.test(body)) return { kind: 'notNumber' };
  if (dots === 0 && commas === 0) return { kind: 'plain', amount: amount(body, '') };
  if (dots > 0 && commas > 0) {
    const decimal = body.lastIndexOf('.') > body.lastIndexOf(',') ? '.' : ',';
    const [whole = '', fraction = ''] = splitAtLast(body, decimal);
    const group = decimal === '.' ? ',' : '.';
    if (whole.includes(decimal) || !isGrouped(whole, group)) return { kind: 'notNumber' };
    return { kind: decimal === '.' ? 'dot' : 'comma', amount: amount(whole, fraction) };
  }

  const separator = dots > 0 ? '.' : ',';
  const asDecimal = separator === '.' ? 'dot' : 'comma';
  const asGroup = separator === '.' ? 'comma' : 'dot';
  if (dots + commas > 1) {
    if (!isGrouped(body, separator)) return { kind: 'notNumber' };
    return { kind: asGroup, amount: amount(body, '') };
  }
  const [whole = '', fraction = ''] = splitAtLast(body, separator);
  const couldGroup = !marked && fraction.length === 3 && /^(?!0+$)\d{1,3}$/.test(whole);
  const decimal = amount(whole, fraction);
  const grouped = amount(body, '');
  if (!couldGroup) {
    const misgrouped = !marked && /^[1-9]\d{3,}$/.test(whole) && /^\d\d0$/.test(fraction);
    return { kind: asDecimal, amount: decimal, ...(misgrouped && { grouped }) };
  }
  return separator === '.'
    ? { kind: 'ambiguous', separator: 'dot', comma: grouped, dot: decimal }
    : { kind: 'ambiguous', separator: 'comma', comma: decimal, dot: grouped };
}

/** `1'200,000.50`: in Peru, Colombia and Mexico the apostrophe marks the millions, and another sign the thousands. */
const MILLIONS = /^([1-9]\d{0,2})['’´′](\d{3})([.,])(\d{3})(?:(?!\3)[.,](\d+))?$/;

/** Where no decimals follow, `1'200.000` may also be 1200 with three of them, as in Switzerland. */
function readMillions(
  [, millions = '', thousands = '', separator, rest = '', fraction]: RegExpExecArray,
  amount: (whole: string, fraction: string) => string,
): AmountReading {
  const [asDecimal, asGroup] = separator === '.' ? (['dot', 'comma'] as const) : (['comma', 'dot'] as const);
  const grouped = amount(millions + thousands + rest, fraction ?? '');
  if (fraction !== undefined) return { kind: asGroup, amount: grouped };
  const decimal = amount(millions + thousands, rest);
  return asDecimal === 'dot'
    ? { kind: 'ambiguous', separator: 'dot', comma: grouped, dot: decimal }
    : { kind: 'ambiguous', separator: 'comma', comma: decimal, dot: grouped };
}

/** `5k`, `1,5 M`, `mil`: never taken as they are, because `M` is a thousand in some countries. */
function readMultiplied(digits: string, sign: '' | '-'): AmountReading | null {
  for (const [pattern, zeros] of MULTIPLIERS) {
    const text = digits.replace(pattern, '').trim();
    if (text === digits.trim()) continue;
    const found = text === '' ? /^()()$/.exec('') : /^(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(text);
    if (!found) continue;
    const whole = text === '' ? '1' : (found[1] ?? '');
    const fraction = (found[2] ?? '').padEnd(zeros, '0');
    return { kind: 'multiplied', suggestion: signed(sign, whole + fraction, '') };
  }
  return null;
}

/** `isWhole` is there where `,-` or `.-` stands for the decimals. */
function takeApart(text: string): {
  digits: string;
  sign: '' | '-';
  currency: string | null;
  isWhole: boolean;
} {
  let rest = text;
  let negative = false;
  let currency: string | null = null;
  const bracketed = /^\((.+)\)$/.exec(rest);
  if (bracketed?.[1]) {
    negative = true;
    rest = bracketed[1].trim();
  }
  const strip = (pattern: RegExp, negates: boolean): string => {
    const found = pattern.exec(rest)?.[0] ?? '';
    rest = rest.replace(pattern, '').trim();
    if (found !== '' && negates) negative = true;
    return found.trim();
  };
  if (!bracketed && /^[-–−]/.test(rest)) strip(/^[-–−]/, true);
  else if (/^\+/.test(rest)) strip(/^\+/, false);
  const named = strip(CURRENCY_BEFORE, false);
  const letter = named === '' || /^(?:GTQ|HNL)$/i.test(named) ? strip(LETTER_BEFORE, false) : '';
  const before = named || letter;
  // `$ 1,200.00 MXN`: the sign alone is that of many currencies.
  const sign = before === '$' ? strip(CODE_AFTER, false) || before : before || strip(CURRENCY_AFTER, false);
  if (sign !== '') currency = currencyName(sign);
  // `US$ 1,200 USD` says it twice.
  const again = before === '' || before === '$' ? null : CODE_AFTER.exec(rest)?.[0].trim();
  if (again && currencyName(again) === currency) strip(CODE_AFTER, false);
  // Accounting formats write `$ (1,200.00)`, others `(1,200.00) USD`.
  const inner = negative ? undefined : /^\(([^()]+)\)$/.exec(rest)?.[1];
  if (sign !== '' && inner !== undefined && /^\s*\d/.test(inner)) {
    negative = true;
    rest = inner.trim();
  } else if (!negative && /^[-–−]\s*\d/.test(rest)) strip(/^[-–−]/, true);
  else if (!negative && /\d\s*[-–−]$/.test(rest)) strip(/[-–−]$/, true);
  const isWhole = NO_DECIMALS.test(rest);
  strip(NO_DECIMALS, false);
  return { digits: rest, sign: negative ? '-' : '', currency, isWhole };
}

/** `1.500.000.-`, `1.500,--`: the dashes stand where the decimals would. */
const NO_DECIMALS = /(?<=\d)[.,][-–—]{1,2}$/;

function isGrouped(whole: string, group: string): boolean {
  const parts = whole.split(group);
  const [first = ''] = parts;
  if (parts.length === 1) return /^\d+$/.test(whole);
  return /^[1-9]\d{0,2}$/.test(first) && parts.slice(1).every((part) => /^\d{3}$/.test(part));
}

function signed(sign: '' | '-', whole: string, fraction: string): string {
  const plain = `${sign}${whole.replace(/[._,]/g, '')}${fraction === '' ? '' : `.${fraction}`}`;
  return canonicalAmount(plain) ?? plain;
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

function splitAtLast(text: string, char: string): [string, string] {
  const at = text.lastIndexOf(char);
  return [text.slice(0, at), text.slice(at + 1)];
}
