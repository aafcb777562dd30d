/** A small seeded generator (mulberry32), so that a sandbox does the same on every start. Values in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of the items. */
export function pick<Item>(random: () => number, items: readonly [Item, ...Item[]]): Item {
  const item = items[Math.floor(random() * items.length)];
  // Not `??`: `null` may be one of the items.
  return item === undefined ? items[0] : item;
}

/** An opaque id as the real ones look: 24 hexadecimal digits. */
export function hexId(random: () => number): string {
  return Array.from({ length: 24 }, () => Math.floor(random() * 16).toString(16)).join('');
}
