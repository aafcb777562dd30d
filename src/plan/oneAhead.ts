/** The same items, the next of which is already on its way while one is worked on. */
export async function* oneAhead<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let coming = iterator.next();
  try {
    for (;;) {
      const { value, done } = await coming;
      if (done) return;
      coming = iterator.next();
      // Its failure is thrown when its turn comes; until then it must not count as unhandled.
      coming.catch(() => undefined);
      yield value;
    }
  } finally {
    // Not waited for: what is on its way may take its time, and nobody wants it any more.
    iterator.return?.().catch(() => undefined);
  }
}
