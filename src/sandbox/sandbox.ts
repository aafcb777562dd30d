import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WireOpportunity, type WireStage, WORKSPACE_HEADER } from '../plazbot/wire.js';
import { answer, type EndpointContext, login } from './endpoints.js';
import { type Fault, FaultDraw } from './faultDraw.js';
import type { SandboxOptions, SandboxRequest } from './options.js';
import { seededRandom } from './prng.js';
import { Records } from './records.js';
import { failure, type Reply } from './reply.js';
import { seedWorkspace } from './seed.js';

/** Longest request body that is read, in bytes. */
const LARGEST_BODY = 1024 * 1024;

/** A running sandbox: a Plazbot-compatible server on this computer, with its records in memory. */
export interface Sandbox {
  readonly url: string;
  readonly token: string;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly stages: readonly WireStage[];
  /** Every request in the order of its arrival. */
  readonly log: readonly SandboxRequest[];
  puts(): SandboxRequest[];
  /** A copy of the live record. */
  record(id: string): WireOpportunity | undefined;
  /** Someone else edits a record in the CRM. */
  edit(id: string, changes: Partial<WireOpportunity>): void;
  /** Ends every connection and gives the port back. */
  close(): Promise<void>;
}

/** Starts a sandbox on 127.0.0.1. Rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = seedWorkspace();
  const { token = 'sandbox-token', faults = {}, dialect = {} } = options;
  const workspaceId = options.workspaceId ?? seed.workspaceId;
  const workspaceName = options.workspaceName ?? seed.workspaceName;
  const stages = options.stages ?? seed.stages;
  const opportunities = options.opportunities ?? seed.opportunities;
  const records = new Records(opportunities, dialect);
  const used = opportunities.flatMap(({ contactId }) => (contactId ? [contactId] : []));
  const contactIds = new Set([...seed.contactIds, ...used]);
  const random = options.random ?? seededRandom(1);
  const context: EndpointContext = {
    records,
    stages,
    contactIds,
    workspaceId,
    workspaceName,
    token,
    dialect,
    random,
  };
  const draw = new FaultDraw(faults, options.random);
  const log: SandboxRequest[] = [];

  const server = createServer((incoming, response) => {
    void handle(incoming, response);
  });
  server.keepAliveTimeout = 60_000;
  await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    token,
    workspaceId,
    workspaceName,
    stages,
    log,
    puts: () => log.filter(({ method }) => method === 'PUT'),
    record: (id) => structuredClone(records.get(id)),
    edit: (id, changes) => records.edit(id, changes),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const receivedAt = performance.now();
    const target = new URL(incoming.url ?? '/', url);
    const text = await readBody(incoming).catch(() => null);
    if (text === null) {
      send(response, failure(413, 'BODY_TOO_LARGE', 'El cuerpo es demasiado grande.'));
      return;
    }
    const request: SandboxRequest = {
      method: incoming.method ?? '',
      path: target.pathname,
      query: Object.fromEntries(target.searchParams),
      headers: loggedHeaders(incoming, token),
      body: parseBody(text),
      receivedAt,
      answeredAt: null,
      status: null,
      applied: false,
    };
    log.push(request);
    const fault = faultOf(request);
    const wait = draw.latency();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const reply = fault?.kind === 'cutBefore' ? null : decide(request, incoming, fault);
    request.answeredAt = performance.now();
    if (reply === null || fault?.kind === 'cutAfter') {
      response.socket?.destroy();
      return;
    }
    request.status = reply.status;
    send(response, reply);
  }

  function faultOf({ method }: SandboxRequest): Fault | null {
    if (method === 'PUT') return draw.onPut();
    return method === 'GET' ? draw.onRead() : null;
  }

  function decide(request: SandboxRequest, incoming: IncomingMessage, fault: Fault | null): Reply {
    const scripted = options.answer?.(request);
    if (scripted) return { ...scripted, body: scripted.body };
    if (request.path === '/api/user/login') return login(request.body, token);
    const retryAfter = draw.throttled(performance.now());
    if (retryAfter !== null) {
      const reply = failure(429, 'TOO_MANY_REQUESTS', 'Demasiadas solicitudes.');
      return { ...reply, headers: { 'retry-after': retryAfter } };
    }
    if (draw.expired() || incoming.headers.authorization !== `Bearer ${token}`) {
      return failure(401, 'TOKEN_INVALID', 'El token no es válido o expiró.');
    }
    const given = request.headers[WORKSPACE_HEADER] ?? '';
    const needsWorkspace = !request.path.startsWith('/api/workspace/');
    if (needsWorkspace && given !== workspaceId) {
      return failure(403, 'WORKSPACE_FORBIDDEN', 'No tiene acceso a este espacio de trabajo.');
    }
    if (request.method === 'PUT' && request.query.workspaceId !== workspaceId) {
      return failure(
        400,
        'WORKSPACE_MISMATCH',
        'El workspaceId de la consulta no coincide con el encabezado.',
      );
    }
    switch (fault?.kind) {
      case 'status': {
        if (faults.plainBodies) return { status: fault.status, body: '<html><body>error</body></html>' };
        return failure(fault.status, `SANDBOX_${fault.status}`, `Falla de prueba ${fault.status}.`);
      }
      case 'redirect':
        return { status: 303, body: '', headers: { location: 'http://127.0.0.1:9/elsewhere' } };
      case 'html':
        return { status: 200, body: '<html><body>Sign in</body></html>' };
      case 'refuse':
        return failure(200, 'SANDBOX_REFUSED', 'El sandbox rechazó este cambio a propósito.');
      default:
        break;
    }
    if (request.method === 'PUT' && draw.someoneEdits()) {
      const record = records.get(request.query.id ?? '');
      if (record) records.edit(record.id, { amount: (record.amount ?? 0) + 1 });
    }
    return answer(request, context);
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += (chunk as Buffer).length;
    if (bytes > LARGEST_BODY) throw new Error('too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function loggedHeaders(incoming: IncomingMessage, token: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
  if (headers.authorization !== undefined) {
    headers.authorization = headers.authorization === `Bearer ${token}` ? 'Bearer <token>' : 'Bearer <other>';
  }
  return headers;
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
