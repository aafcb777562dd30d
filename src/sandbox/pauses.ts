/** The waits under way in a sandbox, so that closing it leaves no timer behind. */
export class Pauses {
  readonly #timers = new Set<NodeJS.Timeout>();

  /** Resolves after so many ms, or never once `cancel` was called. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.add(timer);
    });
  }

  cancel(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
