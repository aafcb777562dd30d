import { describe, expect, it, onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, seedWorkspace, startSandbox } from '../../src/sandbox/index.js';

const SEED = seedWorkspace();
const OPEN = SEED.opportunities.find(({ stageId }) => stageId === SEED.stages[0]?.id);
const WON = SEED.opportunities.find(({ stageId }) => stageId === SEED.stages[4]?.id);

async function started(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

interface Reply {
  status: number;
  body: { success?: boolean; errorCode?: string; data?: unknown } & Record<string, unknown>;
  headers: Headers;
}

async function ask(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  headers = {},
): Promise<Reply> {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${sandbox.token}`, 'x-workspace-id': sandbox.workspaceId, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : { text };
  return { status: response.status, body: json, headers: response.headers };
}

const put = (sandbox: Sandbox, id: string | undefined, body: unknown) =>
  ask(sandbox, 'PUT', `/api/opportunity?id=${id}&workspaceId=${sandbox.workspaceId}`, body);

describe('the seed', () => {
  it('is the same on every start, believable, and large enough to look at', () => {
    expect(seedWorkspace()).toEqual(SEED);
    expect(SEED.stages.map(({ name }) => name)).toEqual([
      'Prospecto',
      'Calificado',
      'Propuesta',
      'Negociación',
      'Ganado',
      'Perdido',
    ]);
    expect(SEED.opportunities).toHaveLength(240);
    expect(new Set(SEED.opportunities.map(({ id }) => id)).size).toBe(240);
    for (const { id } of SEED.opportunities) expect(id).toMatch(/^[0-9a-f]{24}$/);
    const some = (test: (record: (typeof SEED.opportunities)[number]) => boolean) =>
      SEED.opportunities.some(test);
    expect(some(({ updatedDate }) => updatedDate === null)).toBe(true);
    expect(some(({ contactId }) => contactId === '')).toBe(true);
    expect(some(({ stageId }) => stageId === null)).toBe(true);
    expect(some(({ customFields }) => customFields?.length === 0)).toBe(true);
    expect(some(({ amount }) => !Number.isInteger(amount))).toBe(true);
  });
});

describe('the endpoints', () => {
  it('list each record once, 20 a page, under a token that must be encoded', async () => {
    const sandbox = await started();
    const ids: string[] = [];
    let token: string | null = '';
    while (token !== null) {
      const query: string = token === '' ? '' : `&continuationToken=${encodeURIComponent(token)}`;
      const { body } = await ask(
        sandbox,
        'GET',
        `/api/opportunity?workspaceId=${sandbox.workspaceId}${query}`,
      );
      const page = body.data as { data: { id: string }[]; continuationToken: string | null };
      expect(page.data.length).toBeLessThanOrEqual(20);
      ids.push(...page.data.map(({ id }) => id));
      token = page.continuationToken;
      if (token !== null) expect(token).toMatch(/^\+.*\/=$/);
    }
    expect(ids).toEqual(SEED.opportunities.map(({ id }) => id));
  });

  it('change a record, show it, and move its date', async () => {
    const sandbox = await started();
    const { status, body } = await put(sandbox, OPEN?.id, { amount: 12.5, stageId: SEED.stages[1]?.id });
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, data: { id: OPEN?.id, opportunity: { amount: 12.5 } } });
    const { body: read } = await ask(sandbox, 'GET', `/api/opportunity/${OPEN?.id}`);
    expect(read).toMatchObject([{ id: OPEN?.id, amount: 12.5, name: OPEN?.name }]);
    expect(sandbox.record(OPEN?.id ?? '')?.updatedDate).toMatch(/^2026-11-02T.*\.\d{7}Z$/);
  });

  it.each([
    [400, 'FIELD_NOT_UPDATABLE', { finalAmount: 1 }],
    [400, 'BODY_INVALID', 'not json'],
    [422, 'OPPORTUNITY_AMOUNT_INVALID', { amount: -1 }],
    [422, 'OPPORTUNITY_AMOUNT_INVALID', { amount: '5' }],
    [422, 'OPPORTUNITY_NAME_INVALID', { name: ' ' }],
    [422, 'OPPORTUNITY_NAME_INVALID', { name: 'x'.repeat(201) }],
    [422, 'OPPORTUNITY_STAGE_NOT_FOUND', { stageId: 'nope' }],
    [422, 'OPPORTUNITY_CONTACT_NOT_FOUND', { contactId: 'nope' }],
    [422, 'OPPORTUNITY_CUSTOM_FIELDS_INVALID', { customFields: [{ value: 'x' }] }],
  ])('refuse with %i %s the body %j, and change nothing', async (status, errorCode, body) => {
    const sandbox = await started();
    const reply = await put(sandbox, OPEN?.id, body);
    expect(reply).toMatchObject({ status, body: { success: false, errorCode } });
    expect(sandbox.record(OPEN?.id ?? '')).toEqual(OPEN);
    expect(sandbox.puts()[0]?.applied).toBe(false);
  });

  it('refuse another amount on a closed record with 200 and success false', async () => {
    const { status, body } = await put(await started(), WON?.id, { amount: 1 });
    expect([status, body.success, body.errorCode]).toEqual([200, false, 'OPPORTUNITY_CLOSED']);
  });

  it('want the token, the workspace in the header, and the same one in the query', async () => {
    const sandbox = await started();
    const path = `/api/opportunity/${OPEN?.id}`;
    expect((await ask(sandbox, 'GET', path, undefined, { authorization: 'Bearer x' })).status).toBe(401);
    expect((await ask(sandbox, 'GET', path, undefined, { 'x-workspace-id': 'x' })).status).toBe(403);
    expect((await ask(sandbox, 'PUT', `/api/opportunity?id=${OPEN?.id}&workspaceId=x`, {})).status).toBe(400);
    expect((await put(sandbox, 'nope', { amount: 1 })).status).toBe(404);
    expect((await ask(sandbox, 'GET', '/api/nothing')).status).toBe(404);
    expect(JSON.stringify(sandbox.log)).not.toContain(sandbox.token);
  });

  it('give workspace, users, metrics, contacts, activities, creation, deletion and login', async () => {
    const sandbox = await started();
    const get = async (path: string) => (await ask(sandbox, 'GET', path)).body;
    expect(await get(`/api/workspace/${sandbox.workspaceId}`)).toMatchObject([
      { masterOfStates: SEED.stages },
    ]);
    expect(await get(`/api/workspace/usersByWorkspaceId/${sandbox.workspaceId}`)).toMatchObject({
      success: true,
    });
    expect((await get(`/api/workspace/${sandbox.workspaceId}/metrics`)).data).toMatchObject({
      totalOpportunities: 240,
    });
    expect(((await get('/api/contact')).data as { data: unknown[] }).data).toHaveLength(20);
    const activities = `/api/opportunity/${OPEN?.id}/agent/activities`;
    await ask(sandbox, 'POST', activities, { content: 'Llamada' });
    expect((await get(activities)).data).toMatchObject([{ content: 'Llamada' }]);
    const created = await ask(sandbox, 'POST', '/api/opportunity', {
      name: 'n',
      description: 'd',
      amount: 1,
    });
    const { id } = created.body.data as { id: string };
    expect(sandbox.record(id)).toMatchObject({ name: 'n' });
    await ask(sandbox, 'DELETE', `/api/opportunity/${id}`);
    expect(sandbox.record(id)).toBeUndefined();
    const login = await ask(sandbox, 'POST', '/api/user/login', { email: 'a@b.c', password: 'sandbox' });
    expect(login.body.data).toMatchObject({ token: sandbox.token });
    expect((await ask(sandbox, 'POST', '/api/user/login', { email: 'a@b.c', password: 'x' })).status).toBe(
      401,
    );
  });
});

describe('dialects', () => {
  const fields = [{ name: 'Región', value: 'Ica' }];
  const values = (sandbox: Sandbox) =>
    sandbox.record(OPEN?.id ?? '')?.customFields?.map(({ value }) => value);

  it('merge custom fields or replace them', async () => {
    const merging = await started();
    await put(merging, OPEN?.id, { customFields: fields });
    expect(values(merging)).toEqual([
      'Ica',
      ...(OPEN?.customFields?.slice(1).map(({ value }) => value) ?? []),
    ]);
    const replacing = await started({ dialect: { customFields: 'replace' } });
    await put(replacing, OPEN?.id, { customFields: fields });
    expect(values(replacing)).toEqual(['Ica']);
  });

  it('keep omitted fields or blank them', async () => {
    const blanking = await started({ dialect: { omitted: 'blank' } });
    await put(blanking, OPEN?.id, { name: 'n' });
    expect(blanking.record(OPEN?.id ?? '')).toMatchObject({
      name: 'n',
      amount: 0,
      stageId: null,
      customFields: [],
    });
  });
});

describe('faults', () => {
  it('answer 429 with Retry-After above the limit', async () => {
    const sandbox = await started({ faults: { rateLimit: { perSecond: 2, retryAfterSeconds: 3 } } });
    const replies = await Promise.all(
      [1, 2, 3].map(() => ask(sandbox, 'GET', `/api/opportunity/${OPEN?.id}`)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    expect(replies.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('3');
  });

  it.each([
    ['cutBefore', false],
    ['cutAfter', true],
  ] as const)('%s ends the connection, and the change is made: %s', async (fault, applied) => {
    const sandbox = await started({ faults: { [fault]: 1 } });
    await expect(put(sandbox, OPEN?.id, { name: 'n' })).rejects.toThrow();
    expect(sandbox.record(OPEN?.id ?? '')?.name === 'n').toBe(applied);
    expect(sandbox.puts()).toMatchObject([{ status: null, applied }]);
  });

  it.each([
    [{ statuses: { 503: 1 } }, 503, 'SANDBOX_503'],
    [{ refuse: 1 }, 200, 'SANDBOX_REFUSED'],
    [{ tokenExpiresAfter: 0 }, 401, 'TOKEN_INVALID'],
    [{ redirect: 1 }, 303, undefined],
    [{ html: 1 }, 200, undefined],
  ])('%j answers %i', async (faults, status, errorCode) => {
    const sandbox = await started({ faults });
    const reply = await put(sandbox, OPEN?.id, { name: 'n' });
    expect([reply.status, reply.body.errorCode]).toEqual([status, errorCode]);
    expect(sandbox.record(OPEN?.id ?? '')?.name).toBe(OPEN?.name);
  });

  it('happen at the rate they are given, the same on every start', async () => {
    const statuses = async () => {
      const sandbox = await started({ faults: { statuses: { 500: 0.3 } } });
      for (let i = 0; i < 100; i += 1) await put(sandbox, OPEN?.id, { name: `n${i}` });
      return sandbox.puts().map(({ status }) => status);
    };
    const first = await statuses();
    const failed = first.filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(15);
    expect(failed).toBeLessThan(45);
    expect(await statuses()).toEqual(first);
  });

  it('let someone else edit the record just before', async () => {
    const sandbox = await started({ faults: { concurrentEdits: 1 } });
    await put(sandbox, OPEN?.id, { name: 'n' });
    expect(sandbox.record(OPEN?.id ?? '')?.amount).toBe(Number(OPEN?.amount ?? 0) + 1);
  });
});

describe('closing', () => {
  it('gives the port back', async () => {
    const sandbox = await startSandbox();
    const port = Number(new URL(sandbox.url).port);
    await sandbox.close();
    const again = await startSandbox({ port });
    expect(again.url).toBe(sandbox.url);
    await again.close();
  });
});
