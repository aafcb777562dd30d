import { WORKSPACE_HEADER } from '../plazbot/wire.js';
import type { SandboxRequest } from './options.js';
import { failure, type Reply } from './reply.js';

/**
 * What keeps a request out; `null` lets it in. The workspace must stand in the header, and the same one in the
 * query where it stands there, which it must on a PUT (API facts, section 1). `bearsToken` says whether the
 * request bore the token and the token has not expired.
 */
export function refusedAtGate(
  { method, path, headers, query }: SandboxRequest,
  bearsToken: boolean,
  workspaceId: string,
): Reply | null {
  if (!bearsToken) return failure(401, 'TOKEN_INVALID', 'El token no es válido o expiró.');
  const namesItself = path.startsWith('/api/workspace/');
  if (!namesItself && headers[WORKSPACE_HEADER] !== workspaceId) {
    return failure(403, 'WORKSPACE_FORBIDDEN', 'No tiene acceso a este espacio de trabajo.');
  }
  const inQuery = query.workspaceId ?? (method === 'PUT' ? '' : workspaceId);
  if (inQuery === workspaceId) return null;
  const message = 'El workspaceId de la consulta no coincide con el encabezado.';
  return failure(400, 'WORKSPACE_MISMATCH', message);
}
