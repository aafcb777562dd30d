import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { ask, OPEN_ID, put, SEED, started } from './asking.js';

const RECORD = SEED.opportunities[6];
const one = `/api/opportunity/${OPEN_ID}`;

describe('a dialect', () => {
  it('merges custom fields by name in their places, a new one at the end, or replaces them', async () => {
    const customFields = [
      { name: 'Canal', value: 'Web' },
      { name: 'Nuevo', value: '1' },
    ];
    const named = async (how: 'merge' | 'replace') => {
      const sandbox = await started({ dialect: { customFields: how } });
      await put(sandbox, { customFields });
      return sandbox.record(OPEN_ID)?.customFields?.map(({ name, value }) => `${name}=${value}`);
    };
    expect(await named('merge')).toEqual(['Región=Cusco', 'Canal=Web', 'Producto=Pro', 'Nuevo=1']);
    expect(await named('replace')).toEqual(['Canal=Web', 'Nuevo=1']);
  });

  it('keeps what a PUT omits, or blanks all of it and nothing else', async () => {
    const keeping = await started();
    await put(keeping, { name: 'n' });
    expect(keeping.record(OPEN_ID)).toMatchObject({ ...RECORD, name: 'n', updatedDate: expect.any(String) });
    const blanking = await started({ dialect: { omitted: 'blank' } });
    await put(blanking, { amount: 5 });
    expect(blanking.record(OPEN_ID)).toEqual({
      ...RECORD,
      ...{ name: null, description: null, amount: 5, stageId: null, contactId: null, customFields: [] },
      updatedDate: expect.any(String),
    });
  });

  it('spells the record of a PUT rightly or wrongly', async () => {
    for (const spelling of ['opportunity', 'oportunity'] as const) {
      const { body } = await put(await started({ dialect: { spelling } }), { name: 'n' });
      expect(Object.keys((body as { data: object }).data)).toEqual(['id', spelling]);
    }
  });

  it('names custom fields by name or by code, wherever it shows them', async () => {
    const sandbox = await started({ dialect: { customFieldKey: 'code', readShape: 'bare' } });
    const coded = RECORD?.customFields?.map(({ name, value }) => ({ code: name, value }));
    expect((await ask(sandbox, 'GET', one)).body).toMatchObject({ customFields: coded });
    const list = (await ask(sandbox, 'GET', '/api/opportunity')).body as { data: { data: object[] } };
    expect(list.data.data[6]).toMatchObject({ customFields: coded });
    const { body } = await put(sandbox, { customFields: [{ code: 'Región', value: 'Ica' }] });
    expect(body).toMatchObject({
      data: { opportunity: { customFields: [{ code: 'Región', value: 'Ica' }, {}, {}] } },
    });
    expect(sandbox.record(OPEN_ID)?.customFields?.[0]).toEqual({ name: 'Región', value: 'Ica' });
  });

  it.each([
    ['array', [RECORD]],
    ['bare', RECORD],
    ['enveloped', { success: true, code: 200, errorCode: null, message: 'OK', data: RECORD }],
  ] as const)('reads one record %s', async (readShape, expected) => {
    expect((await ask(await started({ dialect: { readShape } }), 'GET', one)).body).toEqual(expected);
  });

  it.each([
    ['404', 404, { success: false, errorCode: 'OPPORTUNITY_NOT_FOUND' }],
    ['success-false', 200, { success: false, errorCode: 'OPPORTUNITY_NOT_FOUND' }],
    ['empty', 200, []],
  ] as const)(
    'tells of an unknown id by %s, and never takes a PUT for one',
    async (notFound, status, expected) => {
      const sandbox = await started({ dialect: { notFound } });
      const { status: actual, body } = await ask(sandbox, 'GET', '/api/opportunity/nope');
      expect([actual, body]).toMatchObject([status, expected]);
      expect((await put(sandbox, { name: 'n' }, 'nope')).body).toMatchObject({
        success: false,
        errorCode: 'OPPORTUNITY_NOT_FOUND',
      });
    },
  );

  it.each(['array', 'bare', 'enveloped'] as const)('shows the workspace %s', async (workspaceShape) => {
    const sandbox = await started({ dialect: { workspaceShape } });
    const { body } = await ask(sandbox, 'GET', `/api/workspace/${sandbox.workspaceId}`);
    const shown = { id: sandbox.workspaceId, masterOfStates: SEED.stages };
    const shapes = { array: [shown], bare: shown, enveloped: { success: true, data: shown } };
    expect(body).toMatchObject(shapes[workspaceShape]);
  });

  it('leaves custom fields out of the list, but not out of one record', async () => {
    const sandbox = await started({ dialect: { listCustomFields: 'left-out' } });
    const { body } = await ask(sandbox, 'GET', '/api/opportunity');
    const { customFields, ...rest } = RECORD ?? {};
    expect((body as { data: { data: object[] } }).data.data[6]).toEqual(rest);
    expect((await ask(sandbox, 'GET', one)).body).toEqual([{ ...rest, customFields }]);
  });

  it('has no metrics', async () => {
    const metrics = (sandbox: Sandbox) =>
      ask(sandbox, 'GET', `/api/workspace/${sandbox.workspaceId}/metrics`);
    expect((await metrics(await started({ dialect: { metrics: 'absent' } }))).status).toBe(404);
    expect((await metrics(await started())).body).toMatchObject({ data: { totalOpportunities: 240 } });
  });
});
