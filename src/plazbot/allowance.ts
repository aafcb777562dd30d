import type { Allowance } from '../run/index.js';

/** Seconds since 1970 are larger than any wait that a server would name. */
const EPOCH_LIKE = 1_000_000_000;

/**
 * What the server says of its own limit: `RateLimit-Remaining` and `RateLimit-Reset`, the same with `X-`, or the one
 * `RateLimit: "default";r=0;t=30` of the later drafts (IETF httpapi, RateLimit header fields). Reset is in seconds,
 * from now or, where it is that large, since 1970. `null` when it says nothing that can be read.
 */
export function readAllowance(header: (name: string) => string | null, now: number): Allowance | null {
  const combined = header('ratelimit');
  const remaining =
    number(header('ratelimit-remaining')) ??
    number(header('x-ratelimit-remaining')) ??
    parameter(combined, 'r');
  const reset =
    number(header('ratelimit-reset')) ?? number(header('x-ratelimit-reset')) ?? parameter(combined, 't');
  if (remaining === null || reset === null) return null;
  const resetMs = reset >= EPOCH_LIKE ? reset * 1000 - now : reset * 1000;
  return resetMs < 0 ? null : { remaining, resetMs };
}

function parameter(text: string | null, name: string): number | null {
  if (text === null) return null;
  return number(new RegExp(`(?:^|[;,\\s])${name}=(\\d{1,12})\\b`).exec(text)?.[1] ?? null);
}

function number(text: string | null): number | null {
  return text !== null && /^\s*\d{1,12}\s*$/.test(text) ? Number(text) : null;
}
