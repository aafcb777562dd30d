import { type Crm, USER } from './crm.js';
import { asObject } from './jsonObject.js';
import type { SandboxRequest } from './options.js';
import { page } from './page.js';
import { failure, type Reply, success } from './reply.js';

/** POST /api/user/login: any e-mail, and the password `sandbox`. */
export function login({ body }: SandboxRequest, token: string): Reply {
  const credentials = asObject(body);
  if (!credentials) return failure(400, 'BODY_INVALID', 'El cuerpo debe ser un objeto JSON.');
  const { email, password } = credentials;
  if (typeof email !== 'string' || password !== 'sandbox') {
    return failure(401, 'USER_CREDENTIALS_INVALID', 'El correo o la contraseña no son correctos.');
  }
  return success({ token, user: { ...USER, email } });
}

/** GET /api/workspace/{id}, its metrics, and usersByWorkspaceId/{id}. `null` for another path. */
export function workspaceEndpoint(first: string, rest: readonly string[], crm: Crm): Reply | null {
  const ofUsers = first === 'usersByWorkspaceId';
  const id = ofUsers ? rest[0] : first;
  const what = ofUsers ? 'users' : (rest[0] ?? 'workspace');
  if (rest.length > 1 || (ofUsers && id === undefined)) return null;
  const give = { users: () => success([USER]), metrics: () => metrics(crm), workspace: () => workspace(crm) };
  if (what !== 'users' && what !== 'metrics' && what !== 'workspace') return null;
  if (what === 'metrics' && crm.dialect.metrics === 'absent') return null;
  if (id !== crm.workspaceId) {
    return failure(404, 'WORKSPACE_NOT_FOUND', 'El espacio de trabajo no existe.');
  }
  return give[what]();
}

/** GET /api/contact and GET /api/contact/{id}. */
export function contactEndpoint(id: string | undefined, request: SandboxRequest, crm: Crm): Reply {
  const { contacts, workspaceId } = crm;
  if (id === undefined) return page(workspaceId, [...contacts.values()], request.query.continuationToken);
  const contact = contacts.get(id);
  return contact
    ? success({ contactId: id, data: [contact] })
    : failure(404, 'CONTACT_NOT_FOUND', 'El contacto no existe.');
}

/** As the oldest vendor page shows it, in the dialect's shape. */
function workspace({ workspaceId, workspaceName, stages, dialect }: Crm): Reply {
  const { creationDate } = USER;
  const masterOfStates = stages.map(({ id, name }, i) => ({
    id,
    color: '#3b82f6',
    name,
    stateCode: i + 1,
    creationDate,
    isDefault: i === 0,
  }));
  const found = {
    id: workspaceId,
    userId: USER.id,
    name: workspaceName,
    urlAvatar: null,
    status: 1,
    deletionDate: null,
    lastOpenView: null,
    masterOfStates,
    // Names that are no stages, so that a reader who takes the wrong list is found out.
    masterOfProjects: [{ id: '66b2f0a41c9d440000b00001', color: '#f59e0b', name: 'Por hacer', creationDate }],
    tags: [{ id: '66b2f0a41c9d440000c00001', name: 'Prioridad alta', color: '#ef4444' }],
    segmentations: [{ id: '66b2f0a41c9d440000d00001', name: 'Mediana empresa' }],
  };
  const { workspaceShape = 'array' } = dialect;
  if (workspaceShape === 'enveloped') return success(found);
  return { status: 200, body: workspaceShape === 'bare' ? found : [found] };
}

function metrics({ records, contacts }: Crm): Reply {
  return success({
    totalContacts: contacts.size,
    totalConversations: 0,
    totalOpportunities: records.count,
    totalTasks: 0,
  });
}
