import type { Opportunity } from '../../src/opportunity/index.js';
import type { UpdateBody } from '../../src/plan/index.js';
import type { LookUp, OpportunityWriter, WriteAnswer } from '../../src/run/index.js';
import type { VirtualClock } from './virtualClock.js';

/** What a server does with one PUT, and what its client gets to know of that. */
export interface Fate {
  /** ms from the client to the server, and back. */
  readonly there: number;
  readonly back: number;
  readonly does:
    | 'accept'
    | 'acceptBlind'
    | 'refuse'
    | 'contest'
    /** 500, or 503, when all is done that will be. */
    | 'fail'
    /** 500, and what it fails at comes through later all the same. */
    | 'failTardily'
    | 'unavailable'
    | 'throttle'
    | 'unreached'
    | 'unauthorized'
    /** No answer, or one that tells nothing; the server may have done it, or do it later. */
    | 'lose'
    | 'gateway'
    | 'page'
    | 'postpone';
  /** Whether a PUT that fails, or whose answer is lost, is applied. */
  readonly applies: boolean;
  /** ms after its arrival at which it is applied then. */
  readonly late: number;
}

export interface PutSeen {
  readonly id: string;
  readonly sentAt: number;
  /** When the last look at this record before it was answered by the server; `null` without one. */
  readonly lookedAt: number | null;
  appliedAt: number | null;
  /** Whether it was applied after the server had said that it failed. */
  isTardy: boolean;
}

/** A CRM in a world of its own time: it does what fate says, and keeps the truth of what was done. */
export class ModelCrm {
  readonly records: Map<string, Opportunity>;
  readonly puts: PutSeen[] = [];
  readonly edits: { id: string; at: number }[] = [];
  readonly #looked = new Map<string, number>();

  constructor(
    readonly clock: VirtualClock,
    records: readonly Opportunity[],
    private readonly nextFate: () => Fate,
  ) {
    this.records = new Map(records.map((record) => [record.id, structuredClone(record)]));
  }

  /** A client of it; once it is dead nothing that it asked for comes back, and it asks for nothing more. */
  client(life: { dead: boolean }): OpportunityWriter {
    const answered = <Answer>(answer: Answer) =>
      life.dead ? new Promise<Answer>(() => undefined) : Promise.resolve(answer);
    return {
      update: async (id, body) => answered(await this.#update(id, body)),
      look: async (id) => answered(await this.#look(id)),
    };
  }

  /** Someone else sets the amount. */
  edit(id: string, amount: string): void {
    const record = this.records.get(id);
    if (!record) return;
    record.amount = amount;
    this.edits.push({ id, at: this.clock.now });
  }

  #apply(put: PutSeen, body: UpdateBody): Opportunity {
    const record = this.records.get(put.id);
    if (!record) throw new Error(`no record ${put.id}`);
    put.appliedAt = this.clock.now;
    if (body.amount !== undefined) record.amount = String(body.amount);
    if (body.description !== undefined) record.description = body.description;
    return structuredClone(record);
  }

  async #update(id: string, body: UpdateBody): Promise<WriteAnswer> {
    const fate = this.nextFate();
    const put: PutSeen = {
      ...{
        id,
        sentAt: this.clock.now,
        lookedAt: this.#looked.get(id) ?? null,
        appliedAt: null,
        isTardy: false,
      },
    };
    this.puts.push(put);
    await this.clock.wait(fate.there);
    if (fate.does === 'unreached') return { kind: 'unreached', reason: 'ECONNREFUSED' };
    const answer = this.#answer(put, body, fate);
    await this.clock.wait(fate.back);
    return answer;
  }

  #answer(put: PutSeen, body: UpdateBody, { does, applies, late }: Fate): WriteAnswer {
    const words = { message: 'no', errorCode: 'NO' };
    switch (does) {
      case 'accept':
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: this.#apply(put, body) };
      case 'acceptBlind':
        this.#apply(put, body);
        return { kind: 'accepted', httpStatus: 204, message: null, record: null };
      case 'refuse':
        return { kind: 'refused', httpStatus: 422, ...words };
      case 'contest':
        return { kind: 'contested', httpStatus: 409, ...words };
      case 'fail':
        if (applies) this.#apply(put, body);
        return { kind: 'failed', httpStatus: 500, ...words, settled: true };
      case 'failTardily':
        put.isTardy = applies;
        if (applies) this.clock.after(late, () => this.#apply(put, body));
        return { kind: 'failed', httpStatus: 500, ...words, settled: true };
      case 'unavailable':
        if (applies) this.#apply(put, body);
        return { kind: 'failed', httpStatus: 503, ...words, settled: true, retryAfterMs: late * 10_000 };
      case 'throttle':
        return {
          kind: 'throttled',
          httpStatus: 429,
          message: null,
          retryAfterMs: late > 20 ? late * 20 : null,
        };
      case 'unreached':
        return { kind: 'unreached', reason: 'ECONNREFUSED' };
      case 'unauthorized':
        return { kind: 'unauthorized', httpStatus: 401, message: null };
      default:
        if (applies) this.clock.after(late, () => this.#apply(put, body));
        if (does === 'postpone') return { kind: 'postponed', httpStatus: 202 };
        if (does === 'page') return { kind: 'unreadable', httpStatus: 200 };
        if (does === 'gateway') return { kind: 'failed', httpStatus: 504, ...words, settled: false };
        return { kind: 'unanswered', reason: 'ECONNRESET' };
    }
  }

  async #look(id: string): Promise<LookUp> {
    await this.clock.wait(2);
    const record = this.records.get(id);
    this.#looked.set(id, this.clock.now);
    const shown = record ? structuredClone(record) : null;
    await this.clock.wait(2);
    return { kind: 'record', record: shown };
  }
}
