/** Rounds of work by which it may be ahead of the first that is not done, and that are given together. */
const ROUNDS = 4;

/** A result that is made once something has come: it costs a promise less than a promise of the result. */
export abstract class Later<Coming, Result> {
  constructor(readonly coming: Promise<Coming>) {}

  /** Makes the result of what came. */
  abstract came(value: Coming): Result | Promise<Result>;

  /** Makes the result where nothing came, or where `came` has failed; or throws. */
  abstract failed(error: unknown): Result;
}

/** What is done with one item. */
type Work<Item, Result> = (item: Item) => Result | Promise<Result> | Later<unknown, Result>;

/**
 * Applies `work` to every item with at most `concurrency` at once and gives the results in the items' order, some at a
 * time. Reads ahead by a few rounds only, so that a slow item neither stops the others nor lets them pile up. Work
 * that answers at once, without a promise, costs no turn of the event loop: a million of those would take seconds.
 * What the work or the batches throw is thrown after the results before it, and nothing is begun that comes later. An
 * abort is thrown at once, with its reason: what is under way may take its time, and nobody wants it any more.
 */
export async function* mapInOrder<Item, Result>(
  batches: AsyncIterable<readonly Item[]>,
  concurrency: number,
  work: Work<Item, Result>,
  signal?: AbortSignal,
): AsyncGenerator<readonly Result[]> {
  const line = new WaitingLine(batches[Symbol.asyncIterator](), concurrency, work);
  const onAbort = () => line.wake();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (line.ready > 0) yield line.take();
      else if (line.failed) throw line.error;
      else if (line.wantsItems) await line.fetch();
      else if (line.waiting > 0) await line.change();
      else return;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await line.close();
  }
}

/** In the place of a result that is not there yet. */
const UNDONE = Symbol('undone');

/**
 * Results in the order in which their work was begun; those at its head are ready when they are all done. Loops that
 * share the items do the work, so that a piece costs one `await`. A loop that may begin no more ends, and only then is
 * woken who waits for results: to be woken for each would cost as much again.
 */
class WaitingLine<Item, Result> {
  /** What the first in line has thrown, when it has `failed`. */
  error: unknown = null;
  readonly #together: number;
  #items: readonly Item[] = [];
  #nextItem = 0;
  #sourceEnded = false;
  /** Numbers in the order of the line: of the first that is not done, the next to be begun, the first to have failed. */
  #first = 0;
  #next = 0;
  #failedAt = Number.POSITIVE_INFINITY;
  #ready: Result[] = [];
  /** Results behind the first that is not done, each at its number modulo the length. */
  readonly #places: (Result | typeof UNDONE)[];
  #loops = 0;
  #wake: (() => void) | null = null;
  readonly #wait = (resolve: () => void) => {
    this.#wake = resolve;
  };

  constructor(
    private readonly source: AsyncIterator<readonly Item[]>,
    private readonly concurrency: number,
    private readonly work: Work<Item, Result>,
  ) {
    this.#together = concurrency * ROUNDS;
    this.#places = new Array(this.#together).fill(UNDONE);
  }

  get ready(): number {
    return this.#ready.length;
  }

  /** How many are begun and not ready. */
  get waiting(): number {
    return this.#next - this.#first;
  }

  get failed(): boolean {
    return this.#first === this.#failedAt;
  }

  get wantsItems(): boolean {
    return this.#allBegun && !this.#sourceEnded && this.#failedAt === Number.POSITIVE_INFINITY;
  }

  async fetch(): Promise<void> {
    try {
      const { value, done } = await this.source.next();
      if (done) this.#sourceEnded = true;
      else if (this.wantsItems) {
        this.#items = value;
        this.#nextItem = 0;
        this.#begin();
      }
    } catch (error) {
      this.#sourceEnded = true;
      this.#fail(this.#next, error);
    }
  }

  /** What is ready, once. */
  take(): readonly Result[] {
    const ready = this.#ready;
    this.#ready = [];
    this.#begin();
    return ready;
  }

  /** Resolves when there may be something ready, or no item left to begin. */
  change(): Promise<void> {
    return new Promise(this.#wait);
  }

  /** Lets whoever waits for a change look again. */
  wake(): void {
    this.#wake?.();
    this.#wake = null;
  }

  /** Begins no more, and lets go of the source. */
  async close(): Promise<void> {
    this.#items = [];
    try {
      if (!this.#sourceEnded) await this.source.return?.();
    } catch (error) {
      // What it has failed of matters more than what comes of that.
      if (!this.failed) throw error;
    }
  }

  get #allBegun(): boolean {
    return this.#nextItem >= this.#items.length;
  }

  get #mayBegin(): boolean {
    return !this.#allBegun && this.waiting < this.#together;
  }

  #begin(): void {
    while (this.#loops < this.concurrency && this.#mayBegin) this.#loop();
  }

  /** Never rejects: what the work throws has its turn in the line. */
  async #loop(): Promise<void> {
    this.#loops += 1;
    while (this.#mayBegin) {
      const item = this.#items[this.#nextItem++] as Item;
      const number = this.#next++;
      try {
        const begun = this.work(item);
        if (begun instanceof Later) {
          let result: Result;
          try {
            const made = begun.came(await begun.coming);
            result = made instanceof Promise ? await made : made;
          } catch (error) {
            result = begun.failed(error);
          }
          this.#done(number, result);
        } else if (begun instanceof Promise) this.#done(number, await begun);
        else {
          this.#done(number, begun);
          continue;
        }
        if (this.#ready.length >= this.#together) break;
        // There may be room again for loops that have ended.
        if (this.#loops < this.concurrency) this.#begin();
      } catch (error) {
        this.#fail(number, error);
      }
    }
    this.#loops -= 1;
    if (this.#ready.length > 0 || this.#allBegun) this.wake();
  }

  #done(number: number, result: Result): void {
    if (number !== this.#first) {
      this.#places[number % this.#together] = result;
      return;
    }
    this.#ready.push(result);
    for (this.#first += 1; this.#first < this.#next; this.#first += 1) {
      const at = this.#first % this.#together;
      const done = this.#places[at] as Result | typeof UNDONE;
      if (done === UNDONE) break;
      this.#places[at] = UNDONE;
      this.#ready.push(done);
    }
  }

  #fail(number: number, error: unknown): void {
    this.#items = [];
    if (number > this.#failedAt) return;
    this.#failedAt = number;
    this.error = error;
  }
}
