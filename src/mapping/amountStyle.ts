import { canonicalAmount } from '../opportunity/index.js';

/** Which sign separates the decimals in a column of amounts. */
export type AmountStyle = 'comma' | 'dot';

/**
 * What one amount text says about its column. `plain` reads the same either way; `ambiguous` has two readings
 * (`1.234` is 1234 or 1.234), given for comma and for dot decimals.
 */
export type AmountReading =
  | { kind: 'plain'; amount: string }
  | { kind: 'comma' | 'dot'; amount: string }
  | { kind: 'ambiguous'; comma: string; dot: string }
  | { kind: 'percent' }
  | { kind: 'notNumber' };

const CURRENCY =
  /^(?:US\$|R\$|S\/\.?|Bs\.?|[$€£₡₲¥]|USD|EUR|PEN|COP|MXN|ARS|CLP|BRL|BOB|PYG|UYU|CRC|GTQ|DOP)\s*|\s*(?:€|[$]|USD|EUR|PEN|COP|MXN|ARS|CLP|BRL|BOB|PYG|UYU|CRC|GTQ|DOP)$/i;

/** The longest text that can be an amount, in characters; longer ones are not looked at. */
const LONGEST_AMOUNT = 60;

/**
 * Reads an amount as people write it, without deciding what it cannot know. Signs: `-`, the Unicode minus, a
 * trailing minus, or accounting brackets. Groups must be of three digits. There is no exponent, no `k`, no
 * words: `Number()` and `parseFloat` are never used, because `parseFloat('1.234,56')` is 1.234.
 */
export function readAmount(raw: string): AmountReading {
  const text = raw.normalize('NFC').trim();
  if (text.length > LONGEST_AMOUNT || text.includes('_')) return { kind: 'notNumber' };
  if (/^[^%]*\d\s*%$/.test(text)) return { kind: 'percent' };
  const { digits, sign } = withoutSign(text);
  // Spaces and apostrophes only ever separate groups; `_` stands for them from here on.
  const body = digits.replace(/(?<=\d)[ \u00a0\u202f\u2009'’](?=\d{3}(?!\d))/g, '_');
  if (!/^[\d.,_]+$/.test(body) || !/^\d.*\d$|^\d$/.test(body)) return { kind: 'notNumber' };
  const amount = (whole: string, fraction: string) => signed(sign, whole, fraction);

  const dots = count(body, '.');
  const commas = count(body, ',');
  const marked = body.includes('_');
  if (marked && !/^\d{1,3}(_\d{3})+(?:[.,]\d+)?$/.test(body)) return { kind: 'notNumber' };
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
  const couldGroup = !marked && fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  if (!couldGroup) return { kind: asDecimal, amount: amount(whole, fraction) };
  const decimal = amount(whole, fraction);
  const grouped = amount(body, '');
  return separator === '.'
    ? { kind: 'ambiguous', comma: grouped, dot: decimal }
    : { kind: 'ambiguous', comma: decimal, dot: grouped };
}

function withoutSign(text: string): { digits: string; sign: '' | '-' } {
  let rest = text;
  let negative = false;
  const bracketed = /^\((.+)\)$/.exec(rest);
  if (bracketed?.[1]) {
    negative = true;
    rest = bracketed[1].trim();
  }
  const strip = (pattern: RegExp, negates: boolean) => {
    const next = rest.replace(pattern, '').trim();
    if (next !== rest && negates) negative = true;
    rest = next;
  };
  if (!bracketed && /^[-–−]/.test(rest)) strip(/^[-–−]/, true);
  else if (/^\+/.test(rest)) strip(/^\+/, false);
  strip(CURRENCY, false);
  if (!negative && /^[-–−]\s*\d/.test(rest)) strip(/^[-–−]/, true);
  else if (!negative && /\d\s*[-–−]$/.test(rest)) strip(/[-–−]$/, true);
  return { digits: rest, sign: negative ? '-' : '' };
}

function isGrouped(whole: string, group: string): boolean {
  const parts = whole.split(group);
  const [first = ''] = parts;
  if (parts.length === 1) return /^\d+$/.test(whole);
  return /^\d{1,3}$/.test(first) && parts.slice(1).every((part) => /^\d{3}$/.test(part));
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
