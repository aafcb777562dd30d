import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { PlannedUpdate } from '../plan/index.js';
import { IntentsAhead, wantedAhead } from './intentsAhead.js';
import { LaterQueue } from './laterQueue.js';
import type { RunStop } from './outcome.js';
import { OutcomeLedger } from './outcomeLedger.js';
import { Precautions } from './precautions.js';
import { resumedWork } from './resumedWork.js';
import type { RunPlanOptions, RunResult } from './runOptions.js';
import { sendUpdate } from './sendUpdate.js';
import { ServerCondition } from './serverCondition.js';
import { TokenGate } from './tokenGate.js';
import { type Care, newWork, type SendContext, type Step, type Work, WorkAtHand } from './work.js';

/** Updates that wait for their time before no new ones are sent. */
const MOST_LATER = 5000;
/** Rows of a sheet above and between those of the plan, for which there is room in the journal's index from the first. */
const ROWS_BETWEEN = 1000;

/**
 * Sends a plan's updates, each once, and journals every step. The first few go one after another, are read right before
 * and read back whole: a server that loses fields which it was not sent is found out at one record, not at a thousand.
 * The others are pulled from the plan's file by senders whose number follows what the server bears, so that a million
 * updates are never in memory. With the journal of an earlier run it goes on where that one stopped.
 */
export async function runPlan(options: RunPlanOptions): Promise<RunResult> {
  return new Run(options).go();
}

class Run {
  readonly #stopping = new AbortController();
  readonly #later = new LaterQueue();
  readonly #ledger: OutcomeLedger;
  readonly #server: ServerCondition;
  readonly #context: SendContext;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #blocks: AsyncIterator<Iterator<PlannedUpdate, void>>;
  /** Those of which the next ones are. */
  #block: Iterator<PlannedUpdate, void> = [].values();
  #reading: Promise<void> | null = null;
  readonly #ahead: IntentsAhead;
  readonly #resumed: boolean;
  readonly #precautions: Precautions;
  #canaryPassed = false;
  /** ms that the last update took from its turn to its end. */
  #turnMs = 0;
  #planDone = false;
  #stop: RunStop | null = null;
  /** Since the run stopped a record could not be read: then none of the others is tried. */
  #blind = false;
  #bug: unknown = null;

  constructor(private readonly options: RunPlanOptions) {
    const { elapsed, sleep, journal, onEvent, concurrency } = options;
    const stopping = this.#stopping.signal;
    // Every sender may wait on it at once; Node warns of more than ten, on the person's terminal.
    setMaxListeners(0, stopping);
    this.#resumed = journal.resumed;
    this.#precautions = new Precautions(options, this.#resumed);
    this.#ledger = new OutcomeLedger(options);
    const onPace = (now: number) => {
      this.#limit.concurrency = now;
    };
    this.#server = new ServerCondition({ concurrency, elapsed, sleep, stopping, onEvent, onPace });
    const { pace, gate, budget } = this.#server;
    const onAsked = (ms: number) => this.#server.asked(ms);
    this.#limit = pLimit(pace.now);
    options.controls?.followCeiling((ceiling) => {
      pace.setCeiling(ceiling);
      onEvent({ kind: 'ceiling', ceiling });
    });
    this.#blocks = options.plan.updateBlocks();
    this.#ahead = new IntentsAhead({
      journal,
      elapsed,
      now: options.now,
      next: () => this.#nextOfPlan(),
      stopping,
    });
    this.#context = {
      writer: {
        ...(options.writer.turn && { turn: async () => options.writer.turn?.() }),
        update: (id, body) => options.writer.update(id, body),
        look: async (id, how) => {
          const looked = await options.writer.look(id, { ...how, stopping, onAsked });
          if (stopping.aborted && looked.kind !== 'record') this.#blind = true;
          this.#server.looked(looked);
          return looked;
        },
      },
      journal,
      gate,
      token: new TokenGate(options.renewToken),
      budget,
      stopping,
      now: options.now,
      elapsed,
      random: options.random,
      pause: (ms) => sleep(ms, stopping),
      settleMs: options.settleMs,
      mostAttempts: options.retries + 1,
      body: options.body,
      onWait: (ms, cause) => onEvent({ kind: 'waiting', ms, cause }),
      onAnswer: (answer, ms) => this.#halt(this.#server.answered(answer, ms)),
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
    await this.#leaveRest().catch((error: unknown) => this.#failed(error));
    signal.removeEventListener('abort', onUserStop);

    const elapsedMs = elapsed() - began;
    this.#ledger.close(total);
    const { counts } = this.#ledger;
    try {
      journal.rewrite();
      journal.mustHold();
    } catch (error) {
      this.#failed(error);
    }
    try {
      // An outcome that is not on the disk will have to be looked up.
      const unwritten = journal.unwritten.filter(
        ({ status }) => status !== 'not-sent' && status !== 'unverified',
      );
      const open = counts['not-sent'] + counts.unverified + unwritten.length;
      journal.append({ k: 'end', stop: this.#stop, elapsedMs, open });
      await journal.sync();
    } catch (error) {
      this.#failed(error);
    }
    if (this.#bug) throw this.#bug;
    return { counts, stop: this.#stop, elapsedMs };
  }

  /** The first few, one after another; the very first until the server has shown that it keeps what it is not sent. */
  async #canary(): Promise<void> {
    while (this.#precautions.isCanary(this.#ledger.accepted) && !this.#stopping.signal.aborted) {
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
      const mayGoOn = this.#later.size < MOST_LATER && !this.#later.holdsDamaged;
      if (mayGoOn && !(this.#planDone && this.#ahead.isEmpty)) {
        // None ahead during the canary, or where each request waits for its turn under a rate.
        const mayBeAhead = this.#canaryPassed && this.options.writer.turn === undefined;
        const wanted = mayBeAhead ? wantedAhead(this.#server.pace.now, this.#turnMs) : 0;
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
      const { value: update } = this.#block.next();
      if (!update) {
        if (this.#planDone) return null;
        // Whoever comes meanwhile waits for the same block.
        this.#reading ??= this.#readBlock();
        await this.#reading;
        continue;
      }
      if (!this.#resumed) return newWork(update);
      const taken = resumedWork(update, this.options);
      if (!('status' in taken)) return taken;
      this.#ledger.count(taken);
    }
  }

  async #readBlock(): Promise<void> {
    const { value, done } = await this.#blocks.next();
    if (done) this.#planDone = true;
    else this.#block = value;
    this.#reading = null;
  }

  async #process(work: Work): Promise<void> {
    if (this.#stopping.signal.aborted && work.firstSentAt === null && work.doubt === null) {
      this.#ledger.leave(work);
      return;
    }
    const { controls } = this.options;
    if (controls?.paused) await controls.pass(this.#stopping.signal);
    const { breaker } = this.#server;
    if (!work.doubt && breaker.isOpen && !(await breaker.pass(() => this.#probe(work)))) {
      this.#halt({ cause: 'failing', forMs: breaker.downFor() });
      this.#ledger.leave(work);
      return;
    }
    let step: Step;
    try {
      step = await sendUpdate(work, this.#context, this.#careFor(work));
    } catch (error) {
      this.#failed(error);
      // It is the intent that could not be kept, so its PUT has not left.
      if (isDiskError(error)) this.#ledger.unsent(work);
      return;
    }
    if (step.kind === 'later') {
      this.#later.push(work, this.options.elapsed() + step.ms);
      this.#halt(step.stop ?? null);
    } else {
      const tooMany = this.#ledger.settle(step.outcome, work.answeredAfter);
      this.#halt(step.stop ?? tooMany);
    }
  }

  #careFor(work: Work): Care {
    const { accepted } = this.#ledger;
    return this.#precautions.careFor(work, accepted, this.#blind, () => this.#lookAhead());
  }

  /**
   * Begins to look at the next record while the one before is read back: its PUT leaves as soon after the look as if
   * that had come later. Not where only one request may be under way, each waits for its turn, or all are held back.
   */
  #lookAhead(): void {
    const { writer, controls } = this.options;
    const { pace, gate } = this.#server;
    if (pace.now < 2 || gate.wait > 0 || writer.turn !== undefined || controls?.paused) return;
    // Whatever comes of it but the record is found out again, and acted upon, when its turn comes.
    const stopping = this.#stopping.signal;
    const onAsked = (ms: number) => this.#server.asked(ms);
    this.#ahead.look(({ update }) => writer.look(update.id, { mayRetry: () => false, stopping, onAsked }));
  }

  /** Whether a record can be read, with another token if that takes one. What no request would escape stops the run. */
  async #probe(work: Work): Promise<boolean> {
    const hand = new WorkAtHand(work, this.#context, this.#careFor(work));
    // The pauses between probes are the breaker's.
    const looked = await hand.look(() => false);
    if (looked.kind === 'record') return true;
    this.#halt(hand.stopAfter(looked));
    return false;
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

  /** What never had its turn. Of an earlier run's rows the journal says which have ended, and which are in doubt. */
  async #leaveRest(): Promise<void> {
    for (const work of await this.#ahead.left()) this.#ledger.leave(work);
    if (!this.#resumed) return;
    for (let work = await this.#nextOfPlan(); work !== null; work = await this.#nextOfPlan()) {
      this.#ledger.leave(work);
    }
  }

  /** Sends nothing more, if there is a reason, and tells the first one. */
  #halt(reason: RunStop | null): void {
    if (reason === null || this.#stop) return;
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

function isDiskError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return (
    error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string'
  );
}
