import type { WireOpportunity } from '../plazbot/wire.js';
import { type Crm, USER } from './crm.js';
import { fullRecord } from './fullRecord.js';
import { asObject } from './jsonObject.js';
import type { SandboxRequest } from './options.js';
import { page } from './page.js';
import { failure, type Reply, success } from './reply.js';
import { checkFields, checkUpdate } from './validate.js';

const CATEGORIES = new Set(['Calls', 'Meeting', 'Whatsapp', 'Email']);

/** /api/opportunity: the list, an update, a creation. `null` for another method. */
export function opportunitiesEndpoint(request: SandboxRequest, crm: Crm): Reply | null {
  switch (request.method) {
    case 'GET': {
      const { records, workspaceId } = crm;
      const shown = (record: object) => records.listed(record as WireOpportunity);
      return page(workspaceId, records.slots, request.query.continuationToken, shown);
    }
    case 'PUT':
      return update(request, crm);
    case 'POST':
      return create(request, crm);
    default:
      return null;
  }
}

/** /api/opportunity/{id}: the record, its deletion. */
export function opportunityEndpoint(id: string, request: SandboxRequest, crm: Crm): Reply | null {
  if (request.method === 'DELETE') {
    request.applied = crm.records.delete(id);
    return request.applied ? success(null) : notFound(crm);
  }
  if (request.method !== 'GET') return null;
  const found = crm.records.get(id);
  if (!found) return notFound(crm);
  const record = crm.records.shown(found);
  const { readShape = 'array' } = crm.dialect;
  if (readShape === 'enveloped') return success(record);
  return { status: 200, body: readShape === 'bare' ? record : [record] };
}

/** /api/opportunity/{id}/agent/activities: the list, a new one. */
export function activitiesEndpoint(id: string, request: SandboxRequest, crm: Crm): Reply | null {
  const record = crm.records.get(id);
  if (!record) return notFound(crm);
  const activities: unknown[] = Array.isArray(record.activities) ? record.activities : [];
  if (request.method === 'GET') return success(activities);
  if (request.method !== 'POST') return null;
  const { content, date = null, categoryType = null } = asObject(request.body) ?? {};
  if (typeof content !== 'string' || content === '') {
    return failure(400, 'ACTIVITY_INVALID', 'Falta content.');
  }
  if (categoryType !== null && !CATEGORIES.has(String(categoryType))) {
    return failure(422, 'ACTIVITY_CATEGORY_INVALID', 'La categoría de la actividad no existe.');
  }
  const about = { userId: USER.id, creationDate: crm.records.now() };
  record.activities = [...activities, { id: crm.newId(), content, date, categoryType, ...about }];
  request.applied = true;
  return success(null);
}

function update(request: SandboxRequest, crm: Crm): Reply {
  const { records, dialect } = crm;
  const body = asObject(request.body);
  if (!body) return failure(400, 'BODY_INVALID', 'El cuerpo debe ser un objeto JSON.');
  const record = records.get(request.query.id ?? '');
  // A PUT has nothing to be empty in: only the reading of one record does that.
  if (!record) return notFound({ dialect: dialect.notFound === 'empty' ? {} : dialect });
  const refused = checkUpdate(record, body, crm);
  if (refused) return refused;
  records.put(record, body);
  request.applied = true;
  const data = { id: record.id, [dialect.spelling ?? 'opportunity']: records.shown(record) };
  return success(data, 'Opportunity successfully updated.');
}

function create(request: SandboxRequest, crm: Crm): Reply {
  const { records, stages, workspaceId } = crm;
  const body = asObject(request.body);
  if (!body) return failure(400, 'BODY_INVALID', 'El cuerpo debe ser un objeto JSON.');
  const { name, description, amount, contactId, stageId, assignedComercialId } = body;
  if (typeof name !== 'string' || typeof description !== 'string' || typeof amount !== 'number') {
    return failure(400, 'OPPORTUNITY_INVALID', 'Faltan name, description o amount.');
  }
  const refused = checkFields(body, crm);
  if (refused) return refused;
  const place = records.slots.length;
  const record = fullRecord({
    id: crm.newId(),
    opportCode: `OP-${String(place + 1).padStart(4, '0')}`,
    name,
    description,
    amount,
    stageId: typeof stageId === 'string' ? stageId : (stages[0]?.id ?? null),
    contactId: typeof contactId === 'string' ? contactId : null,
    assignedAgentId: typeof assignedComercialId === 'string' ? assignedComercialId : null,
    customFields: [],
    creationDate: records.now(),
    orderInCards: place,
    userCreation: USER.id,
    workspaceId,
  });
  records.add(record);
  request.applied = true;
  return success({ id: record.id, opportunity: records.shown(record) }, 'Opportunity successfully created.');
}

function notFound({ dialect }: Pick<Crm, 'dialect'>): Reply {
  if (dialect.notFound === 'empty') return { status: 200, body: [] };
  const status = dialect.notFound === 'success-false' ? 200 : 404;
  return failure(status, 'OPPORTUNITY_NOT_FOUND', 'La oportunidad no existe en este espacio de trabajo.');
}
