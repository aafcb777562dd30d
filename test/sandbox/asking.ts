import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, seedWorkspace, startSandbox } from '../../src/sandbox/index.js';

export const SEED = seedWorkspace();

/** OP-0007: in the first stage, with three custom fields. */
export const OPEN_ID = SEED.opportunities[6]?.id ?? '';

/** A sandbox that ends with the test. */
export async function started(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export interface Answer {
  status: number;
  /** JSON, or the text when it is none. */
  body: unknown;
  headers: Headers;
}

/** One request with the sandbox's own token and workspace. */
export async function ask(
  { url, token, workspaceId }: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, 'x-workspace-id': workspaceId, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = /^[[{]/.test(text) ? JSON.parse(text) : text;
  return { status: response.status, body: json, headers: response.headers };
}

export function put(sandbox: Sandbox, body: unknown, id = OPEN_ID): Promise<Answer> {
  return ask(sandbox, 'PUT', `/api/opportunity?id=${id}&workspaceId=${sandbox.workspaceId}`, body);
}

/** Statuses of so many PUTs, one after the other; a cut one is `null`. */
export async function statusesOf(sandbox: Sandbox, count: number): Promise<(number | null)[]> {
  for (let i = 0; i < count; i += 1) await put(sandbox, { name: `n${i}` }).catch(() => undefined);
  return sandbox.puts().map(({ status }) => status);
}
