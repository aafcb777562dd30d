import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PlazbotClient } from '../../src/plazbot/index.js';
import { Secret } from '../../src/settings/index.js';
import { refusalOf } from '../sheet/files.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a proxy that the environment names', () => {
  it('is used, and never silently passed by', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    vi.stubEnv('NO_PROXY', '');
    const client = new PlazbotClient({
      origin: 'https://crm.invalid',
      workspaceId: 'w',
      token: new Secret('t'),
      connections: 1,
      timeout: 2000,
      environment: process.env,
      random: () => 0,
      sleep: async () => undefined,
    });
    expect(await refusalOf(client.workspace())).toMatchObject({ code: 'api.unreachable' });
    expect(new Set(asked)).toEqual(new Set(['crm.invalid:443']));
    await client.close();
    await new Promise((resolve) => proxy.close(resolve));
  });
});
