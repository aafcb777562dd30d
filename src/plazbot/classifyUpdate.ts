import type { WriteAnswer } from '../run/index.js';
import { isForeignAbsence } from './absence.js';
import { findOpportunity, isJson } from './envelope.js';
import type { HttpReply } from './http.js';

type Answer = Extract<HttpReply, { kind: 'answer' }>;

/** Statuses that do not tell whether the server is still working on the request. */
const UNSETTLED = new Set([408, 421, 425, 502, 504, 520, 521, 522, 523, 524, 525, 526, 527]);
/** Statuses that no other request would escape: this address does not know the call at all. */
const WRONG_API = new Set([405, 428, 501, 505]);
/** The record is in use or not in the state that the server wants: nothing was changed, and it may pass. */
const CONTESTED = new Set([409, 412, 423]);

/** What the reply to a PUT says about the record (RELIABILITY, retry table): one line there is one line here. */
export function classifyUpdate(reply: HttpReply, id: string): WriteAnswer {
  switch (reply.kind) {
    case 'tls':
      return { kind: 'halt', cause: 'tls', httpStatus: null, message: reply.reason };
    case 'unreached':
    case 'unanswered':
      return { kind: reply.kind, reason: reply.reason };
    case 'answer': {
      const answer = classifyAnswer(reply, id);
      return reply.allowance ? { ...answer, allowance: reply.allowance } : answer;
    }
  }
}

function classifyAnswer(reply: Answer, id: string): WriteAnswer {
  const { httpStatus, body, retryAfterMs, location } = reply;
  const { success, message, errorCode, code, data } = body;
  if (httpStatus >= 300 && httpStatus < 400) {
    return { kind: 'halt', cause: 'redirect', httpStatus, message: location };
  }
  if (isUnauthorized(httpStatus, code)) return { kind: 'unauthorized', httpStatus, message };
  if (WRONG_API.has(httpStatus)) return { kind: 'halt', cause: 'wrongApi', httpStatus, message };
  if (isThrottled(httpStatus, code)) return { kind: 'throttled', httpStatus, message, retryAfterMs };
  if (CONTESTED.has(httpStatus)) return { kind: 'contested', httpStatus, message, errorCode };
  if (httpStatus >= 500 || UNSETTLED.has(httpStatus)) {
    // A gateway says so in the server's place, with a page (a 503 with nothing, too), while that may be at work still. One
    // that names a time to come back has turned the request away.
    const isPage = body.form === 'notJson' || (httpStatus === 503 && body.form === 'empty');
    const isGateways = isPage && retryAfterMs === null;
    const settled = !UNSETTLED.has(httpStatus) && !isGateways;
    return { kind: 'failed', httpStatus, message, errorCode, settled, retryAfterMs };
  }
  // A proxy's page in place of the API is what such a page with 200 is, and no refusal (RELIABILITY G7).
  if (isForeignAbsence(reply)) return { kind: 'unreadable', httpStatus };
  if (httpStatus >= 400) return { kind: 'refused', httpStatus, message, errorCode };
  // The server's own failure, told in an envelope with 200: it may have been applied all the same, as with that status.
  if (code !== null && code >= 500 && code < 600) {
    return { kind: 'failed', httpStatus, message, errorCode, settled: !UNSETTLED.has(code), retryAfterMs };
  }
  if (!success) return { kind: 'refused', httpStatus, message, errorCode: errorCode ?? codeText(code) };
  if (httpStatus === 202) return { kind: 'postponed', httpStatus };
  // 204 has no body by definition; any other success that is not JSON is not this API speaking.
  if (!isJson(body) && httpStatus !== 204) return { kind: 'unreadable', httpStatus };
  return { kind: 'accepted', httpStatus, message, record: findOpportunity(data, id) };
}

/** 429, or the same said in an envelope with 200. */
export function isThrottled(httpStatus: number, code: number | null): boolean {
  return httpStatus === 429 || (httpStatus === 200 && code === 429);
}

/** 401, or the same said in an envelope with 200. */
export function isUnauthorized(httpStatus: number, code: number | null): boolean {
  return httpStatus === 401 || (httpStatus === 200 && code === 401);
}

function codeText(code: number | null): string | null {
  return code === null || code === 200 ? null : String(code);
}
