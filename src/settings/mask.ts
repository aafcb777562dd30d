import type { Secret } from './secret.js';

const HIDDEN = '***';
/** A shorter secret may be a word of ordinary text: it is hidden only behind `Bearer`, as the header has it. */
const SHORTEST = 8;

/**
 * Hides secrets in a text of somebody else's, who may repeat what was sent: as they are, encoded for an address, for
 * JSON or for HTML, and in base64, also where they are only a part of what was encoded (RELIABILITY T10).
 */
export class Mask {
  readonly #patterns = new Map<string, RegExp>();

  add(secret: Secret): void {
    const text = secret.reveal();
    if (text !== '' && !this.#patterns.has(text)) this.#patterns.set(text, patternOf(text));
  }

  hide(text: string): string {
    let hidden = text;
    for (const pattern of this.#patterns.values()) hidden = hidden.replace(pattern, HIDDEN);
    return hidden;
  }
}

function patternOf(secret: string): RegExp {
  const written = [...secret].map(formsOf).join('');
  if (secret.length < SHORTEST) return new RegExp(String.raw`(?<=\bBearer\s+)${written}`, 'giu');
  return new RegExp([written, ...[0, 1, 2].map((before) => base64Of(secret, before))].join('|'), 'gu');
}

/** A character as addresses (encoded once or more often), JSON and HTML write it; none of them needs to touch a letter. */
function formsOf(char: string): string {
  if (/[a-z0-9]/i.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  const hex = caseless(code.toString(16));
  const percent = [...Buffer.from(char)].map(
    (byte) => `%(?:25)*${caseless(byte.toString(16).padStart(2, '0'))}`,
  );
  const forms = [String.raw`\\?\u{${code.toString(16)}}`, percent.join(''), String.raw`\\u0*${hex}`];
  return `(?:${[...forms, `&#[xX]0*${hex};`, `&#0*${code};`, ...(HTML_NAMES[char] ?? [])].join('|')})`;
}

const HTML_NAMES: Readonly<Record<string, readonly string[]>> = {
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  '"': ['&quot;'],
  "'": ['&apos;'],
};

function caseless(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/**
 * The digits of base64 (RFC 4648, also its alphabet for addresses) that the secret alone decides when the number of
 * bytes before it, divided by three, leaves `before`.
 */
function base64Of(secret: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const first = Math.ceil((before * 8) / 6);
  const decided = bytes.toString('base64').slice(first, Math.floor((bytes.length * 8) / 6));
  // The digit behind them is of the secret's last bits and of what follows.
  const shared = (bytes.length * 8) % 6 === 0 ? '' : '[A-Za-z0-9+/_-]?(?:=|%3[dD])*';
  const digits = [...decided].map((digit) => {
    if (digit === '+') return `(?:-|${formsOf('+')})`;
    return digit === '/' ? `(?:_|${formsOf('/')})` : digit;
  });
  return digits.join('') + shared;
}
