import type { ServerResponse } from 'node:http';

/** What the sandbox answers: JSON unless `body` is text. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The documented envelope around a success. */
export function success(data: unknown, message = 'OK'): Reply {
  return { status: 200, body: { success: true, code: 200, errorCode: null, message, data } };
}

/** The same around a refusal. With status 200 it is the refusal that only the envelope tells. */
export function failure(status: number, errorCode: string | null, message: string): Reply {
  return { status, body: { success: false, code: status, errorCode, message, data: null } };
}

export function send(response: ServerResponse, { status, body, headers }: Reply): void {
  const isText = typeof body === 'string';
  const text = isText ? body : body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
