import pLimit from 'p-limit';
import type { PlanFile, PlannedUpdate } from '../plan/index.js';
import type { Journal } from './journal.js';
import type { OpportunityWriter } from './opportunityWriter.js';
import type { Outcome, RunStop } from './outcome.js';
import { SendGate, type Sleep } from './sendGate.js';
import { type Sent, sendUpdate } from './sendUpdate.js';

/** What a run tells while it goes. */
export type RunEvent =
  | { kind: 'started'; updates: number }
  | { kind: 'ended'; outcome: Outcome }
  | { kind: 'waiting'; ms: number; cause: 'throttled' | 'unreachable' }
  | { kind: 'stopping'; stop: RunStop };

export interface RunPlanOptions {
  readonly runId: string;
  readonly plan: PlanFile;
  readonly writer: OpportunityWriter;
  readonly journal: Journal;
  /** PUTs under way at once. */
  readonly concurrency: number;
  /** Aborting it lets what is under way finish and sends nothing more. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
  readonly random: () => number;
  readonly sleep: Sleep;
  readonly onEvent: (event: RunEvent) => void;
}

export interface RunResult {
  /** Updates by how they ended; those that were never tried count as `not-sent`. */
  readonly counts: Readonly<Record<Outcome['status'], number>>;
  readonly stop: RunStop | null;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** From the first PUT to the last answer, in ms. */
  readonly elapsedMs: number;
}

/** Answers in a row that are not the API's, after which its address must be taken for another thing's. */
const UNREADABLE_IN_A_ROW = 2;

/**
 * Sends a plan's updates, each once, and journals every step. The first update goes alone and is read back
 * whole: a server that loses fields it was not sent is found out at one record, not at a thousand. The others
 * are pulled from the plan's file by `concurrency` senders, so that a million updates are never in memory.
 */
export async function runPlan(options: RunPlanOptions): Promise<RunResult> {
  const { plan, journal, onEvent } = options;
  const total = plan.summary.verdicts.update;
  const counts = { updated: 0, rejected: 0, conflict: 0, unverified: 0, 'not-sent': 0 };
  const stopping = new AbortController();
  let stop: RunStop | null = null;
  let unreadable = 0;
  const halt = (reason: RunStop) => {
    if (stop) return;
    stop = reason;
    stopping.abort();
    onEvent({ kind: 'stopping', stop: reason });
  };
  const onUserStop = () => halt({ cause: 'user' });
  options.signal.addEventListener('abort', onUserStop, { once: true });
  if (options.signal.aborted) onUserStop();

  const context = {
    writer: options.writer,
    journal,
    gate: new SendGate(options.elapsed, options.sleep, stopping.signal),
    stopping: stopping.signal,
    now: options.now,
    random: options.random,
    onWait: (ms: number, cause: 'throttled' | 'unreachable') => onEvent({ kind: 'waiting', ms, cause }),
  };
  const settle = ({ outcome, stop: reason }: Sent) => {
    counts[outcome.status] += 1;
    unreadable = outcome.note?.code === 'answer.unreadable' ? unreadable + 1 : 0;
    onEvent({ kind: 'ended', outcome });
    if (reason) halt(reason);
    else if (unreadable >= UNREADABLE_IN_A_ROW) {
      halt({ cause: 'wrongApi', httpStatus: outcome.httpStatus, message: null });
    }
    journal.append({ k: 'outcome', outcome });
  };
  const send = async (update: PlannedUpdate, readBack: boolean) => {
    try {
      settle(await sendUpdate(update, context, readBack));
    } catch (error) {
      // The journal could not be written: nothing more may be sent, because nothing more would be remembered.
      if (!isDiskError(error)) {
        stopping.abort();
        throw error;
      }
      halt({ cause: 'disk', reason: error.code });
    }
  };

  const startedAt = options.now().toISOString();
  const began = options.elapsed();
  journal.append({ k: 'run', v: 1, runId: options.runId, plan: plan.path, updates: total });
  onEvent({ kind: 'started', updates: total });

  const updates = plan.updates();
  const first = await updates.next();
  if (!first.done && !stopping.signal.aborted) await send(first.value, true);

  const limit = pLimit(options.concurrency);
  const pull = async () => {
    while (!stopping.signal.aborted) {
      const next = await updates.next();
      if (next.done) return;
      await send(next.value, false);
    }
  };
  const senders = await Promise.allSettled(Array.from({ length: options.concurrency }, () => limit(pull)));
  options.signal.removeEventListener('abort', onUserStop);

  const elapsedMs = options.elapsed() - began;
  const ended = Object.values(counts).reduce((sum, count) => sum + count, 0);
  counts['not-sent'] += total - ended;
  try {
    journal.append({ k: 'end', stop });
    journal.sync();
  } catch (error) {
    if (!isDiskError(error)) throw error;
    stop ??= { cause: 'disk', reason: error.code };
  }
  const bug = senders.find((sender) => sender.status === 'rejected');
  if (bug) throw bug.reason;
  return { counts, stop, startedAt, finishedAt: options.now().toISOString(), elapsedMs };
}

function isDiskError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return (
    error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string'
  );
}
