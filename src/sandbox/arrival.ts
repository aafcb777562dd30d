import type { IncomingMessage } from 'node:http';
import type { SandboxRequest } from './options.js';

/** Longest request body that is kept, in bytes. */
const LARGEST_BODY = 1024 * 1024;

/** A request as the log keeps it, from its head alone: the body is not here yet. */
export function arrived(incoming: IncomingMessage, token: string): SandboxRequest {
  const { path, query } = addressOf(incoming.url ?? '/');
  return {
    method: incoming.method ?? '',
    path,
    query,
    headers: loggedHeaders(incoming, token),
    body: null,
    receivedAt: performance.now(),
    answeredAt: null,
    status: null,
    applied: false,
  };
}

/** Whether a request bears this token. */
export function bears(incoming: IncomingMessage, token: string): boolean {
  return incoming.headers.authorization === `Bearer ${token}`;
}

/**
 * The body as text; `null` when it is longer than 1 MB, which is read to its end all the same: a client that is
 * still sending would not see the answer. Rejects when the client goes away.
 */
export function readBody(incoming: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= LARGEST_BODY) chunks.push(chunk);
      else chunks.length = 0;
    });
    incoming.on('end', () => resolve(bytes > LARGEST_BODY ? null : Buffer.concat(chunks).toString('utf8')));
    incoming.on('error', reject);
    incoming.on('close', () => reject(new Error('the client went away')));
  });
}

/** The body's JSON; the text itself when it is none; `null` without a body. */
export function parseBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** By hand, because `new URL` throws on some of what a client may send. */
function addressOf(target: string): { path: string; query: Record<string, string> } {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: {} };
  return {
    path: target.slice(0, mark),
    query: Object.fromEntries(new URLSearchParams(target.slice(mark + 1))),
  };
}

function loggedHeaders(incoming: IncomingMessage, token: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
  if (headers.authorization !== undefined) {
    headers.authorization = bears(incoming, token) ? 'Bearer <token>' : 'Bearer <other>';
  }
  return headers;
}
