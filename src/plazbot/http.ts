import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { Allowance } from '../run/index.js';
import type { Secret } from '../settings/index.js';
import { readAllowance } from './allowance.js';
import { type TransportFailure, transportFailure } from './faults.js';
import { type Pace, Pacer } from './pacer.js';
import { WORKSPACE_HEADER } from './wire.js';

/** Most bytes of an answer that are read, unpacked. A record is some KB, a page of 20 some dozen. */
const LARGEST_ANSWER = 4 * 1024 * 1024;

/** Connect, headers and body each have this long, in ms, unless the user says otherwise. */
export const DEFAULT_TIMEOUT = 30_000;
const CONNECT_TIMEOUT = 10_000;

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
      /** The body as JSON, whatever its declared type (the API declares `text/plain`); `undefined` when it is none. */
      json: unknown;
      retryAfterMs: number | null;
      /** What the server says of its own limit, or `null`. */
      allowance: Allowance | null;
      location: string | null;
    }
  | TransportFailure;

/** One origin's connections. Redirects are never followed: they would carry the body to another host. */
export class Http {
  readonly #dispatcher: Dispatcher;
  readonly #headers: Record<string, string>;
  #token: Secret | null;
  readonly #pacer: Pacer | null;

  constructor(private readonly options: HttpOptions) {
    const timeout = options.timeout ?? DEFAULT_TIMEOUT;
    this.#token = options.token;
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
    this.#headers = {
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'content-type': 'application/json',
      [WORKSPACE_HEADER]: options.workspaceId,
    };
  }

  /** Resolves when one more request may leave, in the order of the calls; at once when there is no limit. */
  async turn(): Promise<void> {
    await this.#pacer?.turn();
  }

  /** Sends one request, once; `hasTurn` says that the caller has waited for its turn. Does not throw for anything that a network or a server can do. */
  async send(request: HttpRequest, hasTurn = false): Promise<HttpReply> {
    if (!hasTurn) await this.turn();
    const authorization = this.#token && { authorization: `Bearer ${this.#token.reveal()}` };
    try {
      const response = await this.#dispatcher.request({
        origin: this.options.origin,
        method: request.method,
        path: request.path,
        query: { ...request.query },
        headers: { ...this.#headers, ...authorization },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      });
      const text = await readBounded(response);
      return {
        kind: 'answer',
        httpStatus: response.statusCode,
        json: parseJson(text),
        retryAfterMs: retryAfter(headerText(response.headers['retry-after']), Date.now()),
        allowance: readAllowance((name) => headerText(response.headers[name]), Date.now()),
        location: headerText(response.headers.location),
      };
    } catch (error) {
      return transportFailure(error);
    }
  }

  /** From the next request on. */
  replaceToken(token: Secret): void {
    this.#token = token;
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}

class AnswerTooLarge extends Error {
  readonly code = 'ANSWER_TOO_LARGE';
}

/** The body as text, or `undefined` when it is larger than any answer of the API: then it is not read on. */
async function readBounded(response: Dispatcher.ResponseData): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += (chunk as Buffer).length;
    if (bytes > LARGEST_ANSWER) throw new AnswerTooLarge();
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks);
  if (headerText(response.headers['content-encoding'])?.toLowerCase() !== 'gzip')
    return body.toString('utf8');
  // Node refuses to unpack beyond the limit, so a bomb costs no more than an honest answer.
  const unpacked = await promisify(gunzip)(body, { maxOutputLength: LARGEST_ANSWER });
  return unpacked.toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headerText(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Retry-After in ms (RFC 9110, 10.2.3: seconds or an HTTP date); `null` when absent, negative or unreadable. */
function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) || date < now ? null : date - now;
}

/** A proxy that the environment names is used for everything but loopback; it is never silently passed by. */
function usesProxy({ origin, environment = {} }: HttpOptions): boolean {
  const named = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].some((name) => environment[name]);
  return named && origin.startsWith('https:');
}
