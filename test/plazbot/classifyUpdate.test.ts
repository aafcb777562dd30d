import type { Dispatcher } from 'undici';
import { describe, expect, it } from 'vitest';
import { classifyUpdate } from '../../src/plazbot/classifyUpdate.js';
import { unwrap } from '../../src/plazbot/envelope.js';
import { exchange } from '../../src/plazbot/exchange.js';
import { transportFailure } from '../../src/plazbot/faults.js';

const RECORD = { id: 'a1', name: 'Uno', amount: 10.5, stageId: 's1', customFields: [] };
const OK = { success: true, code: 200, errorCode: null, message: 'ok', data: { opportunity: RECORD } };
const NO = { success: false, code: 422, errorCode: 'CLOSED', message: 'Cerrada', data: null };

/** What an HTTP answer with this status comes to; `undefined` is a body that is no JSON. */
function answered(httpStatus: number, json: unknown, rest: object = {}) {
  const body = unwrap(json, (text) => text);
  const answer = { httpStatus, body, retryAfterMs: null, allowance: null, location: null, ...rest };
  return classifyUpdate({ kind: 'answer', ...answer }, 'a1');
}

/** What an error of the network comes to. */
function failing(...codes: string[]) {
  const cause = codes.reduceRight<Error | undefined>(
    (inner, code) => Object.assign(new Error(code, { cause: inner }), { code }),
    undefined,
  );
  return classifyUpdate(transportFailure(cause), 'a1');
}

/** What the same error comes to when a request has left before, or has not. */
async function failingOnTheWay(error: Error, hasLeft: boolean) {
  const network = {
    dispatch(_: object, handler: Dispatcher.DispatchHandler) {
      const controller = {} as Dispatcher.DispatchController;
      if (hasLeft) handler.onRequestStart?.(controller, {});
      handler.onResponseError?.(controller, error);
      return true;
    },
  } as unknown as Dispatcher;
  const request = { method: 'PUT', path: '/' } as const;
  const failure = await exchange(network, request, 1000).catch((thrown: unknown) => thrown);
  return classifyUpdate(transportFailure(failure), 'a1');
}

// Each test is one line of the retry table (RELIABILITY, "Retry table (PUT)"), in its order.
describe('the retry table', () => {
  it.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'UND_ERR_CONNECT_TIMEOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ])('%s: nothing was sent', (code) => {
    expect(failing(code)).toEqual({ kind: 'unreached', reason: code });
    expect(failing('UND_ERR', code)).toMatchObject({ kind: 'unreached' });
  });

  // A network that goes away, or a TLS record that is damaged, ends a connection on which a PUT is under way as well.
  it.each(['EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED', 'EPROTO', 'ERR_SSL_BAD_RECORD_TYPE'])(
    '%s, when it had left already: nobody knows',
    async (code) => {
      const broken = Object.assign(new Error(code), { code });
      expect(await failingOnTheWay(broken, true)).toEqual({ kind: 'unanswered', reason: code });
      expect((await failingOnTheWay(broken, false)).kind).not.toBe('unanswered');
    },
  );

  it.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'EPROTO'])(
    '%s: the run stops',
    (code) => {
      expect(failing(code)).toEqual({ kind: 'halt', cause: 'tls', httpStatus: null, message: code });
    },
  );

  it.each([
    'ECONNRESET',
    'EPIPE',
    'UND_ERR_SOCKET',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
    'UND_ERR_ABORTED',
    'SOMETHING_NEW',
  ])('%s: nobody knows', (code) => {
    expect(failing(code)).toEqual({ kind: 'unanswered', reason: code });
  });

  it('a body that breaks off: nobody knows', () => {
    // What undici reports when the connection ends before `content-length` bytes.
    expect(failing('UND_ERR_SOCKET')).toMatchObject({ kind: 'unanswered' });
    expect(answered(200, undefined)).toMatchObject({ kind: 'unreadable' });
  });

  it.each([200, 201])('%i with the expected shape: done, and the record is shown', (status) => {
    expect(answered(status, OK)).toMatchObject({
      kind: 'accepted',
      httpStatus: status,
      message: 'ok',
      record: { id: 'a1', amount: '10.5' },
    });
  });

  it('204: done, and the record is to be looked at', () => {
    expect(answered(204, undefined)).toMatchObject({ kind: 'accepted', record: null });
  });

  it('200 with an error in its body: rejected in its words', () => {
    const refused = { kind: 'refused', httpStatus: 200, message: 'Cerrada', errorCode: 'CLOSED' };
    expect(answered(200, NO)).toEqual(refused);
    expect(answered(200, { ...NO, errorCode: null })).toMatchObject({ kind: 'refused', errorCode: '422' });
  });

  it('2xx that is no JSON: nobody knows', () => {
    expect(answered(200, undefined)).toEqual({ kind: 'unreadable', httpStatus: 200 });
    expect(answered(203, undefined)).toEqual({ kind: 'unreadable', httpStatus: 203 });
  });

  it('202: it will be done later', () => {
    expect(answered(202, OK)).toEqual({ kind: 'postponed', httpStatus: 202 });
  });

  it.each([300, 301, 302, 303, 304, 307, 308])(
    '%i: the run stops, and the other address is told',
    (status) => {
      expect(answered(status, OK, { location: 'https://other' })).toEqual({
        ...{ kind: 'halt', cause: 'redirect', httpStatus: status, message: 'https://other' },
      });
    },
  );

  it.each([404, 410])('%i in a form of the API: rejected', (status) => {
    expect(answered(status, NO)).toMatchObject({ kind: 'refused', httpStatus: status, message: 'Cerrada' });
    const problem = { type: 'about:blank', title: 'Not Found', status };
    expect(answered(status, problem)).toMatchObject({ kind: 'refused', message: 'Not Found' });
  });

  // The line of a 2xx with the wrong content type: it is not the API that has spoken.
  it.each([404, 410])('%i of something else: nobody knows', (status) => {
    for (const json of [undefined, {}, { message: 'no Route matched with those values' }]) {
      expect(answered(status, json)).toEqual({ kind: 'unreadable', httpStatus: status });
    }
  });

  it.each([400, 415, 422, 403, 413, 414, 431])('%i: rejected', (status) => {
    const refused = { kind: 'refused', httpStatus: status, message: 'Cerrada', errorCode: 'CLOSED' };
    expect(answered(status, NO)).toEqual(refused);
    expect(answered(status, undefined)).toEqual({ ...refused, message: null, errorCode: null });
  });

  it.each([
    [500, true],
    [503, true],
    [504, false],
  ])(
    '200 with an envelope that says %i: the server failed, and it may have been applied',
    (code, settled) => {
      expect(answered(200, { ...NO, code })).toMatchObject({ kind: 'failed', httpStatus: 200, settled });
    },
  );

  it('401: another token', () => {
    expect(answered(401, NO)).toEqual({ kind: 'unauthorized', httpStatus: 401, message: 'Cerrada' });
    expect(answered(200, { ...NO, code: 401 })).toMatchObject({ kind: 'unauthorized', httpStatus: 200 });
  });

  it.each([405, 428, 501, 505])('%i: the run stops', (status) => {
    expect(answered(status, undefined)).toMatchObject({
      kind: 'halt',
      cause: 'wrongApi',
      httpStatus: status,
    });
  });

  it.each([408, 425, 421])('%i: it may still be at work', (status) => {
    expect(answered(status, undefined)).toMatchObject({ kind: 'failed', settled: false });
  });

  it.each([409, 423, 412])('%i: nothing was changed, and the record is looked at', (status) => {
    expect(answered(status, NO)).toEqual({
      ...{ kind: 'contested', httpStatus: status, message: 'Cerrada', errorCode: 'CLOSED' },
    });
  });

  it('429: everybody waits as long as it says', () => {
    expect(answered(429, undefined, { retryAfterMs: 7000 })).toEqual({
      ...{ kind: 'throttled', httpStatus: 429, message: null, retryAfterMs: 7000 },
    });
    expect(answered(200, { ...NO, code: 429 })).toMatchObject({ kind: 'throttled', httpStatus: 200 });
  });

  it('500: nobody knows until the record is looked at, which tells it at once', () => {
    expect(answered(500, NO)).toMatchObject({ kind: 'failed', httpStatus: 500, settled: true });
  });

  it.each([500, 503, 507])("%i with a page: a gateway's, so it may still be at work", (status) => {
    expect(answered(status, undefined)).toMatchObject({ kind: 'failed', httpStatus: status, settled: false });
  });

  it.each([502, 504, 520, 521, 522, 523, 524, 525, 526, 527])('%i: it may still be at work', (status) => {
    expect(answered(status, undefined)).toMatchObject({ kind: 'failed', httpStatus: status, settled: false });
  });

  it('503: looked at once it has had the time that it asks for', () => {
    expect(answered(503, undefined, { retryAfterMs: 3000 })).toMatchObject({
      ...{ kind: 'failed', httpStatus: 503, settled: true, retryAfterMs: 3000 },
    });
  });

  it('any answer: what the server says of its limit goes with it', () => {
    const allowance = { remaining: 0, resetMs: 1000 };
    expect(answered(422, NO, { allowance })).toMatchObject({ kind: 'refused', allowance });
    expect(answered(200, OK, { allowance })).toMatchObject({ kind: 'accepted', allowance });
  });
});
