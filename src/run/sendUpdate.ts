import type { Opportunity } from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';
import type { Journal } from './journal.js';
import type { OpportunityWriter, WriteAnswer } from './opportunityWriter.js';
import type { Outcome, RunNote, RunStop } from './outcome.js';
import type { SendGate } from './sendGate.js';
import { notApplied, unexpected, untouched } from './verify.js';

/** PUTs for one record at the most, when nothing was received by the server. */
const MOST_ATTEMPTS = 4;
/** Times that one record waits for a server that wants fewer requests. */
const MOST_WAITS = 10;
/** The longest wait that a server can ask for, in ms; a longer one ends the run, to be taken up later. */
const LONGEST_WAIT = 600_000;
/** Back-off, in ms, where the server names none: full jitter below `base * 2^n`, never above the cap. */
const RETRY_BASE = 500;
const THROTTLE_BASE = 1000;
const RETRY_CAP = 20_000;

export interface SendContext {
  readonly writer: OpportunityWriter;
  readonly journal: Journal;
  readonly gate: SendGate;
  /** Aborted when nothing more may be sent. */
  readonly stopping: AbortSignal;
  readonly now: () => Date;
  readonly random: () => number;
  readonly onWait: (ms: number, cause: 'throttled' | 'unreachable') => void;
}

export interface Sent {
  readonly outcome: Outcome;
  /** Set when nothing more should be sent after this. */
  readonly stop: RunStop | null;
}

/**
 * Sends one update until its fate is known or may not be known. It is sent again only when the server cannot
 * have received it (no connection) or said that it did nothing (too many requests); whenever the last PUT may
 * have been applied, the record is looked up instead. With `readBack` the record is read again after an
 * accepted PUT and every field of it compared, sent or not.
 */
export async function sendUpdate(
  update: PlannedUpdate,
  context: SendContext,
  readBack: boolean,
): Promise<Sent> {
  const { writer, journal, gate, stopping } = context;
  let attempts = 0;
  let waits = 0;
  const end = (status: Outcome['status'], rest: Partial<Outcome>, stop: RunStop | null = null): Sent => {
    const { rowNumber, rowNumbers, id } = update;
    const blank = { message: null, errorCode: null, note: null, httpStatus: null };
    const finishedAt = context.now().toISOString();
    return { outcome: { rowNumber, rowNumbers, id, status, ...blank, attempts, finishedAt, ...rest }, stop };
  };

  for (;;) {
    await gate.pass();
    if (stopping.aborted) return end('not-sent', { note: { code: 'run.stopped' } });
    attempts += 1;
    journal.append({ k: 'intent', row: update.rowNumber, id: update.id, attempt: attempts });
    const answer = await writer.update(update.id, update.body);
    const httpStatus = 'httpStatus' in answer ? answer.httpStatus : null;

    switch (answer.kind) {
      case 'accepted':
        return judgeAccepted(answer);
      case 'refused': {
        const { message, errorCode } = answer;
        return end('rejected', { message, errorCode, httpStatus, note: silence(message, answer.httpStatus) });
      }
      case 'failed':
        return judgeFailed(answer);
      case 'unanswered':
        return judgeUnknown({ code: 'answer.lost', reason: answer.reason }, null);
      case 'unreadable':
        return judgeUnknown({ code: 'answer.unreadable', httpStatus: answer.httpStatus }, answer.httpStatus);
      case 'throttled': {
        waits += 1;
        if (waits > MOST_WAITS) {
          return end('not-sent', {
            message: answer.message,
            httpStatus,
            note: { code: 'throttled.tooLong' },
          });
        }
        const ms = answer.retryAfterMs ?? backOff(THROTTLE_BASE, waits);
        if (ms > LONGEST_WAIT) {
          const rest = { message: answer.message, httpStatus, note: { code: 'throttled.tooLong' } } as const;
          return end('not-sent', rest, { cause: 'throttled', waitMs: ms });
        }
        gate.closeFor(ms);
        context.onWait(ms, 'throttled');
        break;
      }
      case 'unreached': {
        if (attempts >= MOST_ATTEMPTS) {
          const { reason } = answer;
          const note: RunNote = { code: 'connection.failed', reason };
          return end('not-sent', { note }, { cause: 'unreachable', reason });
        }
        const ms = backOff(RETRY_BASE, attempts);
        gate.closeFor(ms);
        context.onWait(ms, 'unreachable');
        break;
      }
      case 'halt': {
        const { cause, message } = answer;
        const stop = { cause, httpStatus: answer.httpStatus, message };
        return end('not-sent', { message, httpStatus, note: { code: 'run.stopped' } }, stop);
      }
    }
  }

  async function judgeAccepted(answer: Extract<WriteAnswer, { kind: 'accepted' }>): Promise<Sent> {
    const { httpStatus, message } = answer;
    const shown = answer.record && !readBack ? answer.record : await lookUp();
    if (shown === undefined || shown === null) {
      return end('unverified', { httpStatus, note: { code: 'answer.uncertain', httpStatus, message } });
    }
    const differing = notApplied(update, shown);
    if (differing.length > 0) {
      return end('unverified', { httpStatus, note: { code: 'values.differ', differences: differing } });
    }
    const collateral = readBack ? unexpected(update, shown) : [];
    if (collateral.length > 0) {
      const stop: RunStop = { cause: 'fieldsLost', rowNumber: update.rowNumber, differences: collateral };
      return end('unverified', { httpStatus, note: { code: 'fields.lost', differences: collateral } }, stop);
    }
    return end('updated', { message, httpStatus });
  }

  async function judgeFailed(answer: Extract<WriteAnswer, { kind: 'failed' }>): Promise<Sent> {
    const { httpStatus, message, errorCode } = answer;
    const shown = await lookUp();
    if (shown && notApplied(update, shown).length === 0) {
      return end('updated', { httpStatus, note: { code: 'answer.foundApplied' } });
    }
    if (shown === undefined || !answer.settled) {
      return end('unverified', {
        errorCode,
        httpStatus,
        note: { code: 'answer.uncertain', httpStatus, message },
      });
    }
    if (shown === null || untouched(update, shown)) {
      return end('rejected', { message, errorCode, httpStatus, note: silence(message, httpStatus) });
    }
    return end('conflict', {
      httpStatus,
      note: { code: 'record.changed', differences: notApplied(update, shown) },
    });
  }

  /** A record that shows the values was updated; one that does not may still be: that is for a person to see. */
  async function judgeUnknown(note: RunNote, httpStatus: number | null): Promise<Sent> {
    const shown = await lookUp();
    if (shown && notApplied(update, shown).length === 0) {
      return end('updated', { httpStatus, note: { code: 'answer.foundApplied' } });
    }
    return end('unverified', { httpStatus, note });
  }

  /** The record as it is; `undefined` when it cannot be read. */
  async function lookUp(): Promise<Opportunity | null | undefined> {
    try {
      return await writer.read(update.id);
    } catch {
      return undefined;
    }
  }

  function backOff(base: number, nth: number): number {
    return context.random() * Math.min(base * 2 ** nth, RETRY_CAP);
  }
}

function silence(message: string | null, httpStatus: number): RunNote | null {
  return message === null ? { code: 'server.silent', httpStatus } : null;
}
