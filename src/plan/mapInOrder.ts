/** Rounds of work by which it may be ahead of the first that is not done, and that are given together. */
const ROUNDS = 4;

/**
 * Applies `work` to every item with at most `concurrency` at once and gives the results in the items' order, some at a
 * time. Reads ahead by a few rounds only, so that a slow item neither stops the others nor lets them pile up. Work
 * that answers at once, without a promise, costs no turn of the event loop: a million of those would take seconds.
 */
export async function* mapInOrder<Item, Result>(
  batches: AsyncIterable<readonly Item[]>,
  concurrency: number,
  work: (item: Item) => Result | Promise<Result>,
): AsyncGenerator<readonly Result[]> {
  const together = concurrency * ROUNDS;
  const line = new WaitingLine<Result>();
  for await (const batch of batches) {
    for (const item of batch) {
      while (line.running >= concurrency || line.waiting >= together) {
        await line.change();
        if (line.ready >= together) yield line.take();
      }
      line.add(work(item));
    }
    if (line.ready > 0) yield line.take();
  }
  while (line.waiting > 0) {
    await line.change();
    if (line.ready > 0) yield line.take();
  }
}

interface Place<Result> {
  end: { readonly result: Result } | { readonly error: unknown } | null;
}

/** Results in the order in which their work was begun; those at its head are ready when they are all done. */
class WaitingLine<Result> {
  /** How much work is under way. */
  running = 0;
  #ready: Result[] = [];
  /** From the first that is not done. */
  #places: Place<Result>[] = [];
  #changed: () => void = () => undefined;

  get ready(): number {
    return this.#ready.length;
  }

  get waiting(): number {
    return this.#places.length;
  }

  add(result: Result | Promise<Result>): void {
    if (!(result instanceof Promise)) {
      if (this.#places.length === 0) this.#ready.push(result);
      else this.#places.push({ end: { result } });
      return;
    }
    const place: Place<Result> = { end: null };
    this.#places.push(place);
    this.running += 1;
    const ended = (end: Place<Result>['end']) => {
      place.end = end;
      this.running -= 1;
      this.#changed();
    };
    result.then(
      (value) => ended({ result: value }),
      // Thrown when its turn comes; until then it must not count as unhandled.
      (error: unknown) => ended({ error }),
    );
  }

  /** Resolves when some work is done, what is ready brought up to date. Throws what the first in line has thrown. */
  async change(): Promise<void> {
    if (this.#places[0]?.end === null) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    let done = 0;
    for (const { end } of this.#places) {
      if (end === null) break;
      if ('error' in end) throw end.error;
      this.#ready.push(end.result);
      done += 1;
    }
    if (done > 0) this.#places = this.#places.slice(done);
  }

  /** What is ready, once. */
  take(): readonly Result[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }
}
