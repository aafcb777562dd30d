import { describe, expect, it } from 'vitest';
import { ask, OPEN_ID, put, SEED, started, statusesOf } from './asking.js';

const one = `/api/opportunity/${OPEN_ID}`;

describe('a fault', () => {
  it('falls on the same PUTs whatever other faults are on', async () => {
    const at500 = async (faults: object) => {
      const statuses = await statusesOf(await started({ faults: { statuses: { 500: 0.3 }, ...faults } }), 60);
      return { statuses, failed: statuses.flatMap((status, i) => (status === 500 ? [i] : [])) };
    };
    const alone = await at500({});
    const among = await at500({
      refuse: 0.2,
      concurrentEdits: 0.5,
      latencyJitterMs: 1,
      statusesOnReads: { 500: 1 },
    });
    const cut = await at500({ cutBefore: 0.3, cutAfter: 0.2 });
    expect(alone.failed.length).toBeGreaterThan(5);
    // A PUT on which two faults fall shows one of them; no PUT that was spared alone fails among others.
    for (const { failed, statuses } of [among, cut]) {
      expect(alone.failed).toEqual(expect.arrayContaining(failed));
      expect(failed.length).toBeGreaterThan(3);
      expect(statuses).toHaveLength(60);
    }
    expect(cut.statuses).toContain(null);
  });

  it('draws from the generator it is given, the same number of times whatever is on', async () => {
    const draws = async (faults: object) => {
      let count = 0;
      const random = () => {
        count += 1;
        return 0.5;
      };
      await put(await started({ faults, random }), { name: 'n' }).catch(() => 'cut');
      return count;
    };
    expect(await draws({ refuse: 0.5, html: 0.1 })).toBe(await draws({ cutAfter: 0.6, redirect: 1 }));
    expect((await put(await started({ faults: { refuse: 0.5 }, random: () => 0.5 }), {})).body).toMatchObject(
      {
        success: true,
      },
    );
    expect((await put(await started({ faults: { refuse: 0.5 }, random: () => 0.4 }), {})).body).toMatchObject(
      {
        success: false,
      },
    );
  });

  it('of status falls on PUTs or on reads, as an envelope or as a page, and changes nothing', async () => {
    const onPuts = await started({ faults: { statuses: { 502: 1 }, plainBodies: true } });
    const reply = await put(onPuts, { name: 'n' });
    expect([reply.status, reply.body]).toEqual([502, expect.stringContaining('<html>')]);
    expect((await ask(onPuts, 'GET', one)).status).toBe(200);
    const onReads = await started({ faults: { statusesOnReads: { 503: 1 } } });
    expect(await ask(onReads, 'GET', one)).toMatchObject({
      status: 503,
      body: { success: false, code: 503 },
    });
    expect((await put(onReads, { name: 'n' })).status).toBe(200);
    expect(onPuts.record(OPEN_ID)).toEqual(SEED.opportunities[6]);
  });

  it('of latency holds the answer back', async () => {
    const sandbox = await started({ faults: { latencyMs: 5, latencyJitterMs: 10 } });
    expect((await put(sandbox, { name: 'n' })).status).toBe(200);
    const [{ receivedAt, answeredAt } = { receivedAt: 0, answeredAt: 0 }] = sandbox.puts();
    // A timer may be a part of a millisecond early.
    expect((answeredAt ?? 0) - receivedAt).toBeGreaterThan(4);
  });

  it('of rate asks for a wait in seconds or until a date that is not too early', async () => {
    const limit = { perSecond: 0, retryAfterSeconds: 2, form: 'date' } as const;
    const before = Date.now();
    const reply = await put(await started({ faults: { rateLimit: limit } }), { name: 'n' });
    expect(reply.status).toBe(429);
    expect(Date.parse(reply.headers.get('retry-after') ?? '')).toBeGreaterThanOrEqual(before + 2000);
  });

  it('of redirect points at a page of the sandbox, so that who follows it stands in the log', async () => {
    const sandbox = await started({ faults: { redirect: 1 } });
    const { status, headers } = await put(sandbox, { name: 'n' });
    expect([status, headers.get('location')]).toEqual([303, `${sandbox.url}/elsewhere`]);
    expect(sandbox.log).toHaveLength(1);
  });

  it('of html is a sign-in page with 200', async () => {
    const reply = await put(await started({ faults: { html: 1 } }), { name: 'n' });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('of expiry refuses the token after so many requests, until a login', async () => {
    const sandbox = await started({ faults: { tokenExpiresAfter: 2 } });
    expect(await statusesOf(sandbox, 3)).toEqual([200, 200, 401]);
    await ask(sandbox, 'POST', '/api/user/login', { email: 'a@b.c', password: 'sandbox' });
    expect((await put(sandbox, { name: 'n' })).status).toBe(200);
  });

  it('of cutting after leaves alone the answer to a PUT that changed nothing', async () => {
    const sandbox = await started({ faults: { cutAfter: 1 } });
    expect((await put(sandbox, { amount: -1 })).status).toBe(422);
    await expect(put(sandbox, { amount: 1 })).rejects.toThrow();
    expect(sandbox.puts()).toMatchObject([
      { status: 422, applied: false },
      { status: null, applied: true, answeredAt: expect.any(Number) },
    ]);
  });

  it('of another’s edit is made before the PUT is, and to the cent', async () => {
    const opportunities = [{ id: OPEN_ID, amount: 1.1, updatedDate: null }];
    const sandbox = await started({ opportunities, faults: { concurrentEdits: 1 } });
    await put(sandbox, { name: 'n' });
    expect(sandbox.record(OPEN_ID)).toMatchObject({ name: 'n', amount: 2.1 });
    await put(sandbox, { amount: 9 });
    expect(sandbox.record(OPEN_ID)?.amount).toBe(9);
  });
});
