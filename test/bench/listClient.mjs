import { setTimeout as delay } from 'node:timers/promises';
import { PlazbotClient } from '../../dist/plazbot/index.js';
import { Secret } from '../../dist/settings/index.js';

/** A client of the CRM that listServer.mjs told of. */
export function clientOf(told) {
  const { url, token, workspaceId } = JSON.parse(told);
  return new PlazbotClient({
    origin: url,
    workspaceId,
    token: new Secret(token),
    connections: 4,
    random: Math.random,
    sleep: (ms) => delay(ms),
  });
}
