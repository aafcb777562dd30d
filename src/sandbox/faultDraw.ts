import type { SandboxFaults } from './options.js';
import { seededRandom } from './prng.js';

/** What is to go wrong with one request. */
export type Fault =
  | { kind: 'status'; status: number }
  | { kind: 'cutBefore' | 'cutAfter' | 'refuse' | 'redirect' | 'html' };

/**
 * Decides for each request what goes wrong. Every kind of fault draws from a generator of its own, so that
 * switching one on does not move the others.
 */
export class FaultDraw {
  readonly #draws = new Map<string, () => number>();
  #seen = 0;
  #windowStart = 0;
  #inWindow = 0;

  constructor(
    private readonly faults: SandboxFaults,
    private readonly random: (() => number) | undefined,
  ) {}

  /** Whether the token has expired with this request. */
  expired(): boolean {
    this.#seen += 1;
    return this.faults.tokenExpiresAfter !== undefined && this.#seen > this.faults.tokenExpiresAfter;
  }

  /** The Retry-After of a request that comes too fast, `null` for one that does not. `now` in ms. */
  throttled(now: number): string | null {
    const limit = this.faults.rateLimit;
    if (!limit) return null;
    if (now - this.#windowStart >= 1000) {
      this.#windowStart = now;
      this.#inWindow = 0;
    }
    this.#inWindow += 1;
    if (this.#inWindow <= limit.perSecond) return null;
    const seconds = limit.retryAfterSeconds;
    return limit.form === 'date' ? new Date(Date.now() + seconds * 1000).toUTCString() : String(seconds);
  }

  /** ms to wait before the answer. */
  latency(): number {
    const { latencyMs = 0, latencyJitterMs = 0 } = this.faults;
    return latencyMs + (latencyJitterMs > 0 ? this.#draw('jitter') * latencyJitterMs : 0);
  }

  someoneEdits(): boolean {
    return this.#happens('concurrentEdits', this.faults.concurrentEdits);
  }

  onRead(): Fault | null {
    return this.#status('read', this.faults.statusesOnReads);
  }

  onPut(): Fault | null {
    for (const kind of ['cutBefore', 'cutAfter', 'redirect', 'html', 'refuse'] as const) {
      if (this.#happens(kind, this.faults[kind])) return { kind };
    }
    return this.#status('put', this.faults.statuses);
  }

  #status(which: string, statuses: SandboxFaults['statuses']): Fault | null {
    for (const [status, rate] of Object.entries(statuses ?? {})) {
      if (this.#happens(`${which} ${status}`, rate)) return { kind: 'status', status: Number(status) };
    }
    return null;
  }

  #happens(name: string, rate: number | undefined): boolean {
    return rate !== undefined && rate > 0 && this.#draw(name) < rate;
  }

  #draw(name: string): number {
    let draw = this.#draws.get(name);
    if (!draw) {
      draw = this.random ?? seededRandom([...name].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7));
      this.#draws.set(name, draw);
    }
    return draw();
  }
}
