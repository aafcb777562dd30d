import pLimit from 'p-limit';

/**
 * Applies `work` to every item with at most `concurrency` at once and gives the results in the items' order.
 * Reads ahead by a few rounds only, so that a slow item neither stops the others nor lets them pile up.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const limit = pLimit(concurrency);
  const ahead = concurrency * 4;
  const pending: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const promise = limit(work, item);
      // A failure is thrown when its turn comes; until then it must not count as unhandled.
      promise.catch(() => undefined);
      pending.push(promise);
      const first = pending.length >= ahead ? pending.shift() : undefined;
      if (first) yield await first;
    }
    while (pending.length > 0) yield await (pending.shift() as Promise<Result>);
  } finally {
    limit.clearQueue();
  }
}
