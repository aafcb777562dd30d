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
        line.advance();
        if (line.ready >= together) yield line.take();
      }
      line.add(work(item));
    }
    if (line.ready > 0) yield line.take();
  }
  while (line.waiting > 0) {
    await line.change();
    line.advance();
    if (line.ready > 0) yield line.take();
  }
}

/** Where the result of one piece of work will be. One object, and no other, for each of a million. */
class Place<Result> {
  state: 'running' | 'done' | 'failed' = 'running';
  result: Result | null = null;
  error: unknown = null;
}

/** Results in the order in which their work was begun; those at its head are ready when they are all done. */
class WaitingLine<Result> {
  /** How much work is under way. */
  running = 0;
  #ready: Result[] = [];
  /** From the first that is not done. */
  #places: Place<Result>[] = [];
  #changed: (() => void) | null = null;
  readonly #wait = (resolve: () => void) => {
    this.#changed = resolve;
  };

  get ready(): number {
    return this.#ready.length;
  }

  get waiting(): number {
    return this.#places.length;
  }

  add(result: Result | Promise<Result>): void {
    if (!(result instanceof Promise)) {
      if (this.#places.length === 0) this.#ready.push(result);
      else {
        const place = new Place<Result>();
        place.state = 'done';
        place.result = result;
        this.#places.push(place);
      }
      return;
    }
    const place = new Place<Result>();
    this.#places.push(place);
    this.running += 1;
    result.then(
      (value) => {
        place.result = value;
        this.#ended(place, 'done');
      },
      // Thrown when its turn comes; until then it must not count as unhandled.
      (error: unknown) => {
        place.error = error;
        this.#ended(place, 'failed');
      },
    );
  }

  #ended(place: Place<Result>, state: 'done' | 'failed'): void {
    place.state = state;
    this.running -= 1;
    this.#changed?.();
    this.#changed = null;
  }

  /** Resolves when some work is done, whichever it is; `null` when the first in line is done already. */
  change(): Promise<void> | null {
    return this.#places[0]?.state === 'running' ? new Promise(this.#wait) : null;
  }

  /** Brings up to date what is ready. Throws what the first in line has thrown. */
  advance(): void {
    let done = 0;
    for (const { state, result, error } of this.#places) {
      if (state === 'running') break;
      if (state === 'failed') throw error;
      this.#ready.push(result as Result);
      done += 1;
    }
    if (done === this.#places.length) this.#places = [];
    else if (done > 0) this.#places = this.#places.slice(done);
  }

  /** What is ready, once. */
  take(): readonly Result[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }
}
