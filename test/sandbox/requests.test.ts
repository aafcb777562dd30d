import { describe, expect, it } from 'vitest';
import { ask, OPEN_ID, put, SEED, started } from './asking.js';

describe('a request', () => {
  it('stands in the log with all it said, except the token', async () => {
    const sandbox = await started({ token: 'canary-91c2' });
    await put(sandbox, { name: 'n' });
    await ask(sandbox, 'GET', '/api/opportunity?a=1%202', undefined, {
      authorization: 'Bearer canary-other',
    });
    expect(sandbox.log).toMatchObject([
      {
        method: 'PUT',
        path: '/api/opportunity',
        query: { id: OPEN_ID, workspaceId: sandbox.workspaceId },
        headers: { authorization: 'Bearer <token>', 'x-workspace-id': sandbox.workspaceId },
        body: { name: 'n' },
        status: 200,
        applied: true,
      },
      {
        method: 'GET',
        query: { a: '1 2' },
        headers: { authorization: 'Bearer <other>' },
        body: null,
        status: 401,
      },
    ]);
    for (const { receivedAt, answeredAt } of sandbox.log)
      expect(answeredAt).toBeGreaterThanOrEqual(receivedAt);
    expect(JSON.stringify(sandbox.log)).not.toContain('canary');
  });

  it.each(['PUT', 'POST'])(
    '%s with a body that is no JSON object is refused, and its text kept',
    async (method) => {
      for (const text of ['{"name":', '"name"', '[]', 'null', '']) {
        const sandbox = await started();
        const path = `/api/opportunity?id=${OPEN_ID}&workspaceId=${sandbox.workspaceId}`;
        const { status, body } = await ask(sandbox, method, path, text);
        expect([status, body]).toMatchObject([400, { success: false, errorCode: 'BODY_INVALID' }]);
        if (text === '{"name":') expect(sandbox.log[0]?.body).toBe(text);
      }
    },
  );

  it('above 1 MB is refused with 413, logged without its body, and the connection goes on', async () => {
    const sandbox = await started();
    const reply = await put(sandbox, { name: 'x'.repeat(3_000_000) });
    expect(reply).toMatchObject({ status: 413, body: { errorCode: 'BODY_TOO_LARGE' } });
    expect(sandbox.log).toMatchObject([{ status: 413, body: null, applied: false }]);
    expect((await put(sandbox, { name: 'n' })).status).toBe(200);
  });

  it.each([
    ['GET', '/'],
    ['GET', '/xyz/opportunity'],
    ['GET', '/api/opportunity/a/b'],
    ['PUT', `/api/opportunity/junk?id=${OPEN_ID}&workspaceId=${SEED.workspaceId}`],
    ['PATCH', `/api/opportunity?id=${OPEN_ID}`],
    ['POST', '/api/contact'],
    ['GET', '/api/workspace/usersByWorkspaceId'],
    ['GET', `/api/workspace/${SEED.workspaceId}/toString`],
  ])('%s %s that the API does not know is a 404 with an envelope', async (method, path) => {
    const reply = await ask(await started(), method, path, method === 'GET' ? undefined : {});
    expect(reply).toMatchObject({ status: 404, body: { success: false, code: 404, errorCode: 'NOT_FOUND' } });
  });

  it('with an address that is not well encoded is a 400, and the sandbox goes on', async () => {
    const sandbox = await started();
    expect((await ask(sandbox, 'GET', '/api/opportunity/%E0%A4%A')).status).toBe(400);
    expect((await ask(sandbox, 'GET', '//')).status).toBe(404);
    expect((await ask(sandbox, 'GET', `/api/opportunity/${OPEN_ID}`)).status).toBe(200);
  });

  it('without token, workspace, or with two workspaces that disagree, is kept out', async () => {
    const sandbox = await started();
    const one = `/api/opportunity/${OPEN_ID}`;
    const bare = await fetch(`${sandbox.url}${one}`);
    expect([bare.status, await bare.json()]).toMatchObject([401, { errorCode: 'TOKEN_INVALID' }]);
    const other = await ask(sandbox, 'GET', one, undefined, { 'x-workspace-id': '' });
    expect(other).toMatchObject({ status: 403, body: { errorCode: 'WORKSPACE_FORBIDDEN' } });
    const two = await ask(sandbox, 'GET', `${one}?workspaceId=x`);
    expect(two).toMatchObject({ status: 400, body: { errorCode: 'WORKSPACE_MISMATCH' } });
    expect((await ask(sandbox, 'PUT', `/api/opportunity?id=${OPEN_ID}`, { name: 'n' })).status).toBe(400);
    expect(sandbox.record(OPEN_ID)).toEqual(SEED.opportunities[6]);
  });
});

describe('a scripted answer', () => {
  it('stands in for the sandbox’s own where the script gives one', async () => {
    const sandbox = await started({
      answer: ({ method }) =>
        method === 'PUT' ? { status: 418, headers: { 'x-a': '1' }, body: { a: 1 } } : undefined,
    });
    const reply = await put(sandbox, { name: 'n' });
    expect([reply.status, reply.body, reply.headers.get('x-a')]).toEqual([418, { a: 1 }, '1']);
    expect(sandbox.puts()).toMatchObject([{ status: 418, applied: false }]);
    expect((await ask(sandbox, 'GET', `/api/opportunity/${OPEN_ID}`)).status).toBe(200);
  });

  it('that throws is a 500 and ends nothing', async () => {
    const sandbox = await started({
      answer: () => {
        throw new Error('the script broke');
      },
    });
    const reply = await put(sandbox, { name: 'n' });
    expect([reply.status, JSON.stringify(reply.body)]).toEqual([
      500,
      expect.stringContaining('the script broke'),
    ]);
  });
});
