import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { OPEN_ID, put, SEED, started } from './asking.js';

/** What keeps the process from ending, of the kinds that a sandbox may leave behind. */
const held = () =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap' || name === 'Timeout');

describe('closing', () => {
  it('ends a request that is under way, which then changes nothing, and may be asked for twice', async () => {
    const before = held();
    const sandbox = await startSandbox({ faults: { latencyMs: 60_000 } });
    expect(held()).not.toEqual(before);
    const pending = put(sandbox, { name: 'n' }).catch(() => 'ended');
    while (sandbox.puts().length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await sandbox.close();
    await sandbox.close();
    expect(await pending).toBe('ended');
    expect(sandbox.record(OPEN_ID)).toEqual(SEED.opportunities[6]);
    expect(sandbox.puts()).toMatchObject([{ status: null, answeredAt: null }]);
    // The event loop lets go of a closed handle only on its next round.
    for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
    // What the test's own runner held before may have ended meanwhile.
    const left = held();
    for (const name of before) if (left.includes(name)) left.splice(left.indexOf(name), 1);
    expect(left).toEqual([]);
  });

  it('is refused nothing by a client that went away in the middle of its body', async () => {
    const sandbox = await started();
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('PUT /api/opportunity HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"na');
    while (sandbox.puts().length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    socket.destroy();
    while (sandbox.puts()[0]?.answeredAt === null) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(sandbox.puts()).toMatchObject([{ status: null, body: null, applied: false }]);
    expect((await put(sandbox, { name: 'n' })).status).toBe(200);
  });

  it('a port that is taken is refused', async () => {
    const { url } = await started();
    await expect(startSandbox({ port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE');
  });
});
