/** A day as it may be meant; `year` is `null` where none is written. */
export interface WrittenDay {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

/** The first three letters of the months, in English, Spanish and Portuguese. */
const MONTHS = [
  ['jan', 'ene'],
  ['feb', 'fev'],
  ['mar'],
  ['apr', 'abr'],
  ['may', 'mai'],
  ['jun'],
  ['jul'],
  ['aug', 'ago'],
  ['sep', 'set'],
  ['oct', 'out'],
  ['nov'],
  ['dec', 'dic', 'dez'],
];

/** The day before that which spreadsheets count as 1, from March 1900 on (ECMA-376, 18.17.4.1). */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

/**
 * The days that a text may stand for: a date in either order of day and month, with or without its year, or the number by
 * which spreadsheets keep it. Empty for other text.
 */
export function dayIn(text: string): readonly WrittenDay[] {
  const date = text.trim().replace(/[T ]\d{1,2}:\d{2}.*$/, '');
  if (/^[2-6]\d{4}$/.test(date)) {
    const at = new Date(DAY_ZERO + Number(date) * DAY);
    return [{ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() }];
  }
  const parts = date.toLowerCase().split(/[-/. ]+(?:de[ ])?/);
  if (parts.length < 2 || parts.length > 3) return [];
  const [a = '', b = '', c] = parts;
  if (/^\d{4}$/.test(a)) return c === undefined ? [] : days(a, [b, c]);
  return [...days(c, [b, a]), ...days(c, [a, b])];
}

export function sameDay(one: WrittenDay, other: WrittenDay): boolean {
  const sameYear = one.year === null || other.year === null || one.year === other.year;
  return sameYear && one.month === other.month && one.day === other.day;
}

function days(year: string | undefined, [month, day]: readonly [string, string]): WrittenDay[] {
  if (year !== undefined && !/^(?:\d{2}|\d{4})$/.test(year)) return [];
  const which = /^\d{1,2}$/.test(month) ? Number(month) : monthNamed(month);
  const at = /^\d{1,2}$/.test(day) ? Number(day) : 0;
  if (which < 1 || which > 12 || at < 1 || at > 31) return [];
  const full = year === undefined ? null : Number(year) + (year.length === 2 ? 2000 : 0);
  return [{ year: full, month: which, day: at }];
}

function monthNamed(text: string): number {
  const short = text.slice(0, 3);
  return /^\p{L}{3,}\.?$/u.test(text) ? MONTHS.findIndex((names) => names.includes(short)) + 1 : 0;
}
