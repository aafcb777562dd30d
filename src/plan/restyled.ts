import { dayIn, sameDay } from './writtenDay.js';

/** Words for yes and no as programs write them for a yes/no cell, in English, Spanish and Portuguese. */
const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'verdadero', 'verdadeiro'].map((word) => [word, true] as const),
  ...['false', 'falso'].map((word) => [word, false] as const),
]);

/**
 * Whether a text is only written otherwise: the same number without its zeros or with signs between its thousands, the
 * same date, the same yes or no, or the same words with other spaces and line ends. Programs do that to a sheet unasked.
 */
export function isRestyled(before: string, after: string): boolean {
  if (before === '' || after === '') return false;
  if (withoutSpaces(before) === withoutSpaces(after)) return true;
  const truth = TRUTHS.get(before.toLowerCase());
  if (truth !== undefined) return truth === TRUTHS.get(after.toLowerCase());
  return (
    sameNumber(before, after) ||
    dayIn(before).some((day) => dayIn(after).some((other) => sameDay(day, other)))
  );
}

function withoutSpaces(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function sameNumber(one: string, other: string): boolean {
  const number = bareNumber(one);
  return number !== null && number === bareNumber(other);
}

/** A number without zeros before it, without a fraction of zeros and without signs between thousands; `null` for other text. */
function bareNumber(text: string): string | null {
  const whole = text
    .trim()
    .replace(/^(-?\d.*)[.,]0+$/, (all, front: string) =>
      /^-?\d{1,3}$/.test(front) && /[.,]000$/.test(all) ? all : front,
    );
  const plain = /^-?\d{1,3}(?:([.,'’\u00a0\u202f ])\d{3})(?:\1\d{3})*$/.test(whole)
    ? whole.replace(/[^\d-]/g, '')
    : whole;
  return /^-?\d+$/.test(plain) ? plain.replace(/^(-?)0+(?=\d)/, '$1') : null;
}
