import type { WireOpportunity, WireStage } from '../plazbot/wire.js';
import type { SandboxDialect, SandboxRequest } from './options.js';
import { hexId } from './prng.js';
import type { Records } from './records.js';
import { failure, opportunityReply, page, type Reply, success, workspaceReply } from './reply.js';
import { timestamp } from './seed.js';
import { validateUpdate } from './validate.js';

export interface EndpointContext {
  readonly records: Records;
  readonly stages: readonly WireStage[];
  readonly contactIds: ReadonlySet<string>;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly token: string;
  readonly dialect: SandboxDialect;
  readonly random: () => number;
}

/** The documented endpoints (API facts, sections 3 to 7). The caller has checked token and workspace. */
export function answer(request: SandboxRequest, context: EndpointContext): Reply {
  const [, , resource, first, second, third] = request.path.split('/');
  const { records } = context;
  switch (`${request.method} ${resource}`) {
    case 'GET opportunity':
      if (first === undefined) {
        return page(
          context.workspaceId,
          records.all().map((record) => records.shown(record)),
          request.query.continuationToken,
        );
      }
      return second === undefined ? one(decodeURIComponent(first), context) : activities(request, context);
    case 'PUT opportunity':
      return update(request, context);
    case 'POST opportunity':
      return second === undefined ? create(request, context) : activities(request, context);
    case 'DELETE opportunity':
      return records.delete(decodeURIComponent(first ?? '')) ? success(null) : notFound(context);
    case 'GET workspace':
      if (first === 'usersByWorkspaceId') return success([USER]);
      if (decodeURIComponent(first ?? '') !== context.workspaceId) {
        return failure(404, 'WORKSPACE_NOT_FOUND', 'El espacio de trabajo no existe.');
      }
      return second === 'metrics' ? metrics(context) : workspace(context);
    case 'GET contact':
      return contacts(first && decodeURIComponent(first), request, context);
    default:
      return failure(404, 'NOT_FOUND', `No existe ${request.method} ${request.path}${third ? '' : '.'}`);
  }
}

const USER = {
  id: '66b2f0a41c9d4400009f0001',
  name: 'Rosa',
  lastName: 'Quispe',
  email: 'rosa@example.com',
  avatar: null,
  role: 'Admin',
  creationDate: '2026-01-05T12:00:00.0000000Z',
  company: 'Ventas Andinas',
};

/** POST /api/user/login: any e-mail, and the password `sandbox`. */
export function login(body: unknown, token: string): Reply {
  const { email, password } = asRecord(body) ?? {};
  if (typeof email !== 'string' || password !== 'sandbox') {
    return failure(401, 'USER_CREDENTIALS_INVALID', 'El correo o la contraseña no son correctos.');
  }
  return success({ token, user: { ...USER, email } });
}

function one(id: string, context: EndpointContext): Reply {
  const record = context.records.get(id);
  if (!record) return notFound(context);
  return opportunityReply(context.records.shown(record), context.dialect.readShape ?? 'array');
}

function update(request: SandboxRequest, context: EndpointContext): Reply {
  const { records, dialect } = context;
  const record = records.get(request.query.id ?? '');
  const body = asRecord(request.body);
  if (!body) return failure(400, 'BODY_INVALID', 'El cuerpo debe ser un objeto JSON.');
  if (!record)
    return failure(404, 'OPPORTUNITY_NOT_FOUND', 'La oportunidad no existe en este espacio de trabajo.');
  const refused = validateUpdate(record, body, context);
  if (refused) return failure(refused.status, refused.errorCode, refused.message);
  records.put(record, body);
  request.applied = true;
  const shown = records.shown(record);
  const data = { id: record.id, [dialect.spelling ?? 'opportunity']: shown };
  return success(data, 'Opportunity successfully updated.');
}

function create(request: SandboxRequest, context: EndpointContext): Reply {
  const { name, description, amount, contactId } = asRecord(request.body) ?? {};
  if (typeof name !== 'string' || typeof description !== 'string' || typeof amount !== 'number') {
    return failure(400, 'OPPORTUNITY_INVALID', 'Faltan name, description o amount.');
  }
  const record: WireOpportunity = {
    id: hexId(context.random),
    opportCode: `OP-${String(context.records.all().length + 1).padStart(4, '0')}`,
    name,
    description,
    amount,
    stageId: context.stages[0]?.id ?? null,
    contactId: typeof contactId === 'string' ? contactId : null,
    customFields: [],
    creationDate: timestamp(new Date()),
    updatedDate: null,
    deletionDate: null,
    workspaceId: context.workspaceId,
  };
  context.records.add(record);
  request.applied = true;
  return success({ id: record.id, opportunity: record }, 'Opportunity successfully created.');
}

function activities(request: SandboxRequest, context: EndpointContext): Reply {
  const [, , , id = '', kind, name] = request.path.split('/');
  if (kind !== 'agent' || name !== 'activities') return failure(404, 'NOT_FOUND', 'No existe.');
  const record = context.records.get(decodeURIComponent(id));
  if (!record) return notFound(context);
  const list = Array.isArray(record.activities) ? record.activities : [];
  if (request.method === 'GET') return success(list);
  record.activities = [...list, { id: hexId(context.random), ...asRecord(request.body), userId: USER.id }];
  request.applied = true;
  return success(null);
}

function workspace({ workspaceId, workspaceName, stages, dialect }: EndpointContext): Reply {
  const masterOfStates = stages.map(({ id, name }, i) => ({
    id,
    color: '#3b82f6',
    name,
    stateCode: i + 1,
    creationDate: USER.creationDate,
    isDefault: i === 0,
  }));
  const about = { id: workspaceId, userId: USER.id, name: workspaceName, urlAvatar: null, status: 1 };
  const lists = { masterOfStates, masterOfProjects: [], tags: [], segmentations: [] };
  return workspaceReply({ ...about, deletionDate: null, ...lists }, dialect.workspaceShape ?? 'array');
}

function metrics({ records, contactIds }: EndpointContext): Reply {
  const totalOpportunities = records.all().length;
  return success({
    totalContacts: contactIds.size,
    totalConversations: 0,
    totalOpportunities,
    totalTasks: 0,
  });
}

function contacts(id: string | undefined, request: SandboxRequest, context: EndpointContext): Reply {
  const all = [...context.contactIds].map((contactId, i) => ({ id: contactId, name: `Contacto ${i + 1}` }));
  if (id === undefined) return page(context.workspaceId, all, request.query.continuationToken);
  const contact = all.find((other) => other.id === id);
  return contact
    ? success({ contactId: id, data: [contact] })
    : failure(404, 'CONTACT_NOT_FOUND', 'El contacto no existe.');
}

function notFound({ dialect }: EndpointContext): Reply {
  if (dialect.notFound === 'empty') return { status: 200, body: [] };
  const status = dialect.notFound === 'success-false' ? 200 : 404;
  return failure(status, 'OPPORTUNITY_NOT_FOUND', 'La oportunidad no existe en este espacio de trabajo.');
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
