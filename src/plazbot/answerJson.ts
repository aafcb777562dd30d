import { isUtf8 } from 'node:buffer';
import { withExactNumbers } from './exactNumbers.js';

/** No answer of the API's comes near this depth; code that goes through a much deeper one would run out of stack. */
const DEEPEST = 64;

/**
 * An answer's body as JSON; `undefined` when it is none: no UTF-8 (RFC 8259, 8.1), whatever charset it declares, or
 * nested deeper than any answer (RELIABILITY T14). With a replacement in place of each byte that is no UTF-8, a custom
 * field would go back damaged.
 */
export function parseAnswer(body: Buffer): unknown {
  if (!isUtf8(body)) return undefined;
  const read = body.toString('utf8');
  const text = read.startsWith('\ufeff') ? read.slice(1) : read;
  try {
    const json: unknown = JSON.parse(text);
    return isDeeper(json, DEEPEST) ? undefined : withExactNumbers(json, text);
  } catch {
    return undefined;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  // Without a list of its values: every answer comes by here.
  for (const key in value) {
    if (isDeeper((value as Readonly<Record<string, unknown>>)[key], levels - 1)) return true;
  }
  return false;
}
