import { exitCodeOfSignal } from './exitCode.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** ms in which two signals are one: nobody asks twice so fast. */
const ONE_PRESS = 100;

/**
 * Asked to stop once, a command finishes what is under way and writes its results; asked twice, the process
 * ends at once. A key on a screen asks in the same way.
 */
export class StopSignals {
  readonly #controller = new AbortController();
  readonly #listeners = SIGNALS.map((signal) => ({ signal, listener: () => this.request(signal) }));
  #received: NodeJS.Signals | null = null;
  #at = 0;
  onFirst: () => void = () => undefined;

  constructor() {
    for (const { signal, listener } of this.#listeners) process.on(signal, listener);
  }

  /** Aborted at the first request. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The signal that came first. */
  get received(): NodeJS.Signals | null {
    return this.#received;
  }

  request(signal: NodeJS.Signals): void {
    if (this.#received !== null) {
      // A terminal that is closed tells so twice, by the shell and by the system, and npx passes a Ctrl-C on once more.
      if (signal === 'SIGHUP' || performance.now() - this.#at < ONE_PRESS) return;
      process.exit(exitCodeOfSignal(signal));
    }
    this.#received = signal;
    this.#at = performance.now();
    this.#controller.abort();
    this.onFirst();
  }

  release(): void {
    for (const { signal, listener } of this.#listeners) process.off(signal, listener);
  }
}
