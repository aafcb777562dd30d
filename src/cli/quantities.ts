import type { ErrorLimit } from '../run/index.js';
import { UsageRefusal } from './usageRefusal.js';

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000 };

/** A duration such as `200ms`, `30s` or `2m`, in ms. */
export function parseDuration(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  if (!match || unit === undefined) throw new UsageRefusal({ code: 'usage.number', option, text });
  return Number(match[1]) * unit;
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
