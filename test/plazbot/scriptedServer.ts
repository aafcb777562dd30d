import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type ClientOptions, PlazbotClient } from '../../src/plazbot/index.js';
import { Secret } from '../../src/settings/index.js';

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** How a scripted answer is given: a status with a body (JSON unless it is text), or by hand. */
export type Script =
  | { status?: number; json?: unknown; text?: string | Buffer; headers?: Record<string, string> }
  | ((request: Received, response: ServerResponse) => void);

export const TOKEN = 'canary-token-1f9c';

/** A client of a loopback server that answers with these scripts in turn, the last one for ever. */
export async function scripted(
  ...scripts: Script[]
): Promise<{ client: PlazbotClient; port: number; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body };
      received.push(request);
      const script = scripts[Math.min(received.length, scripts.length) - 1] ?? {};
      if (typeof script === 'function') script(request, response);
      else {
        const type = script.text === undefined ? 'text/plain' : 'text/html';
        response.writeHead(script.status ?? 200, { 'content-type': type, ...script.headers });
        response.end(script.text ?? (script.json === undefined ? undefined : JSON.stringify(script.json)));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = clientOf(port);
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { client, port, received };
}

export function clientOf(port: number, options: Partial<ClientOptions> = {}): PlazbotClient {
  return new PlazbotClient({
    origin: `http://127.0.0.1:${port}`,
    workspaceId: 'ws-1',
    token: new Secret(TOKEN),
    connections: 2,
    timeout: 500,
    random: () => 0,
    sleep: async () => undefined,
    ...options,
  });
}
