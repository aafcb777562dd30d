import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { PlannedUpdate } from '../plan/index.js';
import { AdaptiveConcurrency } from './adaptiveConcurrency.js';
import { CircuitBreaker } from './circuitBreaker.js';
import { IntentsAhead, wantedAhead } from './intentsAhead.js';
import { LaterQueue } from './laterQueue.js';
import type { WriteAnswer } from './opportunityWriter.js';
import type { Outcome, RunStop } from './outcome.js';
import { resumedWork } from './resumedWork.js';
import { RetryBudget } from './retryBudget.js';
import type { RunPlanOptions, RunResult } from './runOptions.js';
import { SendGate } from './sendGate.js';
import { sendUpdate } from './sendUpdate.js';
import { StopLoss } from './stopLoss.js';
import { TokenGate } from './tokenGate.js';
import { type Care, newWork, type SendContext, type Step, type Work } from './work.js';

/** Answers in a row that are not the API's, after which its address must be taken for another thing's. */
const UNREADABLE_IN_A_ROW = 2;
/** Records in a row that cannot be read, after which it must be the server and not the records. */
const UNREAD_IN_A_ROW = 10;
/** Updates that wait for their time before no new ones are sent. */
const MOST_LATER = 5000;
/** Rows of a sheet above and between those of the plan, for which there is room in the journal's index from the first. */
const ROWS_BETWEEN = 1000;
/** One in so many updates is read back after it was accepted, the canary aside. */
const READ_BACK_EVERY = 100;

/**
 * Sends a plan's updates, each once, and journals every step. The first goes alone and is read back whole: a server
 * that loses fields which it was not sent is found out at one record, not at a thousand. The others are pulled from
 * the plan's file by senders whose number follows what the server bears, so that a million updates are never in
 * memory. With the journal of an earlier run it goes on where that one stopped.
 */
export async function runPlan(options: RunPlanOptions): Promise<RunResult> {
  return new Run(options).go();
}

class Run {
  readonly #counts = { updated: 0, unchanged: 0, rejected: 0, conflict: 0, unverified: 0, 'not-sent': 0 };
  readonly #stopping = new AbortController();
  readonly #later = new LaterQueue();
  readonly #stopLoss: StopLoss;
  readonly #pace: AdaptiveConcurrency;
  readonly #breaker: CircuitBreaker;
  readonly #context: SendContext;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #updates: AsyncGenerator<PlannedUpdate>;
  readonly #ahead: IntentsAhead;
  readonly #resumed: boolean;
  #canaryPassed = false;
  /** ms that the last update took from its turn to its end. */
  #turnMs = 0;
  /** ms since the epoch. */
  readonly #plannedAt: number;
  #planDone = false;
  #stop: RunStop | null = null;
  #unreadable = 0;
  #unreadInARow = 0;
  /** Since the run stopped a record could not be read: then none of the others is tried. */
  #blind = false;
  #accepted = 0;
  #bug: unknown = null;

  constructor(private readonly options: RunPlanOptions) {
    const { elapsed, sleep, journal, onEvent, concurrency } = options;
    const signal = this.#stopping.signal;
    // Every sender may wait on it at once; Node warns of more than ten, on the person's terminal.
    setMaxListeners(0, signal);
    this.#resumed = journal.resumed;
    this.#plannedAt = Date.parse(options.plan.header.createdAt);
    this.#stopLoss = new StopLoss(options.errorLimit);
    this.#pace = new AdaptiveConcurrency(concurrency, (now, cause) => {
      this.#limit.concurrency = now;
      onEvent({ kind: 'pace', concurrency: now, cause });
    });
    this.#limit = pLimit(this.#pace.now);
    options.controls?.followCeiling((ceiling) => {
      this.#pace.setCeiling(ceiling);
      onEvent({ kind: 'ceiling', ceiling });
    });
    const onPause = (ms: number) => onEvent({ kind: 'waiting', ms, cause: 'failing' });
    this.#breaker = new CircuitBreaker({ elapsed, sleep, signal, onPause });
    this.#updates = options.plan.updates();
    this.#ahead = new IntentsAhead({
      journal,
      elapsed,
      now: options.now,
      next: () => this.#nextOfPlan(),
      stopping: signal,
    });
    this.#context = {
      writer: {
        ...(options.writer.turn && { turn: async () => options.writer.turn?.() }),
        update: (id, body) => options.writer.update(id, body),
        look: async (id, mayRetry) => {
          const looked = await options.writer.look(id, mayRetry);
          if (signal.aborted && looked.kind !== 'record') this.#blind = true;
          // A server that fails at reads gets no PUTs by which that would be seen.
          this.#unreadInARow = looked.kind === 'unknown' ? this.#unreadInARow + 1 : 0;
          if (this.#unreadInARow >= UNREAD_IN_A_ROW) this.#breaker.open();
          return looked;
        },
      },
      journal,
      gate: new SendGate(elapsed, sleep, signal),
      token: new TokenGate(options.renewToken),
      budget: new RetryBudget(),
      stopping: signal,
      now: options.now,
      elapsed,
      random: options.random,
      settleMs: options.settleMs,
      mostAttempts: options.retries + 1,
      body: options.body,
      onWait: (ms, cause) => onEvent({ kind: 'waiting', ms, cause }),
      onAnswer: (answer, ms) => this.#answered(answer, ms),
    };
  }

  async go(): Promise<RunResult> {
    const { options } = this;
    const { journal, onEvent, elapsed, signal } = options;
    const total = options.plan.summary.verdicts.update;
    const onUserStop = () => this.#halt({ cause: 'user' });
    signal.addEventListener('abort', onUserStop, { once: true });
    journal.reserve(options.plan.rowCount + ROWS_BETWEEN);
    const began = elapsed();
    onEvent({ kind: 'started', updates: total, ceiling: options.concurrency });
    if (signal.aborted) onUserStop();

    await this.#canary().catch((error: unknown) => this.#failed(error));
    this.#canaryPassed = true;
    const pull = async () => {
      try {
        while (await this.#limit(() => this.#takeTurns()));
      } catch (error) {
        this.#failed(error);
      }
    };
    // As many as there may ever be: each waits until its turn.
    const pullers = Math.max(options.concurrency, options.controls?.most ?? 0);
    await Promise.all(Array.from({ length: pullers }, pull));
    await this.#giveUpLater();
    for (const work of await this.#ahead.left()) this.#leave(work);
    signal.removeEventListener('abort', onUserStop);

    const elapsedMs = elapsed() - began;
    const ended = Object.values(this.#counts).reduce((sum, count) => sum + count, 0);
    this.#counts['not-sent'] += total - ended;
    try {
      journal.rewrite();
      journal.mustHold();
    } catch (error) {
      this.#failed(error);
    }
    try {
      // An outcome that is not on the disk will have to be looked up.
      const open = this.#counts['not-sent'] + this.#counts.unverified + journal.unwritten.length;
      journal.append({ k: 'end', stop: this.#stop, elapsedMs, open });
      await journal.sync();
    } catch (error) {
      this.#failed(error);
    }
    if (this.#bug) throw this.#bug;
    return { counts: this.#counts, stop: this.#stop, elapsedMs };
  }

  /** The first few, one after another; the very first until the server has shown that it keeps what it is not sent. */
  async #canary(): Promise<void> {
    const least = Math.max(1, this.options.canary);
    while (this.#accepted < least && !this.#stopping.signal.aborted) {
      const work = await this.#next();
      if (work === null) return;
      await this.#process(work);
    }
  }

  /** Sends one update after the other until fewer are to be under way at once; `false` when there is none left. */
  async #takeTurns(): Promise<boolean> {
    const { elapsed } = this.options;
    while (this.#limit.activeCount <= this.#limit.concurrency) {
      const work = await this.#next();
      if (work === null) return false;
      const began = elapsed();
      await this.#process(work);
      this.#turnMs = elapsed() - began;
    }
    return true;
  }

  /** The next update whose turn it is; `null` when there is none left, or when the run stops. */
  async #next(): Promise<Work | null> {
    const { elapsed, sleep, onEvent } = this.options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const due = this.#later.take(elapsed());
      if (due) return due;
      if ((!this.#planDone || this.#ahead.size > 0) && this.#later.size < MOST_LATER) {
        // None ahead during the canary, or where each request waits for its turn under a rate.
        const mayBeAhead = this.#canaryPassed && this.options.writer.turn === undefined;
        const wanted = mayBeAhead ? wantedAhead(this.#pace.now, this.#turnMs) : 0;
        const fresh = await this.#ahead.take(wanted);
        if (fresh) return fresh;
        continue;
      }
      const { nextDue } = this.#later;
      if (nextDue === null) return null;
      const ms = Math.max(1, nextDue - elapsed());
      onEvent({ kind: 'settling', rows: this.#later.size, ms });
      await sleep(ms, signal);
    }
    return null;
  }

  async #nextOfPlan(): Promise<Work | null> {
    for (;;) {
      const { value: update, done } = await this.#updates.next();
      if (done) {
        this.#planDone = true;
        return null;
      }
      if (!this.#resumed) return newWork(update);
      const taken = resumedWork(update, this.options);
      if (!('status' in taken)) return taken;
      this.#counts[taken.status] += 1;
      this.options.onEvent({ kind: 'ended', outcome: taken });
    }
  }

  async #process(work: Work): Promise<void> {
    if (this.#stopping.signal.aborted && work.firstSentAt === null && work.doubt === null) {
      this.#leave(work);
      return;
    }
    await this.options.controls?.pass(this.#stopping.signal);
    if (!work.doubt && !(await this.#breaker.pass(() => this.#probe(work)))) {
      this.#halt({ cause: 'failing', forMs: this.#breaker.downFor() });
      this.#leave(work);
      return;
    }
    let step: Step;
    try {
      step = await sendUpdate(work, this.#context, this.#care());
    } catch (error) {
      this.#failed(error);
      // It is the intent that could not be kept, so its PUT has not left.
      if (isDiskError(error)) this.#settle(notSent(work, this.options.now()), null, null);
      return;
    }
    if (step.kind === 'later') {
      this.#later.push(work, this.options.elapsed() + step.ms);
      if (step.stop) this.#halt(step.stop);
    } else this.#settle(step.outcome, step.stop, work.answeredAfter);
  }

  /**
   * Of an update that is not sent, and of whose earlier PUTs none was applied, the journal need hold nothing; but an
   * intent that it does hold must not stay open.
   */
  #leave(work: Work): void {
    const { journal, now } = this.options;
    if (!journal.isIntended(work.update.rowNumber)) return;
    this.#counts['not-sent'] += 1;
    journal.note({ k: 'outcome', outcome: notSent(work, now()) });
  }

  #care(): Care {
    const { recheckAfterMs, now, canary, body } = this.options;
    // The whole record goes out with a full body, so an old value in it would undo a colleague's edit.
    const old = () =>
      recheckAfterMs !== 'never' &&
      (this.#resumed || body === 'full' || now().getTime() - this.#plannedAt >= recheckAfterMs);
    const first = this.#accepted === 0;
    return {
      recheck: () => first || old(),
      readBack: this.#accepted < canary || first || this.#accepted % READ_BACK_EVERY === 0,
      suspicious: first && body === 'changes',
      blind: this.#blind,
    };
  }

  async #probe({ update }: Work): Promise<boolean> {
    // The pauses between probes are the breaker's.
    return (await this.options.writer.look(update.id, () => false)).kind === 'record';
  }

  #answered(answer: WriteAnswer, ms: number): void {
    const at = this.options.elapsed();
    const { allowance } = answer;
    if (allowance && allowance.remaining <= 0 && allowance.resetMs > 0) {
      this.#context.gate.closeFor(allowance.resetMs);
      this.#context.onWait(allowance.resetMs, 'throttled');
    }
    switch (answer.kind) {
      case 'accepted':
        this.#context.budget.earn();
        this.#pace.answered(ms, at);
        this.#breaker.record(false);
        break;
      case 'refused':
      case 'contested':
      case 'postponed':
        this.#pace.coped();
        this.#breaker.record(false);
        break;
      case 'failed':
        this.#pace.failed();
        this.#breaker.record(true);
        break;
      case 'unanswered':
        this.#pace.timedOut(at);
        this.#breaker.record(true);
        break;
      case 'throttled':
        this.#pace.throttled(at);
        break;
      // The others say nothing of how the server bears what it is sent.
      default:
        break;
    }
    this.options.onEvent({ kind: 'answered', ms });
    if (answer.kind === 'unreadable') {
      this.#unreadable += 1;
      const { httpStatus } = answer;
      if (this.#unreadable >= UNREADABLE_IN_A_ROW)
        this.#halt({ cause: 'wrongApi', httpStatus, message: null });
    } else if (answer.kind !== 'unanswered' && answer.kind !== 'unreached') this.#unreadable = 0;
  }

  /** What the disk does not take is kept in memory, and told; nothing more is sent then. */
  #settle(outcome: Outcome, reason: RunStop | null, answeredAfter: number | null): void {
    this.#counts[outcome.status] += 1;
    if (outcome.status === 'updated' && outcome.note?.code !== 'answer.foundApplied') this.#accepted += 1;
    this.options.onEvent({ kind: 'ended', outcome });
    const loss = this.#stopLoss.add(outcome);
    const stop = reason ?? loss;
    if (stop) this.#halt(stop);
    const ms = answeredAfter === null ? {} : { ms: Math.round(answeredAfter) };
    this.options.journal.note({ k: 'outcome', outcome, ...ms });
  }

  /** At a stop: what waits is looked at once more, and then told as it is. */
  async #giveUpLater(): Promise<void> {
    const pull = async () => {
      for (let work = this.#later.take(0, true); work !== null; work = this.#later.take(0, true)) {
        await this.#process(work);
      }
    };
    await Promise.all(Array.from({ length: this.options.concurrency }, pull));
  }

  #halt(reason: RunStop): void {
    if (this.#stop) return;
    this.#stop = reason;
    this.#stopping.abort();
    this.options.onEvent({ kind: 'stopping', stop: reason });
  }

  /** The journal could not be written: nothing more may be sent, because nothing more would be remembered. */
  #failed(error: unknown): void {
    if (isDiskError(error)) this.#halt({ cause: 'disk', reason: error.code });
    else {
      this.#bug ??= error;
      this.#stopping.abort();
    }
  }
}

function notSent({ update, attempts }: Work, now: Date): Outcome {
  const { rowNumber, rowNumbers, id } = update;
  const blank = { message: null, errorCode: null, httpStatus: null };
  const finishedAt = now.toISOString();
  return {
    rowNumber,
    rowNumbers,
    id,
    status: 'not-sent',
    ...blank,
    note: { code: 'run.stopped' },
    attempts,
    finishedAt,
  };
}

function isDiskError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return (
    error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string'
  );
}
