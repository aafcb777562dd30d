import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { ask, OPEN_ID, put, SEED, started } from './asking.js';

interface Page {
  data: { continuationToken: string | null; data: { id: string }[] };
}

/** The ids of a whole list; `between` is called after each page. */
async function listed(sandbox: Sandbox, path: string, between: () => unknown = () => undefined) {
  const ids: string[] = [];
  for (let query = ''; ; ) {
    const { data } = (await ask(sandbox, 'GET', `${path}?${query}`)).body as Page;
    ids.push(...data.data.map(({ id }) => id));
    if (data.continuationToken === null) return ids;
    query = `continuationToken=${encodeURIComponent(data.continuationToken)}`;
    await between();
  }
}

describe('a list', () => {
  it.each([0, 1, 20, 41])('of %i records shows each once, in order', async (count) => {
    const opportunities = Array.from({ length: count }, (_, i) => ({ id: `r${i}`, name: `${i}` }));
    const sandbox = await started({ opportunities });
    expect(await listed(sandbox, '/api/opportunity')).toEqual(opportunities.map(({ id }) => id));
    expect(sandbox.log).toHaveLength(Math.floor(count / 20) + 1);
  });

  it('hides no record when another is deleted between two pages', async () => {
    const sandbox = await started();
    let gone = 0;
    const ids = await listed(sandbox, '/api/opportunity', () =>
      ask(sandbox, 'DELETE', `/api/opportunity/${SEED.opportunities[gone++]?.id}`),
    );
    expect(ids).toEqual(SEED.opportunities.map(({ id }) => id));
    expect((await listed(sandbox, '/api/opportunity')).length).toBe(240 - gone);
  });

  it('refuses a token that it did not give, as one whose plus was not encoded', async () => {
    const sandbox = await started();
    const { data } = (await ask(sandbox, 'GET', '/api/opportunity')).body as Page;
    for (const token of [String(data.continuationToken), 'x', '', '%2B%2F%3D']) {
      const reply = await ask(sandbox, 'GET', `/api/opportunity?continuationToken=${token}`);
      expect(reply).toMatchObject({ status: 400, body: { errorCode: 'CONTINUATION_TOKEN_INVALID' } });
    }
  });

  it('of contacts is paged in the same way, and each can be read', async () => {
    const sandbox = await started();
    expect(await listed(sandbox, '/api/contact')).toEqual(SEED.contacts.map(({ id }) => id));
    const [contact] = SEED.contacts;
    const { body } = await ask(sandbox, 'GET', `/api/contact/${contact?.id}`);
    expect(body).toMatchObject({ success: true, data: { contactId: contact?.id, data: [contact] } });
    expect((await ask(sandbox, 'GET', '/api/contact/nope')).status).toBe(404);
  });
});

describe('an update', () => {
  it('answers with the whole record, says so, and moves its date each time', async () => {
    const sandbox = await started();
    const { body } = await put(sandbox, { name: 'Uno' });
    const first = sandbox.record(OPEN_ID);
    expect(body).toEqual({
      success: true,
      code: 200,
      errorCode: null,
      message: 'Opportunity successfully updated.',
      data: { id: OPEN_ID, opportunity: first },
    });
    expect(first).toEqual({ ...SEED.opportunities[6], name: 'Uno', updatedDate: first?.updatedDate });
    await put(sandbox, { name: 'Uno' });
    expect(sandbox.record(OPEN_ID)?.updatedDate).not.toBe(first?.updatedDate);
  });

  it.each([
    { amount: 0 },
    { amount: 999_999_999.99 },
    { description: null },
    { name: 'x'.repeat(200) },
    { stageId: null },
    { contactId: null },
    { contactId: '' },
    { contactId: SEED.contacts[0]?.id },
    { customFields: [{ code: 'Región', value: null }] },
    {},
  ])('takes %j', async (body) => {
    const sandbox = await started();
    expect((await put(sandbox, body)).status).toBe(200);
    if (!('customFields' in body)) expect(sandbox.record(OPEN_ID)).toMatchObject(body);
  });

  it.each([
    [422, 'OPPORTUNITY_AMOUNT_INVALID', { amount: 1_000_000_000 }],
    [422, 'OPPORTUNITY_AMOUNT_INVALID', { amount: null }],
    [422, 'OPPORTUNITY_AMOUNT_INVALID', '{"amount":1e999}'],
    [422, 'OPPORTUNITY_NAME_INVALID', { name: null }],
    [422, 'OPPORTUNITY_DESCRIPTION_INVALID', { description: 5 }],
    [422, 'OPPORTUNITY_CUSTOM_FIELDS_INVALID', { customFields: {} }],
    [422, 'OPPORTUNITY_CUSTOM_FIELDS_INVALID', { customFields: [{ name: 'x', value: 5 }] }],
    [422, 'OPPORTUNITY_CUSTOM_FIELDS_INVALID', { customFields: [null] }],
    [400, 'FIELD_NOT_UPDATABLE', { workspaceId: SEED.workspaceId }],
    [400, 'FIELD_NOT_UPDATABLE', '{"__proto__":{"name":"x"}}'],
  ])('refuses with %i %s the body %j', async (status, errorCode, body) => {
    const sandbox = await started();
    expect(await put(sandbox, body)).toMatchObject({
      status,
      body: { success: false, code: status, errorCode },
    });
    expect(sandbox.record(OPEN_ID)).toEqual(SEED.opportunities[6]);
  });

  it('of a closed record may change all but the amount', async () => {
    const sandbox = await started();
    for (const stage of [SEED.stages[4], SEED.stages[5]]) {
      const closed = SEED.opportunities.find(({ stageId }) => stageId === stage?.id);
      expect((await put(sandbox, { name: 'n', amount: closed?.amount }, closed?.id)).body).toMatchObject({
        success: true,
      });
      expect((await put(sandbox, { amount: 1 }, closed?.id)).body).toMatchObject({
        success: false,
        errorCode: 'OPPORTUNITY_CLOSED',
        message: 'La oportunidad está cerrada: no se puede cambiar el monto.',
      });
    }
  });
});

describe('creation and deletion', () => {
  it('make a full record under a new id, and take it away', async () => {
    const sandbox = await started();
    const body = { workspaceId: sandbox.workspaceId, name: 'n', description: '', amount: 5 };
    const created = await ask(sandbox, 'POST', '/api/opportunity', body);
    const { id } = (created.body as { data: { id: string } }).data;
    expect(Object.keys(sandbox.record(id) ?? {}).sort()).toEqual(
      Object.keys(SEED.opportunities[0] ?? {}).sort(),
    );
    expect(sandbox.record(id)).toMatchObject({
      opportCode: 'OP-0241',
      stageId: SEED.stages[0]?.id,
      amount: 5,
    });
    expect((await ask(sandbox, 'DELETE', `/api/opportunity/${id}`)).status).toBe(200);
    expect((await ask(sandbox, 'DELETE', `/api/opportunity/${id}`)).status).toBe(404);
    expect(sandbox.log.map(({ applied }) => applied)).toEqual([true, true, false]);
  });

  it('refuse what an update would refuse', async () => {
    const sandbox = await started();
    const body = { name: 'n', description: '', amount: -5 };
    expect((await ask(sandbox, 'POST', '/api/opportunity', body)).status).toBe(422);
    expect((await ask(sandbox, 'POST', '/api/opportunity', { name: 'n' })).status).toBe(400);
  });
});

describe('an activity', () => {
  it('is kept with its date and author, and refused without content or with a category that is none', async () => {
    const sandbox = await started();
    const path = `/api/opportunity/${OPEN_ID}/agent/activities`;
    const activity = { content: 'Llamada', date: '2026-11-02T12:00:00Z', categoryType: 'Calls' };
    expect((await ask(sandbox, 'POST', path, activity)).body).toMatchObject({ success: true, data: null });
    expect((await ask(sandbox, 'POST', path, {})).status).toBe(400);
    expect((await ask(sandbox, 'POST', path, { ...activity, categoryType: 'Fax' })).status).toBe(422);
    expect((await ask(sandbox, 'GET', path)).body).toMatchObject({ data: [activity] });
  });
});

describe('another person’s edit', () => {
  it('moves the date of the record and cannot be made to an unknown one', async () => {
    const sandbox = await started();
    sandbox.edit(OPEN_ID, { amount: 7 });
    expect(sandbox.record(OPEN_ID)).toMatchObject({
      amount: 7,
      updatedDate: expect.stringMatching(/^2026-11-02/),
    });
    expect(() => sandbox.edit('nope', {})).toThrow('nope');
    const copy = sandbox.record(OPEN_ID);
    if (copy) copy.name = 'changed';
    expect(sandbox.record(OPEN_ID)?.name).toBe(SEED.opportunities[6]?.name);
  });
});
