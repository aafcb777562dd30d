import { stringify } from 'node:querystring';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { Allowance } from '../run/index.js';
import { Mask, type Secret } from '../settings/index.js';
import { readAllowance } from './allowance.js';
import { parseAnswer } from './answerJson.js';
import { type AnswerBody, unwrap, words } from './envelope.js';
import { withPlainNumbers } from './exactNumbers.js';
import { exchange, LARGEST_ANSWER, type WholeAnswer } from './exchange.js';
import { type TransportFailure, transportFailure } from './faults.js';
import { type Pace, Pacer } from './pacer.js';
import { WORKSPACE_HEADER } from './wire.js';

/** Connect, headers and body each have this long, in ms, unless the user says otherwise. */
export const DEFAULT_TIMEOUT = 30_000;
const CONNECT_TIMEOUT = 10_000;
/** The longest wait that is told of, in ms, some 30 years: a server may write any number. */
const LONGEST_WAIT = 1e12;
/** And the whole answer has so many times as long. */
const WHOLE = 2;

export interface HttpOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly workspaceId: string;
  readonly token: Secret | null;
  /** Connections at the most. */
  readonly connections: number;
  /** ms */
  readonly timeout?: number;
  /** How many requests may leave in a second, reads and writes together; as many as will when absent. */
  readonly pace?: Pace;
  /** The environment that may name a proxy. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What came back: an HTTP answer whatever its status, or how the request failed without one. */
export type HttpReply =
  | {
      kind: 'answer';
      httpStatus: number;
      /** Read as JSON, whatever its declared type: the API declares `text/plain`. */
      body: AnswerBody;
      retryAfterMs: number | null;
      /** What the server says of its own limit, or `null`. */
      allowance: Allowance | null;
      location: string | null;
    }
  | TransportFailure;

/** One origin's connections. Redirects are never followed: they would carry the body to another host. */
export class Http {
  readonly #dispatcher: Dispatcher;
  /** With the token, as they are sent. */
  #headers: Readonly<Record<string, string>>;
  readonly #pacer: Pacer | null;
  /** Put over the server's words and addresses, so that no screen, file or error can show what it repeats. */
  readonly #mask = new Mask();

  constructor(private readonly options: HttpOptions) {
    const timeout = options.timeout ?? DEFAULT_TIMEOUT;
    const settings = {
      connections: options.connections,
      pipelining: 1,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      connect: { timeout: Math.min(timeout, CONNECT_TIMEOUT) },
    };
    this.#dispatcher = usesProxy(options)
      ? new EnvHttpProxyAgent(settings)
      : new Pool(options.origin, settings);
    this.#pacer = options.pace ? new Pacer(options.pace) : null;
    this.#headers = headersWith(options.token, options.workspaceId);
    if (options.token) this.hide(options.token);
  }

  /** From now on this is left out of what a server says. */
  hide(secret: Secret): void {
    this.#mask.add(secret);
  }

  /** Resolves when one more request may leave, in the order of the calls; at once when there is no limit. */
  async turn(): Promise<void> {
    await this.#pacer?.turn();
  }

  /**
   * Sends one request, once; `hasTurn` says that the caller has waited for its turn. Does not throw for anything that a
   * network or a server can do.
   */
  async send(request: HttpRequest, hasTurn = false): Promise<HttpReply> {
    if (!hasTurn && this.#pacer) await this.#pacer.turn();
    const { method, path, query, body } = request;
    try {
      const answer = await exchange(
        this.#dispatcher,
        {
          origin: this.options.origin,
          method,
          path: query ? `${path}?${stringify(query)}` : path,
          headers: this.#headers,
          body: body === undefined ? null : withPlainNumbers(JSON.stringify(body)),
        },
        (this.options.timeout ?? DEFAULT_TIMEOUT) * WHOLE,
      );
      const { httpStatus, headers, body: packed } = answer;
      const whole = isPacked(answer) ? await unzipped(packed) : packed;
      // The server's own, where it tells: its dates are held against that, whatever the clock here says.
      const now = Date.parse(headerText(headers.date) ?? '') || Date.now();
      const hide = (said: string) => this.#mask.hide(said);
      return {
        kind: 'answer',
        httpStatus,
        body: unwrap(parseAnswer(whole), hide, whole.length === 0),
        retryAfterMs: retryAfter(headerText(headers['retry-after']), now),
        allowance: readAllowance((name) => headerText(headers[name]), now),
        location: words(headerText(headers.location), hide),
      };
    } catch (error) {
      return transportFailure(error);
    }
  }

  /** From the next request on. */
  replaceToken(token: Secret): void {
    this.hide(token);
    this.#headers = headersWith(token, this.options.workspaceId);
  }

  async close(): Promise<void> {
    const closed = this.#dispatcher.destroy();
    // Only now: what goes on is to find that it can no longer leave.
    this.#pacer?.close();
    await closed;
  }
}

function isPacked({ headers }: WholeAnswer): boolean {
  return headerText(headers['content-encoding'])?.toLowerCase() === 'gzip';
}

function unzipped(body: Buffer): Promise<Buffer> {
  // Node refuses to unpack beyond the limit, so a bomb costs no more than an honest answer.
  return promisify(gunzip)(body, { maxOutputLength: LARGEST_ANSWER });
}

function headersWith(token: Secret | null, workspaceId: string): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'content-type': 'application/json',
    [WORKSPACE_HEADER]: workspaceId,
    ...(token && { authorization: `Bearer ${token.reveal()}` }),
  };
}

function headerText(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Retry-After in ms (RFC 9110, 10.2.3: seconds or an HTTP date); `null` when absent, negative or unreadable. */
function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Math.min(Number(value) * 1000, LONGEST_WAIT);
  const date = Date.parse(value);
  return Number.isNaN(date) || date < now ? null : Math.min(date - now, LONGEST_WAIT);
}

/** A proxy that the environment names is used for everything but loopback; it is never silently passed by. */
function usesProxy({ origin, environment = {} }: HttpOptions): boolean {
  const named = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].some((name) => environment[name]);
  return named && origin.startsWith('https:');
}
