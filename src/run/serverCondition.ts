import { AdaptiveConcurrency } from './adaptiveConcurrency.js';
import { CircuitBreaker } from './circuitBreaker.js';
import type { LookUp, WriteAnswer } from './opportunityWriter.js';
import type { RunStop } from './outcome.js';
import { RetryBudget } from './retryBudget.js';
import type { RunEvent } from './runEvent.js';
import { SendGate, type Sleep } from './sendGate.js';

/** Answers in a row that are not the API's, after which its address must be taken for another thing's. */
const UNREADABLE_IN_A_ROW = 2;
/** Records in a row that cannot be read, after which it must be the server and not the records. */
const UNREAD_IN_A_ROW = 10;

export interface ConditionWorld {
  /** PUTs under way at once, at the most. */
  readonly concurrency: number;
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  /** Aborted when nothing more may be sent. */
  readonly stopping: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** Told when more, or fewer, may be under way at once. */
  readonly onPace: (now: number) => void;
}

/** How the server is, by all that it answers; and what follows from that for whoever wants to send to it. */
export class ServerCondition {
  readonly gate: SendGate;
  readonly budget = new RetryBudget();
  readonly pace: AdaptiveConcurrency;
  readonly breaker: CircuitBreaker;
  #unreadable = 0;
  #unread = 0;

  constructor(private readonly world: ConditionWorld) {
    const { elapsed, sleep, stopping, concurrency, onEvent, onPace } = world;
    this.gate = new SendGate(elapsed, sleep, stopping);
    this.pace = new AdaptiveConcurrency(concurrency, (now, cause) => {
      onPace(now);
      onEvent({ kind: 'pace', concurrency: now, cause });
    });
    const onPause = (ms: number) => onEvent({ kind: 'waiting', ms, cause: 'failing' });
    this.breaker = new CircuitBreaker({ elapsed, sleep, signal: stopping, onPause });
  }

  /** A PUT was answered, or failed, after `ms`. Gives the reason to stop when it is not the API that answers. */
  answered(answer: WriteAnswer, ms: number): RunStop | null {
    this.#learn(answer, ms);
    this.world.onEvent({ kind: 'answered', ms });
    if (answer.kind === 'unreadable') {
      this.#unreadable += 1;
      const { httpStatus } = answer;
      if (this.#unreadable >= UNREADABLE_IN_A_ROW) return { cause: 'wrongApi', httpStatus, message: null };
    } else if (answer.kind !== 'unanswered' && answer.kind !== 'unreached') this.#unreadable = 0;
    return null;
  }

  /** A record was read, or could not be: a server that fails at reads gets no PUTs by which that would be seen. */
  looked({ kind }: LookUp): void {
    this.#unread = kind === 'unknown' ? this.#unread + 1 : 0;
    if (this.#unread >= UNREAD_IN_A_ROW) this.breaker.open();
  }

  /** The server asks for so many ms in which nothing is sent. */
  asked(ms: number): void {
    this.gate.closeFor(ms);
    this.world.onEvent({ kind: 'waiting', ms, cause: 'throttled' });
  }

  #learn(answer: WriteAnswer, ms: number): void {
    const { allowance } = answer;
    if (allowance && allowance.remaining <= 0 && allowance.resetMs > 0) {
      this.asked(allowance.resetMs);
    }
    const at = this.world.elapsed();
    switch (answer.kind) {
      case 'accepted':
        this.budget.earn();
        this.pace.answered(ms, at);
        this.breaker.record(false);
        return;
      case 'refused':
      case 'contested':
      case 'postponed':
        this.pace.coped();
        this.breaker.record(false);
        return;
      case 'failed':
        this.pace.failed();
        this.breaker.record(true);
        return;
      case 'unanswered':
        this.pace.timedOut(at);
        this.breaker.record(true);
        return;
      case 'throttled':
        this.pace.throttled(at);
        return;
      // These say nothing of what it bears.
      case 'unauthorized':
      case 'unreached':
      case 'unreadable':
      case 'halt':
        return;
    }
  }
}
