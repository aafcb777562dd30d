import Big from 'big.js';

/**
 * Amounts are decimals, never binary floats: they are kept as plain decimal text (`-1234.5`, `0`), without
 * exponent, leading `+` or trailing zeros, so that two equal amounts are equal strings.
 */

const PLAIN_DECIMAL = /^[+-]?\d+(\.\d+)?$/;

/** The most significant digits that survive the JSON number of the API (IEEE 754 double). */
export const MAX_AMOUNT_DIGITS = 15;

/** The canonical text of a plain decimal (`+001.50` -> `1.5`), or `null` when the text is not one. */
export function canonicalAmount(text: string): string | null {
  if (!PLAIN_DECIMAL.test(text)) return null;
  const plain = new Big(text).toFixed();
  return plain === '-0' ? '0' : plain;
}

/**
 * The canonical text of a number as the API or a spreadsheet stores it: rounded to the 15 significant digits
 * that a spreadsheet itself keeps, so that 1234.5600000000002 is 1234.56. `null` when it is not finite.
 */
export function amountFromNumber(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  return canonicalAmount(new Big(value.toPrecision(MAX_AMOUNT_DIGITS)).toFixed());
}

/** Whether the API's JSON number can carry this amount without losing a digit. */
export function fitsJsonNumber(amount: string): boolean {
  const digits = amount.replace(/^-/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
  return digits.length <= MAX_AMOUNT_DIGITS;
}

export function addAmounts(a: string, b: string): string {
  return new Big(a).plus(b).toFixed();
}

export function subtractAmounts(a: string, b: string): string {
  return new Big(a).minus(b).toFixed();
}
