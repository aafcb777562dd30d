import { describe, expect, it } from 'vitest';
import { sampleOpportunities, seedWorkspace } from '../../src/sandbox/index.js';
import { ask, SEED, started } from './asking.js';

describe('the seed', () => {
  it('names the records that the sample sheets are about, and never changes them', () => {
    const samples = sampleOpportunities();
    expect(samples).toEqual(SEED.opportunities.slice(0, 30));
    expect(samples.map(({ opportCode }) => opportCode).at(-1)).toBe('OP-0030');
    expect(samples[0]).toMatchObject({
      id: 'da1ef18e1bfe16ce7207f9a1',
      name: 'Campaña de cobranza - Clínica Santa Rosa',
      amount: 63640.28,
      customFields: [
        { name: 'Región', value: 'Trujillo' },
        { name: 'Canal', value: 'Web' },
        { name: 'Producto', value: 'Starter' },
        { name: 'Fecha de cierre', value: '2026-05-15' },
      ],
    });
  });

  it('has 60 contacts, and every opportunity points at one of them or at none', () => {
    const ids = new Set(SEED.contacts.map(({ id }) => id));
    expect(ids.size).toBe(60);
    expect(seedWorkspace().contacts).toEqual(SEED.contacts);
    for (const { contactId } of SEED.opportunities) if (contactId) expect(ids).toContain(contactId);
  });

  it('lacks here and there what real records lack', () => {
    const count = (lacks: (record: (typeof SEED.opportunities)[number]) => boolean) =>
      SEED.opportunities.filter(lacks).length;
    expect(count(({ description }) => description === null)).toBeGreaterThan(3);
    expect(count(({ stageId }) => stageId === null)).toBeGreaterThan(3);
    expect(count(({ contactId }) => contactId === null)).toBeGreaterThan(3);
    expect(count(({ contactId }) => contactId === '')).toBeGreaterThan(3);
    expect(count(({ customFields }) => customFields?.length === 0)).toBeGreaterThan(3);
    expect(count(({ customFields }) => customFields?.length === 3)).toBeGreaterThan(3);
  });

  it('writes times with seven digits and is not changed by a sandbox that stands on it', async () => {
    for (const { updatedDate } of SEED.opportunities) {
      if (updatedDate !== null) expect(updatedDate).toMatch(/^2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
    }
    const sandbox = await started();
    sandbox.edit(SEED.opportunities[0]?.id ?? '', { name: 'otro' });
    expect(seedWorkspace()).toEqual(SEED);
    expect((await started()).record(SEED.opportunities[0]?.id ?? '')).toEqual(SEED.opportunities[0]);
  });

  it('moves into the workspace that the options name', async () => {
    const sandbox = await started({ workspaceId: 'ws-2', workspaceName: 'Otra' });
    expect(sandbox.record(SEED.opportunities[0]?.id ?? '')?.workspaceId).toBe('ws-2');
    const { body } = await ask(sandbox, 'GET', '/api/workspace/ws-2');
    expect(body).toMatchObject([{ id: 'ws-2', name: 'Otra' }]);
  });

  it('gives way to the records of the options, whose contacts then exist, and leaves theirs alone', async () => {
    const mine = {
      id: 'a',
      name: 'A',
      amount: 1,
      contactId: 'someone',
      customFields: [{ name: 'x', value: '1' }],
    };
    const sandbox = await started({ opportunities: [mine] });
    await ask(sandbox, 'PUT', `/api/opportunity?id=a&workspaceId=${sandbox.workspaceId}`, {
      contactId: 'someone',
      customFields: [{ name: 'x', value: '2' }],
    });
    expect(sandbox.record('a')?.customFields).toEqual([{ name: 'x', value: '2' }]);
    expect(mine.customFields).toEqual([{ name: 'x', value: '1' }]);
    expect(sandbox.record(SEED.opportunities[0]?.id ?? '')).toBeUndefined();
    expect((await ask(sandbox, 'GET', '/api/contact/someone')).status).toBe(200);
  });
});
