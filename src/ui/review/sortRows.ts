import { setImmediate } from 'node:timers/promises';

/** Rows that are sorted, and rows that are merged, before the screen may draw again: a few milliseconds of work. */
const RUN = 8192;
const MERGED = 65_536;

/**
 * The positions with the greatest `score` first, those with the same in the plan's order. It gives way to keys and
 * frames while it works; the signal's reason is thrown.
 */
export async function sortRows(
  positions: Uint32Array,
  score: (position: number) => number,
  signal: AbortSignal,
): Promise<Uint32Array> {
  let from = new Uint32Array(positions.length).map((_, i) => i);
  const scoreAt = (place: number) => score(positions[place] ?? 0);
  const before = (a: number, b: number) => scoreAt(b) - scoreAt(a) || a - b;
  for (let at = 0; at < from.length; at += RUN) {
    const end = Math.min(at + RUN, from.length);
    from.subarray(at, end).sort(before);
    await setImmediate();
    signal.throwIfAborted();
  }
  let to = new Uint32Array(from.length);
  let merged = 0;
  for (let width = RUN; width < from.length; width *= 2) {
    for (let left = 0; left < from.length; left += width * 2) {
      const middle = Math.min(left + width, from.length);
      const right = Math.min(left + width * 2, from.length);
      let a = left;
      let b = middle;
      for (let at = left; at < right; at += 1) {
        const takeA = a < middle && (b >= right || before(from[a] ?? 0, from[b] ?? 0) < 0);
        to[at] = (takeA ? from[a++] : from[b++]) ?? 0;
        merged += 1;
        if (merged % MERGED === 0) {
          await setImmediate();
          signal.throwIfAborted();
        }
      }
    }
    [from, to] = [to, from];
  }
  for (let at = 0; at < from.length; at += 1) to[at] = positions[from[at] ?? 0] ?? 0;
  return to;
}
