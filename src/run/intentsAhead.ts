import { Freshness } from './freshness.js';
import type { Journal } from './journal.js';
import type { LookUp } from './opportunityWriter.js';
import { INTENT_AHEAD, type Work } from './work.js';

/**
 * Intents that wait on the disk for each PUT under way, the most and the least: half of them are written at a time, so
 * that a disk keeps no PUT waiting. After a crash each of them is looked up, so at a slow server there are few.
 */
const MOST_AHEAD = 8;
const LEAST_AHEAD = 2;
/** ms of sending for which there are intents, between those two. */
const SENDING_AHEAD = 160;
/** ms that a look before its turn is trusted: no longer than the record before takes to be read back, as a rule. */
const LOOK_AHEAD_HOLDS = 1000;

export interface AheadWorld {
  readonly journal: Journal;
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
  readonly now: () => Date;
  /** The next update of the plan; `null` when there is none left. */
  readonly next: () => Promise<Work | null>;
  /** Aborted when nothing more may be sent. */
  readonly stopping: AbortSignal;
}

/**
 * Updates whose turn has not come, with their intents on the way to the disk, so that no PUT waits for it; or, of the
 * canary, the one that comes next, with the look at its record under way. An intent says that its PUT may have left, no
 * more: after a crash it is looked up as any other, and when the run is stopped whoever still has one ends as not sent.
 */
export class IntentsAhead {
  readonly #works: Work[] = [];
  #filling: Promise<void> | null = null;
  #failure: { readonly error: unknown } | null = null;
  /** All looks that were begun here: the few of a canary. */
  readonly #looks: Promise<LookUp>[] = [];

  constructor(private readonly world: AheadWorld) {}

  /** Whether there is none, and none to come either as long as nobody takes one. */
  get isEmpty(): boolean {
    return this.#works.length === 0 && this.#filling === null;
  }

  /** The next update of the plan; behind it the intents of as many as `wanted` are sent ahead. */
  async take(wanted: number): Promise<Work | null> {
    this.#mustHold();
    const work = this.#works.shift() ?? (await this.world.next());
    if (work === null) {
      // The plan is at its end; its last ones may just be on their way here.
      await this.#filling;
      this.#mustHold();
      return this.#works.shift() ?? null;
    }
    // Some at a time, so that they share a sync.
    if (this.#works.length * 2 <= wanted && wanted > 0) this.#filled(() => this.#fill(wanted, 'now'));
    return work;
  }

  /** Begins to look at the record of the one that comes next, unless there is none, or it is looked at already. */
  async look(look: (work: Work) => Promise<LookUp>): Promise<void> {
    if (this.#works.length === 0) await this.#filled(() => this.#fill(1, 'later'));
    const [work] = this.#works;
    if (!work || work.doubt || work.early || this.world.stopping.aborted) return;
    const age = new Freshness(this.world, LOOK_AHEAD_HOLDS);
    age.begins();
    const looked = look(work);
    // What it throws is thrown when its turn comes; until then it must not count as unhandled.
    looked.catch(() => undefined);
    this.#looks.push(looked);
    work.early = { age, looked };
  }

  #mustHold(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Those whose turn never came, when nothing that was begun for them is under way any more. */
  async left(): Promise<readonly Work[]> {
    await this.#filling;
    await Promise.allSettled(this.#looks);
    return this.#works.splice(0);
  }

  /** Resolves when this is done, or what was being done already; a failure is thrown by whoever takes the next one. */
  #filled(fill: () => Promise<void>): Promise<void> {
    this.#filling ??= fill()
      .catch((error: unknown) => {
        this.#failure = { error };
      })
      .finally(() => {
        this.#filling = null;
      });
    return this.#filling;
  }

  async #fill(wanted: number, intents: 'now' | 'later'): Promise<void> {
    const { next, stopping } = this.world;
    while (this.#works.length < wanted && !stopping.aborted) {
      const work = await next();
      if (work === null) break;
      // Whoever takes it before the others are read writes its intent himself.
      this.#works.push(work);
    }
    if (intents === 'later') return;
    for (const work of this.#works) if (!stopping.aborted) this.#writeAhead(work);
  }

  #writeAhead(work: Work): void {
    // What an earlier run has left in doubt is looked up first.
    if (work.ahead || work.doubt) return;
    const { journal } = this.world;
    const { rowNumber: row, id } = work.update;
    const age = new Freshness(this.world, INTENT_AHEAD);
    age.begins();
    const onDisk = journal.commit({ k: 'intent', row, id, attempt: work.attempts + 1 });
    // Its failure is thrown when its turn comes; until then it must not count as unhandled.
    onDisk.catch(() => undefined);
    work.ahead = { age, onDisk };
  }
}

/**
 * How many intents may be written before their turn, with so many PUTs under way, each of which takes `turnMs`; none
 * when their turn is so long in coming that they would be old.
 */
export function wantedAhead(underWay: number, turnMs: number): number {
  // Before the first has ended, few.
  const wanted = turnMs > 0 ? Math.floor(SENDING_AHEAD / turnMs) : LEAST_AHEAD;
  const rounds = Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, wanted));
  return turnMs * rounds < INTENT_AHEAD ? underWay * rounds : 0;
}
