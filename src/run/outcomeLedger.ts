import type { Journal } from './journal.js';
import type { Outcome, RunStop, UpdateStatus } from './outcome.js';
import type { RunEvent } from './runEvent.js';
import { type ErrorLimit, StopLoss } from './stopLoss.js';
import type { Work } from './work.js';

export interface LedgerWorld {
  readonly journal: Journal;
  readonly errorLimit: ErrorLimit;
  readonly now: () => Date;
  readonly onEvent: (event: RunEvent) => void;
}

/** How the updates of a run ended: each is counted, told and journalled once. */
export class OutcomeLedger {
  readonly counts: Record<UpdateStatus, number> = {
    ...{ updated: 0, unchanged: 0, rejected: 0, conflict: 0, unverified: 0, 'not-sent': 0 },
  };
  readonly #stopLoss: StopLoss;
  #accepted = 0;

  constructor(private readonly world: LedgerWorld) {
    this.#stopLoss = new StopLoss(world.errorLimit);
  }

  /** Updates that the server accepted, and whose records show them. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Counts one that has ended, and tells of it. One of an earlier run needs no more: it stands in the journal already. */
  count(outcome: Outcome): void {
    this.counts[outcome.status] += 1;
    this.world.onEvent({ kind: 'ended', outcome });
  }

  /**
   * One that has ended, `answeredAfter` ms after its last PUT if one was sent. Gives the reason to stop when too many
   * were refused. What the disk does not take the journal keeps in memory.
   */
  settle(outcome: Outcome, answeredAfter: number | null): RunStop | null {
    this.count(outcome);
    if (outcome.status === 'updated' && outcome.note?.code !== 'answer.foundApplied') this.#accepted += 1;
    const ms = answeredAfter === null ? {} : { ms: Math.round(answeredAfter) };
    this.world.journal.note({ k: 'outcome', outcome, ...ms });
    return this.#stopLoss.add(outcome);
  }

  /** One whose PUT has not left, because its intent could not be kept. */
  unsent(work: Work): void {
    this.settle(leftAs(work, this.world.now()), null);
  }

  /**
   * One that nothing is done for any more. Of what is in doubt the journal says so already. Of what was not sent, and of
   * whose earlier PUTs none was applied, it need hold nothing; but an intent that it does hold must not stay open.
   */
  leave(work: Work): void {
    const { journal, now } = this.world;
    if (work.doubt) {
      this.counts.unverified += 1;
      return;
    }
    const outcome = leftAs(work, now());
    this.counts[outcome.status] += 1;
    if (journal.isIntended(work.update.rowNumber)) journal.note({ k: 'outcome', outcome });
  }

  /** Of so many updates in all, those of which nothing was said were never tried. */
  close(total: number): void {
    const ended = Object.values(this.counts).reduce((sum, count) => sum + count, 0);
    this.counts['not-sent'] += total - ended;
  }
}

/**
 * The end of an update for which nothing more is done, and whose PUTs, if there were any, are all known to have come to
 * nothing.
 */
function leftAs({ update, attempts, lost }: Work, now: Date): Outcome {
  const { rowNumber, rowNumbers, id } = update;
  return {
    rowNumber,
    rowNumbers,
    id,
    status: lost === null ? 'not-sent' : 'unverified',
    message: null,
    errorCode: null,
    httpStatus: null,
    note: lost === null ? { code: 'run.stopped' } : { code: 'fields.lost', differences: lost },
    attempts,
    finishedAt: now.toISOString(),
  };
}
