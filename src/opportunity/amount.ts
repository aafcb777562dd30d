import Big from 'big.js';
import { NUMBER_MARK } from './numberMark.js';

/**
 * Amounts are decimals, never binary floats: they are kept as plain decimal text (`-1234.5`, `0`), without
 * exponent, leading `+` or trailing zeros, so that two equal amounts are equal strings.
 */

const PLAIN_DECIMAL = /^[+-]?\d+(\.\d+)?$/;
/** What `canonicalAmount` gives; most amounts are written so already. */
const CANONICAL = /^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

/** The most significant digits that survive the JSON number of the API (IEEE 754 double). */
export const MAX_AMOUNT_DIGITS = 15;

/** The canonical text of a plain decimal (`+001.50` -> `1.5`), or `null` when the text is not one. */
export function canonicalAmount(text: string): string | null {
  if (CANONICAL.test(text) && text !== '-0') return text;
  if (!PLAIN_DECIMAL.test(text)) return null;
  const plain = new Big(text).toFixed();
  return plain === '-0' ? '0' : plain;
}

/**
 * The canonical text of a number as the API stores it, with all its digits; as text where those are more than a number of
 * JavaScript's has. `null` when that would not be finite.
 */
export function exactAmount(value: number | string): string | null {
  const asNumber = Number(value);
  if (!Number.isFinite(asNumber)) return null;
  // Of an exponent without end there is nothing left but its zeros.
  const written = asNumber === 0 ? '0' : String(value);
  // Big takes more than a microsecond; a number with an exponent is the only one that needs it.
  return canonicalAmount(written) ?? canonicalAmount(new Big(written).toFixed());
}

/** The JSON value of an amount: a number, or where that would lose digits their text behind the mark of numbers. */
export function amountJson(amount: string): number | string {
  const asNumber = Number(amount);
  return exactAmount(asNumber) === canonicalAmount(amount) ? asNumber : `${NUMBER_MARK}${amount}`;
}

/** An amount as it is compared and shown: of more digits than a spreadsheet keeps, the last ones are a float's noise. */
export function withoutNoise(amount: string): string {
  if (amount.length <= MAX_AMOUNT_DIGITS) return canonicalAmount(amount) ?? amount;
  if (!PLAIN_DECIMAL.test(amount)) return amount;
  return canonicalAmount(new Big(new Big(amount).toPrecision(MAX_AMOUNT_DIGITS)).toFixed()) ?? amount;
}

/**
 * The canonical text of a number as a spreadsheet stores it: rounded to the 15 significant digits
 * that a spreadsheet itself keeps, so that 1234.5600000000002 is 1234.56. `null` when it is not finite.
 */
export function amountFromNumber(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const shortest = String(value);
  if (shortest.length <= MAX_AMOUNT_DIGITS && CANONICAL.test(shortest) && shortest !== '-0') return shortest;
  return canonicalAmount(new Big(value.toPrecision(MAX_AMOUNT_DIGITS)).toFixed());
}

/** The most decimals an amount has: money has two, unit prices up to four; more is an error or a float's noise. */
export const MAX_AMOUNT_DECIMALS = 4;

export function decimalsOf(amount: string): number {
  const point = amount.indexOf('.');
  return point === -1 ? 0 : amount.length - point - 1;
}

/**
 * The amount without the noise of a binary float that was written out in full (1234.5600000000002 -> 1234.56);
 * `null` when its many digits mean something else.
 */
export function withoutFloatNoise(amount: string): string | null {
  const exact = new Big(amount);
  const short = new Big(exact.toPrecision(MAX_AMOUNT_DIGITS));
  const text = short.toFixed();
  const noise = exact.minus(short).abs();
  const isNoise = decimalsOf(amount) >= 8 && noise.lt(exact.abs().times('1e-14'));
  return isNoise && decimalsOf(text) <= MAX_AMOUNT_DECIMALS ? text : null;
}

/** Rounded to this many decimals, halves away from zero, as money is. */
export function roundAmount(amount: string, decimals: number): string {
  return canonicalAmount(new Big(amount).round(decimals, Big.roundHalfUp).toFixed()) ?? amount;
}

/** Whether the API's JSON number can carry this amount without losing a digit. */
export function fitsJsonNumber(amount: string): boolean {
  if (amount.length <= MAX_AMOUNT_DIGITS) return true;
  const digits = amount.replace(/^-/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
  return digits.length <= MAX_AMOUNT_DIGITS;
}

export function addAmounts(a: string, b: string): string {
  return new Big(a).plus(b).toFixed();
}

export function subtractAmounts(a: string, b: string): string {
  return new Big(a).minus(b).toFixed();
}

/** What per cent of `whole` an amount is, rounded up to two decimals; `null` when the whole is nothing. */
export function shareOf(amount: string, whole: string): string | null {
  const all = new Big(whole).abs();
  if (all.eq(0)) return new Big(amount).eq(0) ? '0' : null;
  return canonicalAmount(new Big(amount).times(100).div(all).round(2, Big.roundUp).toFixed());
}

/** Whether an amount is more than `percent` of `whole`, compared exactly. */
export function exceedsShare(amount: string, whole: string, percent: string): boolean {
  return new Big(amount).times(100).gt(new Big(whole).abs().times(percent));
}
