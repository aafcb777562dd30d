import type { SandboxFaults } from './options.js';
import { seededRandom } from './prng.js';

/** What is to go wrong with one request. */
export type Fault =
  | { kind: 'status'; status: number }
  | { kind: 'cutBefore' | 'cutAfter' | 'refuse' | 'redirect' | 'html' };

/** All that chance decides about one request, at its arrival. */
export interface Fate {
  /** ms to wait before the answer. */
  readonly wait: number;
  /** The Retry-After of a request that comes too fast, `null` for one that does not. */
  readonly retryAfter: string | null;
  /** Whether the token has expired with this request. */
  readonly expired: boolean;
  readonly fault: Fault | null;
  /** Whether someone else edits the record just before the request is handled. */
  readonly someoneEdits: boolean;
}

/** Of two faults that fall on one PUT, the first in this order happens. */
const PUT_FAULTS = ['cutBefore', 'cutAfter', 'redirect', 'html', 'refuse'] as const;

/**
 * Decides for each request what goes wrong. Every kind of fault has a generator of its own, which is drawn for
 * each request whether or not the kind is on and whatever the others came to: so switching one on does not move
 * the others.
 */
export class FaultDraw {
  readonly #draws = new Map<string, () => number>();
  #seen = 0;
  #windowStart = Number.NEGATIVE_INFINITY;
  #inWindow = 0;

  constructor(
    private readonly faults: SandboxFaults,
    private readonly random: (() => number) | undefined,
  ) {}

  /** The fate of the next request. `now` in ms, on any clock that only goes on. */
  next(method: string, now: number): Fate {
    const { latencyMs = 0, latencyJitterMs = 0, tokenExpiresAfter = Number.POSITIVE_INFINITY } = this.faults;
    this.#seen += 1;
    const chance = { fault: null, someoneEdits: false, ...this.#chance(method) };
    return {
      wait: latencyMs + this.#draw('jitter') * latencyJitterMs,
      retryAfter: this.#retryAfter(now),
      expired: this.#seen > tokenExpiresAfter,
      ...chance,
    };
  }

  /** A login gives a token that lasts as long again. */
  renewToken(): void {
    this.#seen = 0;
  }

  #chance(method: string): Partial<Fate> {
    if (method === 'GET') return { fault: this.#status('read', this.faults.statusesOnReads) };
    if (method !== 'PUT') return {};
    const someoneEdits = this.#happens('concurrentEdits', this.faults.concurrentEdits);
    const fallen = PUT_FAULTS.filter((kind) => this.#happens(kind, this.faults[kind]));
    const status = this.#status('put', this.faults.statuses);
    return { fault: fallen[0] === undefined ? status : { kind: fallen[0] }, someoneEdits };
  }

  #status(which: string, statuses: SandboxFaults['statuses'] = {}): Fault | null {
    const [first] = Object.entries(statuses).filter(([status, rate]) =>
      this.#happens(`${which} ${status}`, rate),
    );
    return first === undefined ? null : { kind: 'status', status: Number(first[0]) };
  }

  #retryAfter(now: number): string | null {
    const limit = this.faults.rateLimit;
    if (!limit) return null;
    if (now - this.#windowStart >= 1000) {
      this.#windowStart = now;
      this.#inWindow = 0;
    }
    this.#inWindow += 1;
    if (this.#inWindow <= limit.perSecond) return null;
    const seconds = limit.retryAfterSeconds;
    if (limit.form !== 'date') return String(seconds);
    // An HTTP date has whole seconds: rounded up, so that it never asks for less than the limit says.
    return new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000).toUTCString();
  }

  #happens(name: string, rate = 0): boolean {
    return this.#draw(name) < rate;
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
