import { NUMBER_MARK } from '../opportunity/index.js';

/**
 * Numbers of more digits than JavaScript's (IEEE 754 doubles) hold, such as a bank account in a custom field, or an amount
 * that the CRM has divided by three: they are kept as text behind a mark, and written as the numbers that they were.
 */
const MARKED = new RegExp(String.raw`"${NUMBER_MARK}(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"`, 'g');

/** Where a number stands that may have too many digits, or an exponent; nearly no answer has one. */
const SUSPECT = /[:,[]\s*-?(?:\d[\d.]{15,}|[\d.]+[eE])/;
/** The tokens of a JSON text that hold digits. A text in quotes is one so that no number is seen in it. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
/** A number of more characters is not one that anybody wrote. */
const LONGEST = 400;

/** What is read as text or goes back as it came; all other numbers are only counted with. */
const KEPT = new Set(['customFields', 'opportCode', 'amount']);

/** A parsed answer with its amount, its code and the numbers of its custom fields exactly as they stand in the answer's text. */
export function withExactNumbers(json: unknown, text: string): unknown {
  if (!SUSPECT.test(text)) return json;
  const marked = text.replace(TOKEN, (token) =>
    token.startsWith('"') || isExact(token) ? token : `"${NUMBER_MARK}${token}"`,
  );
  return marked === text ? json : grafted(json, JSON.parse(marked));
}

function grafted(json: unknown, marked: unknown): unknown {
  if (Array.isArray(json) && Array.isArray(marked))
    return json.map((entry, at) => grafted(entry, marked[at]));
  if (!isObject(json) || !isObject(marked)) return json;
  const entries = Object.entries(json).map(([key, value]) => [
    key,
    KEPT.has(key) ? marked[key] : grafted(value, marked[key]),
  ]);
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON text in which the marked numbers are numbers again. */
export function withPlainNumbers(json: string): string {
  return json.includes(NUMBER_MARK) ? json.replace(MARKED, '$1') : json;
}

/** A text that may be a marked number, as it is shown and compared. */
export function withoutMark(text: string): string {
  return text.startsWith(NUMBER_MARK) ? text.slice(NUMBER_MARK.length) : text;
}

/** Whether a double, written as JavaScript writes it, has the same value. */
function isExact(number: string): boolean {
  return number.length <= LONGEST && decimal(number) === decimal(String(Number(number)));
}

/** A decimal's digits and the power of ten of the last one that is not zero; `null` for what is no finite number. */
function decimal(text: string): string | null {
  const [, sign, whole = '', cents = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (sign === undefined) return null;
  const digits = `${whole}${cents}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - cents.length + digits.length - significant.length}`;
}
