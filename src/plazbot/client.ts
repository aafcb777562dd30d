import type { Opportunity } from '../opportunity/index.js';
import {
  type LiveRecords,
  RecordElsewhere,
  RecordUnreadable,
  type UpdateBody,
  type Workspace,
} from '../plan/index.js';
import type { LookOptions, LookUp, OpportunityWriter, WriteAnswer } from '../run/index.js';
import { Secret } from '../settings/index.js';
import { isProxyPage, saysAbsent } from './absence.js';
import { classifyUpdate, isThrottled, isUnauthorized } from './classifyUpdate.js';
import { findInWorkspace, isJson, readPage, readTotal, readWorkspaceData } from './envelope.js';
import { ApiFault, type ApiFaultFact } from './faults.js';
import { Http, type HttpOptions, type HttpReply, type HttpRequest } from './http.js';

/** Times that a read is tried; reading changes nothing, so this is free of risk. */
const READ_TRIES = 4;
/** Back-off between tries of a read, in ms: full jitter below `base * 2^n`. */
const READ_BACK_OFF = 300;
/** The longest that one read waits because the server said so, in ms. */
const LONGEST_READ_WAIT = 60_000;
/** Records in a row that the server fails to read, after which it must be the server and not the records. */
const MOST_FAILURES_IN_A_ROW = 10;
/** Pages of 20 after which the list cannot be meant: 1,000,000 records. */
const MOST_PAGES = 50_000;

/** What can stand in a request's header as a token. */
const IN_A_HEADER = /^[\x21-\x7e]+$/;

export interface ClientOptions extends HttpOptions {
  readonly random: () => number;
  /** Waits, in ms, or less when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

type Answer = Extract<HttpReply, { kind: 'answer' }>;

/** The Plazbot API as a plan reads it and a run writes it. */
export class PlazbotClient implements LiveRecords, OpportunityWriter {
  readonly #http: Http;
  /** Ends the waits between tries: nobody wants what they would ask for. */
  readonly #closing = new AbortController();
  #failuresInARow = 0;
  /** Turns that were waited for, and not yet used. */
  #turns = 0;
  /** Absent when there is no limit of requests a second. */
  readonly turn?: () => Promise<void>;

  constructor(private readonly options: ClientOptions) {
    this.#http = new Http(options);
    if (options.pace) {
      this.turn = async () => {
        await this.#http.turn();
        this.#turns += 1;
      };
    }
  }

  /** GET /api/workspace/{id}. Throws `ApiFault` when there is no such workspace for this token. */
  async workspace(): Promise<Workspace> {
    const { workspaceId } = this.options;
    const answer = await this.#read({
      method: 'GET',
      path: `/api/workspace/${encodeURIComponent(workspaceId)}`,
    });
    const { success, message, data } = answer.body;
    if (!isJson(answer.body)) throw notTheApi('workspace', answer);
    if (!isOk(answer) || !success) throw new ApiFault({ code: 'api.noWorkspace', workspaceId, message });
    const found = readWorkspaceData(data, workspaceId);
    if (!found) throw notTheApi('workspace', answer);
    return { id: workspaceId, ...found };
  }

  /** GET /api/opportunity/{id} */
  async read(id: string, options?: LookOptions): Promise<Opportunity | null> {
    const request = {
      method: 'GET',
      path: `/api/opportunity/${encodeURIComponent(id)}`,
      query: { workspaceId: this.options.workspaceId },
    } as const;
    const answer = await this.#read(request, options);
    const { message, code, data } = answer.body;
    if (answer.httpStatus < 500 && !isProxyPage(answer)) this.#failuresInARow = 0;
    else if (++this.#failuresInARow >= MOST_FAILURES_IN_A_ROW) {
      throw new ApiFault({ code: 'api.failing', httpStatus: answer.httpStatus, message });
    }
    // The workspace itself was read before, so this is about the record; a page is of somebody who stands before the API.
    if ((answer.httpStatus === 403 && isJson(answer.body)) || code === 403)
      throw new RecordElsewhere(answer.httpStatus, message);
    // A server that failed at it, and says so with 200, does not say that there is no such record.
    if (code !== null && code >= 500 && code < 600) throw new RecordUnreadable(code, message);
    if (!isOk(answer) && saysAbsent(answer)) return null;
    if (!isJson(answer.body) || !isOk(answer)) throw new RecordUnreadable(answer.httpStatus, message);
    const record = findInWorkspace(data, id, this.options.workspaceId);
    if (record === 'elsewhere') throw new RecordElsewhere(null, null);
    if (record) return record;
    if (saysAbsent(answer)) return null;
    throw new RecordUnreadable(answer.httpStatus, message);
  }

  /** GET /api/opportunity, page by page, until a page names no next one or one that was already read. */
  async *list(onMoved?: () => void): AsyncGenerator<readonly Opportunity[]> {
    const seenIds = new Set<string>();
    const seenTokens = new Set<string>();
    let token: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query: Record<string, string> = { workspaceId: this.options.workspaceId };
      if (token !== null) query.continuationToken = token;
      const answer = await this.#read({ method: 'GET', path: '/api/opportunity', query });
      const { success, message, data } = answer.body;
      if (!isOk(answer) || !success) {
        throw new ApiFault({ code: 'api.failing', httpStatus: answer.httpStatus, message });
      }
      const found = readPage(data, this.options.workspaceId);
      if (!found) throw notTheApi('list', answer);
      const fresh = found.opportunities.filter(({ id }) => !seenIds.has(id));
      if (fresh.length < found.opportunities.length) onMoved?.();
      for (const { id } of fresh) seenIds.add(id);
      yield fresh;
      if (found.next === null || seenTokens.has(found.next)) return;
      seenTokens.add(found.next);
      token = found.next;
    }
  }

  /** GET /api/workspace/{id}/metrics, once: nothing depends on it, so it is not worth a second try. */
  async count(): Promise<number | null> {
    const path = `/api/workspace/${encodeURIComponent(this.options.workspaceId)}/metrics`;
    const reply = await this.#http.send({ method: 'GET', path });
    if (reply.kind !== 'answer' || !isOk(reply)) return null;
    const { success, data } = reply.body;
    return success ? readTotal(data) : null;
  }

  /** PUT /api/opportunity?id=&workspaceId=, once. */
  async update(id: string, body: UpdateBody): Promise<WriteAnswer> {
    const hasTurn = this.#turns > 0;
    if (hasTurn) this.#turns -= 1;
    const request = {
      method: 'PUT',
      path: '/api/opportunity',
      query: { id, workspaceId: this.options.workspaceId },
      body,
    } as const;
    const reply = await this.#http.send(request, hasTurn);
    return classifyUpdate(reply, id);
  }

  async look(id: string, options?: LookOptions): Promise<LookUp> {
    try {
      return { kind: 'record', record: await this.read(id, options) };
    } catch (error) {
      if (error instanceof RecordUnreadable) return { kind: 'unknown', reason: reasonOf(error) };
      if (!(error instanceof ApiFault)) throw error;
      return lookOf(error.fact);
    }
  }

  /** From now on requests bear this token. */
  replaceToken(token: Secret): void {
    this.#http.replaceToken(token);
  }

  /** POST /api/user/login: a token for an e-mail and a password. Throws `ApiFault` when they are refused. */
  async login(email: string, password: Secret): Promise<Secret> {
    this.#http.hide(password);
    // Tried again as a read is: it changes nothing.
    const reply = await this.#read({
      method: 'POST',
      path: '/api/user/login',
      body: { email, password: password.reveal() },
    });
    const { success, message, data } = reply.body;
    const given = typeof data === 'object' && data !== null && 'token' in data ? data.token : null;
    const token = typeof given === 'string' ? given.trim() : '';
    if (!isOk(reply) || !success) {
      throw new ApiFault({ code: 'api.credentials', httpStatus: reply.httpStatus, message });
    }
    if (!IN_A_HEADER.test(token)) throw notTheApi('login', reply);
    return new Secret(token);
  }

  /** What is under way fails, and nothing is tried again. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#http.close();
  }

  /** A read, tried again while that can help. Throws `ApiFault` for what no other record would escape either. */
  async #read(request: HttpRequest, { mayRetry, stopping, onAsked }: LookOptions = {}): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const reply = await this.#http.send(request);
      const last = tries >= READ_TRIES;
      const backOff = this.options.random() * READ_BACK_OFF * 2 ** tries;
      if (reply.kind !== 'answer') {
        // After a stop a server that does not answer is waited for once, not one time limit after another.
        const stopped = stopping?.aborted === true && /TIMEOUT/.test(reply.reason);
        const mayGoOn = !last && !stopped && reply.kind !== 'tls' && mayRetry?.() !== false;
        if (mayGoOn && (await this.#wait(backOff, 0, stopping))) continue;
        throw this.#transportFault(reply);
      }
      const { httpStatus, body, location, retryAfterMs } = reply;
      const { message, code } = body;
      if (isUnauthorized(httpStatus, code))
        throw new ApiFault({ code: 'api.credentials', httpStatus, message });
      if (httpStatus >= 300 && httpStatus < 400) {
        throw new ApiFault({ code: 'api.redirect', httpStatus, location });
      }
      const throttled = isThrottled(httpStatus, code);
      if (!throttled && httpStatus < 500 && !isProxyPage(reply)) return reply;
      const asked = retryAfterMs ?? (throttled ? backOff : 0);
      if (asked > 0) onAsked?.(asked);
      const mayGoOn = !last && (throttled || mayRetry?.() !== false);
      if (mayGoOn && (await this.#wait(backOff, asked, stopping))) continue;
      if (throttled) throw new ApiFault({ code: 'api.failing', httpStatus, message });
      return reply;
    }
  }

  /** Waits before another try, `asked` ms or more if the server wants that; `false` when it must not be waited for. */
  async #wait(backOff: number, asked: number, stopping: AbortSignal | undefined): Promise<boolean> {
    const { signal: closing } = this.#closing;
    if (asked === 0) {
      // Short, and kept also after a stop: what is in doubt gets its look, and the server its breath.
      await this.options.sleep(backOff, closing);
      return !closing.aborted;
    }
    if (asked > LONGEST_READ_WAIT) return false;
    await this.options.sleep(
      Math.max(backOff, asked),
      stopping ? AbortSignal.any([stopping, closing]) : closing,
    );
    // A stop has ended the wait: nothing is asked before the time that the server named.
    return !stopping?.aborted && !closing.aborted;
  }

  #transportFault(reply: Exclude<HttpReply, Answer>): ApiFault {
    if (reply.kind === 'tls') return new ApiFault({ code: 'api.tls', reason: reply.reason });
    return new ApiFault({ code: 'api.unreachable', reason: reply.reason, origin: this.options.origin });
  }
}

/** What a fault that concerns every record means to whoever looks at one. */
function lookOf(fact: ApiFaultFact): LookUp {
  switch (fact.code) {
    case 'api.credentials':
      return { kind: 'unauthorized', httpStatus: fact.httpStatus, message: fact.message };
    case 'api.redirect':
      return { kind: 'halt', cause: 'redirect', httpStatus: fact.httpStatus, message: fact.location };
    case 'api.tls':
      return { kind: 'halt', cause: 'tls', httpStatus: null, message: fact.reason };
    default:
      return { kind: 'unknown', reason: fact.code };
  }
}

/** Why a record could not be read, as a code. */
function reasonOf({ httpStatus }: RecordUnreadable): string {
  if (httpStatus === null) return 'record.otherWorkspace';
  return httpStatus < 300 ? 'answer.unreadable' : `HTTP ${httpStatus}`;
}

function isOk({ httpStatus }: Answer): boolean {
  return httpStatus >= 200 && httpStatus < 300;
}

function notTheApi(what: string, { httpStatus }: Answer): ApiFault {
  return new ApiFault({ code: 'api.notTheApi', what, httpStatus });
}
