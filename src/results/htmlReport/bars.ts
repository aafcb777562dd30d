import { html, type Markup } from './markup.js';

/** A bar whose length is the share of `value` in `most`. It only repeats a number that stands beside it. */
export function bar(value: number, most: number, kind: string): Markup {
  const width = most > 0 ? Math.min(100, (Math.abs(value) / most) * 100) : 0;
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="${kind}" width="${decimals(width)}" height="10"/></svg>`;
}

export interface Share {
  readonly value: number;
  readonly kind: string;
  /** A sign in the middle of the share, so that it is known without its colour. */
  readonly sign: string;
}

/** One bar of several shares; `label` is what it says to those who do not see it. */
export function shareBar(shares: readonly Share[], label: string): Markup {
  const total = shares.reduce((sum, { value }) => sum + value, 0);
  const gap = 3;
  const room = 1000 - gap * (shares.length - 1);
  let x = 0;
  const parts = shares.map(({ value, kind, sign }) => {
    const width = total > 0 ? (value / total) * room : 0;
    const middle = x + width / 2;
    const rect = html`<rect class="${kind}" x="${decimals(x)}" y="0" width="${decimals(width)}" height="34" rx="3"/>`;
    x += width + gap;
    if (width < 26) return rect;
    return html`${rect}<text class="on-${kind}" x="${decimals(middle)}" y="23" text-anchor="middle">${sign}</text>`;
  });
  return html`<svg class="shares" viewBox="0 0 1000 34" role="img" aria-label="${label}">${parts}</svg>`;
}

/** For coordinates: more digits only make the page longer. */
export function decimals(value: number): string {
  return String(Math.round(value * 100) / 100);
}
