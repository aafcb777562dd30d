import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireOpportunity, WireStage } from '../plazbot/wire.js';
import { arrived, bears, parseBody, readBody } from './arrival.js';
import { contactsById } from './contacts.js';
import type { Crm } from './crm.js';
import { FaultDraw } from './faultDraw.js';
import { handled } from './handled.js';
import type { SandboxOptions, SandboxRequest } from './options.js';
import { Pauses } from './pauses.js';
import { hexId, seededRandom } from './prng.js';
import { Records } from './records.js';
import { failure, send } from './reply.js';
import { seedWorkspace } from './seed.js';

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
  /** Someone else edits a record in the CRM, which moves its `updatedDate`. Throws for an unknown id. */
  edit(id: string, changes: Partial<WireOpportunity>): void;
  /** Ends every connection and every wait, and gives the port back. */
  close(): Promise<void>;
}

/** Starts a sandbox on 127.0.0.1. Rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const crm = crmOf(options);
  const { token, workspaceId, workspaceName, stages, records } = crm;
  const { faults = {} } = options;
  const draw = new FaultDraw(faults, options.random);
  const pauses = new Pauses();
  const log: SandboxRequest[] = [];
  const server = createServer((incoming, response) => {
    const request = arrived(incoming, token);
    log.push(request);
    serve(request, incoming, response).catch((error: unknown) => {
      // A client that went away needs no answer; a scripted answer that throws must not end the process.
      request.answeredAt = performance.now();
      if (response.headersSent || response.destroyed) return;
      request.status = 500;
      send(response, failure(500, 'SANDBOX_FAILED', String(error)));
    });
  });
  server.keepAliveTimeout = 60_000;
  await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(
    request: SandboxRequest,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const fate = draw.next(request.method, request.receivedAt);
    const text = await readBody(incoming);
    request.body = parseBody(text ?? '');
    if (fate.wait > 0) await pauses.pause(fate.wait);
    const reply = handled(request, {
      ...{ crm, fate, faults, url },
      bearsToken: bears(incoming, token) && !fate.expired,
      tooLarge: text === null,
      scripted: options.answer?.(request),
      onLogin: () => draw.renewToken(),
    });
    request.answeredAt = performance.now();
    if (reply === 'cut') {
      incoming.socket.destroy();
      return;
    }
    request.status = reply.status;
    send(response, reply);
  }

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
      pauses.cancel();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The seeded workspace, with what the options put in its place. */
function crmOf(options: SandboxOptions): Crm {
  const seed = seedWorkspace();
  const { token = 'sandbox-token', stages = seed.stages, dialect = {} } = options;
  const { workspaceId = seed.workspaceId, workspaceName = seed.workspaceName } = options;
  const inWorkspace = <Item extends object>(items: readonly Item[]) =>
    workspaceId === seed.workspaceId ? items : items.map((item) => ({ ...item, workspaceId }));
  const opportunities = options.opportunities ?? inWorkspace(seed.opportunities);
  const records = new Records(opportunities, dialect);
  const contacts = contactsById(inWorkspace(seed.contacts), opportunities);
  const random = seededRandom(1);
  const newId = () => hexId(random);
  return { records, stages, contacts, workspaceId, workspaceName, token, dialect, newId };
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
