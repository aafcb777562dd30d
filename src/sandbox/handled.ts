import type { Crm } from './crm.js';
import { answer } from './endpoints.js';
import type { Fate, Fault } from './faultDraw.js';
import { refusedAtGate } from './gate.js';
import type { SandboxFaults, SandboxRequest, ScriptedAnswer } from './options.js';
import { failure, type Reply } from './reply.js';
import { login } from './workspaceEndpoints.js';

/** What is known about a request besides its own text. */
export interface Circumstances {
  readonly crm: Crm;
  readonly fate: Fate;
  readonly faults: SandboxFaults;
  /** The sandbox's own address. */
  readonly url: string;
  readonly bearsToken: boolean;
  /** Whether the body was longer than is read. */
  readonly tooLarge: boolean;
  readonly scripted: ScriptedAnswer | undefined;
  readonly onLogin: () => void;
}

/** The answer to a request, through everything that may stand in its way; `cut` for none at all. */
export function handled(request: SandboxRequest, about: Circumstances): Reply | 'cut' {
  const { crm, fate, scripted } = about;
  if (scripted) return scripted;
  if (about.tooLarge) return failure(413, 'BODY_TOO_LARGE', 'El cuerpo es demasiado grande.');
  if (fate.fault?.kind === 'cutBefore') return 'cut';
  if (fate.retryAfter !== null) {
    const reply = failure(429, 'TOO_MANY_REQUESTS', 'Demasiadas solicitudes.');
    return { ...reply, headers: { 'retry-after': fate.retryAfter } };
  }
  if (`${request.method} ${request.path}` === 'POST /api/user/login') {
    const reply = login(request, crm.token);
    if (reply.status === 200) about.onLogin();
    return reply;
  }
  const refused = refusedAtGate(request, about.bearsToken, crm.workspaceId);
  if (refused) return refused;
  const faulty = faultReply(fate.fault, about);
  if (faulty) return faulty;
  if (fate.someoneEdits) someoneEdits(crm, request.query.id ?? '');
  const reply = answer(request, crm);
  return fate.fault?.kind === 'cutAfter' && request.applied ? 'cut' : reply;
}

/** The answer of a fault that stands in for the API's own; `null` for a fault that is none of these. */
function faultReply(fault: Fault | null, { faults, url }: Circumstances): Reply | null {
  switch (fault?.kind) {
    case 'status':
      return faults.plainBodies
        ? { status: fault.status, body: '<html><body>error</body></html>' }
        : failure(fault.status, `SANDBOX_${fault.status}`, `Falla de prueba ${fault.status}.`);
    case 'redirect':
      // To the sandbox itself: a client that follows it stands in the log.
      return { status: 303, body: '', headers: { location: `${url}/elsewhere` } };
    case 'html':
      return { status: 200, body: '<html><body>Sign in</body></html>' };
    case 'refuse':
      return failure(200, 'SANDBOX_REFUSED', 'El sandbox rechazó este cambio a propósito.');
    default:
      return null;
  }
}

function someoneEdits({ records }: Crm, id: string): void {
  const record = records.get(id);
  if (record) records.edit(id, { amount: Math.round((Number(record.amount ?? 0) + 1) * 100) / 100 });
}
