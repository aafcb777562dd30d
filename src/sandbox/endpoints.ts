import type { Crm } from './crm.js';
import { activitiesEndpoint, opportunitiesEndpoint, opportunityEndpoint } from './opportunityEndpoints.js';
import type { SandboxRequest } from './options.js';
import { failure, type Reply } from './reply.js';
import { contactEndpoint, workspaceEndpoint } from './workspaceEndpoints.js';

/** The documented endpoints (API facts, sections 3 to 6). The caller has checked token and workspace. */
export function answer(request: SandboxRequest, crm: Crm): Reply {
  const segments = segmentsOf(request.path);
  if (!segments) return failure(400, 'PATH_INVALID', 'La dirección no está bien codificada.');
  return routed(segments, request, crm) ?? unknownPath(request);
}

function routed(segments: readonly string[], request: SandboxRequest, crm: Crm): Reply | null {
  const [api, area, id, ...rest] = segments;
  if (api !== 'api') return null;
  switch (area) {
    case 'opportunity':
      if (id === undefined) return opportunitiesEndpoint(request, crm);
      if (rest.length === 0) return opportunityEndpoint(id, request, crm);
      return rest.join('/') === 'agent/activities' ? activitiesEndpoint(id, request, crm) : null;
    case 'workspace':
      return request.method === 'GET' && id !== undefined ? workspaceEndpoint(id, rest, crm) : null;
    case 'contact':
      return request.method === 'GET' && rest.length === 0 ? contactEndpoint(id, request, crm) : null;
    default:
      return null;
  }
}

function unknownPath({ method, path }: SandboxRequest): Reply {
  return failure(404, 'NOT_FOUND', `No existe ${method} ${path}.`);
}

function segmentsOf(path: string): string[] | null {
  try {
    return path.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}
