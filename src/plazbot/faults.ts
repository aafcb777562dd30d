import { NoAnswer } from './exchange.js';

/** What went wrong with a request that concerns every record, not one: it ends the planning or the run. */
export type ApiFaultFact =
  | { code: 'api.credentials'; httpStatus: number; message: string | null }
  | { code: 'api.redirect'; httpStatus: number; location: string | null }
  | { code: 'api.tls'; reason: string }
  | { code: 'api.unreachable'; reason: string; origin: string }
  | { code: 'api.failing'; httpStatus: number; message: string | null }
  | { code: 'api.notTheApi'; what: string; httpStatus: number | null }
  | { code: 'api.noWorkspace'; workspaceId: string; message: string | null };

/** The API cannot be used as things are. Nothing about a single record. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  constructor(readonly fact: ApiFaultFact) {
    super(fact.code);
  }
}

/** How a request that brought no HTTP answer failed, by what it says about whether the server saw it. */
export type TransportFailure =
  | { kind: 'unreached'; reason: string }
  | { kind: 'unanswered'; reason: string }
  | { kind: 'tls'; reason: string };

/** Failures before a connection stood: the request cannot have been seen (RELIABILITY, retry table). */
const UNREACHED = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * The class of an error that a request ended in. An unknown one counts as unanswered, the careful reading; and so does
 * any on a connection to which the request had been given: a network that goes away ends those, too.
 */
export function transportFailure(error: unknown): TransportFailure {
  const codes = errorCodes(error);
  const [first] = codes;
  const reason = first ?? innermostName(error);
  if (error instanceof NoAnswer && error.hasLeft) return { kind: 'unanswered', reason };
  if (codes.some((code) => UNREACHED.has(code))) return { kind: 'unreached', reason };
  if (codes.some(isTlsCode)) return { kind: 'tls', reason };
  return { kind: 'unanswered', reason };
}

/** Of an error without a code, such as undici's for an answer that is no HTTP: its name says more than ours around it. */
function innermostName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? innermostName(error.cause) : error.name;
}

function errorCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [...own, ...inner.flatMap(errorCodes)];
}

/** OpenSSL's verification errors, as Node names them (Node API docs, TLS, "X509 certificate error codes"). */
function isTlsCode(code: string): boolean {
  return /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/.test(
    code,
  );
}
