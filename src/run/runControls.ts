/** What a person can do to a run while it goes: hold it back, let it go on, and have more or less under way at once. */
export class RunControls {
  #released: { promise: Promise<void>; resolve: () => void } | null = null;
  #ceiling: number;
  #onCeiling: (ceiling: number) => void = () => undefined;

  /** `ceiling` is how many requests may be under way at once; `most` the largest that it can be made. */
  constructor(
    ceiling: number,
    readonly most: number,
  ) {
    this.#ceiling = ceiling;
  }

  get paused(): boolean {
    return this.#released !== null;
  }

  /** Nothing new is sent until `resume`; what is under way is finished. */
  pause(): void {
    if (this.#released) return;
    let resolve: () => void = () => undefined;
    const promise = new Promise<void>((done) => {
      resolve = done;
    });
    this.#released = { promise, resolve };
  }

  resume(): void {
    this.#released?.resolve();
    this.#released = null;
  }

  get ceiling(): number {
    return this.#ceiling;
  }

  /** Never less than one, never more than `most`. */
  setCeiling(ceiling: number): void {
    this.#ceiling = Math.max(1, Math.min(this.most, ceiling));
    this.#onCeiling(this.#ceiling);
  }

  /** The run listens here. */
  followCeiling(listener: (ceiling: number) => void): void {
    this.#onCeiling = listener;
  }

  /** Resolves when nothing holds the run back, or when it is stopped. */
  async pass(signal: AbortSignal): Promise<void> {
    while (this.#released && !signal.aborted) {
      const stopped = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.race([this.#released.promise, stopped]);
    }
  }
}
