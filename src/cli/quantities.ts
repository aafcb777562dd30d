import type { RowRange } from '../mapping/index.js';
import type { AmountLimit } from '../plan/index.js';
import type { ErrorLimit } from '../run/index.js';
import { UsageRefusal } from './usageRefusal.js';

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000 };

/** The longest time, in ms, that a timer of Node's can wait: a longer one would end at once. */
const LONGEST_DURATION = 2 ** 31 - 1;

/** A duration such as `200ms`, `30s` or `2m`, in ms; `least` where it may not be nothing. */
export function parseDuration(option: string, text: string, least = 0): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  const ms = Number(match?.[1]) * (unit ?? Number.NaN);
  if (!(ms >= least && ms <= LONGEST_DURATION))
    throw new UsageRefusal({ code: 'usage.number', option, text });
  return ms;
}

/** An age such as `30d` or `12h`, in ms. */
export function parseAge(option: string, text: string): number {
  const match = /^(\d{1,5})([dh])$/.exec(text.trim());
  if (!match) throw new UsageRefusal({ code: 'usage.number', option, text });
  return Number(match[1]) * (match[2] === 'd' ? 24 : 1) * 3_600_000;
}

/** How many refused rows stop a run: `20`, `5%`, or `none`. */
export function parseErrorLimit(option: string, text: string | undefined): ErrorLimit {
  if (text === undefined) return { kind: 'default' };
  if (text === 'none') return { kind: 'none' };
  if (text.endsWith('%')) return { kind: 'share', share: parseShare(option, text) };
  return { kind: 'count', count: parseWhole(option, text, 1, 1_048_576) };
}

/** A share such as `5%`, between 0 and 1. */
export function parseShare(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text.trim());
  const share = Number(match?.[1] ?? Number.NaN) / 100;
  if (!(share <= 1)) throw new UsageRefusal({ code: 'usage.number', option, text });
  return share;
}

/** A field separator: one character, or `tab` and `\\t` for the one that a shell does not let one type. */
export function parseDelimiter(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t';
  if ([...text].length !== 1 || /[\r\n"]/.test(text)) {
    throw new UsageRefusal({ code: 'usage.number', option: 'delimiter', text });
  }
  return text;
}

/** A whole number within bounds. */
export function parseWhole(option: string, value: unknown, least: number, most: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new UsageRefusal({ code: 'usage.number', option, text: String(value) });
  }
  return number;
}

/**
 * What of the sheet is taken: `open` for the rows that an earlier run has not done, `failed` for those of them that nobody
 * had left out then; everything else is a field's name. Of both, `failed` is the narrower.
 */
export function parseOnly(texts: readonly string[] | undefined): {
  only: 'open' | 'failed' | undefined;
  fields: readonly string[] | undefined;
} {
  const words = parts(texts);
  const fields = words.filter((word) => word !== 'open' && word !== 'failed');
  const open = words.includes('open') ? 'open' : undefined;
  return {
    only: words.includes('failed') ? 'failed' : open,
    fields: fields.length > 0 ? fields : undefined,
  };
}

/** Row numbers such as `10-200,305`, each range with both its ends. */
export function parseRowRanges(
  option: string,
  texts: readonly string[] | undefined,
  most: number,
): readonly RowRange[] | undefined {
  if (texts === undefined) return undefined;
  return parts(texts).map((text) => {
    const [, first, last = first] = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(text) ?? [];
    const range = { from: Number(first), to: Number(last) };
    const { from, to } = range;
    if (!(from >= 1 && from <= to && to <= most))
      throw new UsageRefusal({ code: 'usage.number', option, text });
    return range;
  });
}

/** How much an amount may change: `20%`, or a plain number. */
export function parseAmountLimit(option: string, text: string | undefined): AmountLimit | undefined {
  if (text === undefined) return undefined;
  const [, limit, percent] = /^(\d{1,15}(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  if (limit === undefined) throw new UsageRefusal({ code: 'usage.number', option, text });
  return { unit: percent === '%' ? 'percent' : 'amount', limit };
}

/** What was typed with commas between, or by repeating the option. An empty part is one more that is wrong. */
function parts(texts: readonly string[] | undefined): string[] {
  return (texts ?? []).flatMap((text) => text.split(',')).map((part) => part.trim());
}
