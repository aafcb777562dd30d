import type { WireOpportunity } from '../plazbot/wire.js';

/** What the sandbox answers: JSON unless `body` is text. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The documented envelope around a success. */
export function success(data: unknown, message = 'OK'): Reply {
  return { status: 200, body: { success: true, code: 200, errorCode: null, message, data } };
}

export function failure(status: number, errorCode: string | null, message: string): Reply {
  return { status, body: { success: false, code: status, errorCode, message, data: null } };
}

/** A page of 20 and an opaque token for the next one, with the characters that must be encoded in a query. */
export function page(workspaceId: string, all: readonly unknown[], token: string | undefined): Reply {
  const size = 20;
  const from = token === undefined ? 0 : offsetOf(token);
  if (from === null)
    return failure(400, 'CONTINUATION_TOKEN_INVALID', 'El token de continuación no es válido.');
  const data = all.slice(from, from + size);
  const next = data.length < size ? null : tokenOf(from + size);
  return success({ workspaceId, continuationToken: next, data });
}

function tokenOf(offset: number): string {
  return `+${Buffer.from(JSON.stringify({ offset })).toString('base64')}/=`;
}

function offsetOf(token: string): number | null {
  try {
    const { offset } = JSON.parse(Buffer.from(token.slice(1, -2), 'base64').toString()) as {
      offset: unknown;
    };
    return typeof offset === 'number' ? offset : null;
  } catch {
    return null;
  }
}

/** The workspace as the oldest vendor page shows it, in the dialect's shape. */
export function workspaceReply(workspace: object, shape: 'array' | 'bare' | 'enveloped'): Reply {
  if (shape === 'enveloped') return success(workspace);
  return { status: 200, body: shape === 'bare' ? workspace : [workspace] };
}

export function opportunityReply(record: WireOpportunity, shape: 'array' | 'bare' | 'enveloped'): Reply {
  if (shape === 'enveloped') return success(record);
  return { status: 200, body: shape === 'bare' ? record : [record] };
}
