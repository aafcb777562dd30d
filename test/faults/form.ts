/** Whether the suites run in their full form (`npm run faults`) or in the quick one, which is part of `npm test`. */
export const FULL = process.env.OPSHEET_FAULTS === 'full';

/** How often something is tried. */
export const times = (quick: number, full: number): number => (FULL ? full : quick);

/** ms that one test may take. */
export const LIMIT = FULL ? 3_600_000 : 60_000;

/** Prints what a suite in its full form came to, as one line. */
export function figures(suite: string, counts: Readonly<Record<string, number | string>>): void {
  if (!FULL) return;
  const told = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  process.stdout.write(`faults: ${suite}: ${told.join(', ')}\n`);
}

/** A generator of numbers in [0, 1) that draws the same ones for the same seed (mulberry32). */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
