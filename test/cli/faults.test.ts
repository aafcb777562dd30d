import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SandboxOptions, seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, resultRows, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities;

/** Applies a sheet that gives the first `count` open records a new name, against a CRM with these faults. */
async function applyTo(options: SandboxOptions, count = 30, args: string[] = []) {
  const sandbox = await crm(options);
  const at = setting(sandbox);
  const lines = RECORDS.slice(0, count).map(({ id }, i) => `${id};Nuevo nombre ${i}`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  const run = await opsheet(['apply', 'deals.csv', '--yes', ...args], at);
  const rows = run.results[0] ? await resultRows(run.results[0]) : [];
  const count_ = (status: string) => rows.filter(({ _status }) => _status === status).length;
  return { sandbox, run, rows, count: count_ };
}

/** No row may say more, or less, than what the server did. */
function expectTruth({ sandbox, rows }: Awaited<ReturnType<typeof applyTo>>): void {
  for (const { ID = '', Nombre, _status } of rows) {
    const applied = sandbox.record(ID)?.name === Nombre;
    if (_status === 'updated') expect(applied, ID).toBe(true);
    if (_status === 'rejected' || _status === 'not-sent') expect(applied, ID).toBe(false);
    expect(['updated', 'rejected', 'unverified', 'not-sent']).toContain(_status);
  }
}

describe('a CRM with faults', () => {
  it('that wants fewer requests gets them, and every row its update', async () => {
    const result = await applyTo({ faults: { rateLimit: { perSecond: 12, retryAfterSeconds: 1 } } });
    expect(result.run.status).toBe(0);
    expect(result.count('updated')).toBe(30);
    expect(result.sandbox.puts().some(({ status }) => status === 429)).toBe(true);
  });

  it('that cuts connections after applying is not believed to have failed, and nothing is sent twice', async () => {
    const result = await applyTo({ faults: { cutAfter: 0.3 } });
    expectTruth(result);
    expect(result.count('updated')).toBe(30);
    expect(result.sandbox.puts()).toHaveLength(30);
  });

  it('that cuts connections before applying is asked again once it must have settled, and not before', async () => {
    const result = await applyTo({ faults: { cutBefore: 0.3 } }, 30, ['--settle', '200ms']);
    expectTruth(result);
    expect(result.run.status).toBe(0);
    expect(result.count('updated')).toBe(30);
    const puts = result.sandbox.puts();
    expect(puts.length).toBeGreaterThan(30);
    for (const { query, receivedAt, status } of puts) {
      const later = puts.find((put) => put.query.id === query.id && put.receivedAt > receivedAt);
      if (later && status === null) expect(later.receivedAt - receivedAt).toBeGreaterThanOrEqual(200);
    }
  });

  it('that fails and refuses by turns is told of row by row', async () => {
    const result = await applyTo({ faults: { statuses: { 500: 0.2, 422: 0.2, 503: 0.1 }, refuse: 0.1 } });
    expectTruth(result);
    for (const { _status, _message, _errorCode } of result.rows) {
      if (_status !== 'updated') expect(`${_message}${_errorCode}`).not.toBe('');
    }
  });

  it('whose token expires stops the run and fails no row for it', async () => {
    const result = await applyTo({ faults: { tokenExpiresAfter: 45 } });
    expectTruth(result);
    expect(result.run.status).toBe(77);
    expect(result.count('rejected')).toBe(0);
    expect(result.count('updated') + result.count('not-sent')).toBe(30);
    expect(result.rows.find(({ _status }) => _status === 'not-sent')?._errorCode).toBe('run.stopped');
  });

  it('that redirects stops the run, and the other address is never asked', async () => {
    const result = await applyTo({ faults: { redirect: 1 } });
    expect(result.run.status).toBe(78);
    expect(result.count('not-sent')).toBe(30);
    expect(result.sandbox.puts()).toHaveLength(1);
  });

  it('that is a sign-in page stops the run', async () => {
    const result = await applyTo({ faults: { html: 1 } }, 30, ['--concurrency', '1']);
    expect(result.run.status).toBe(69);
    expect(result.count('updated')).toBe(0);
    expect(result.sandbox.puts()).toHaveLength(2);
  });

  it('that loses fields it was not sent is found out at the first record', async () => {
    const result = await applyTo({ dialect: { omitted: 'blank' } });
    expect(result.run.status).toBe(75);
    // The change, and what puts the record back.
    expect(result.sandbox.puts()).toHaveLength(2);
    expect(result.rows[0]).toMatchObject({ _status: 'not-sent', _errorCode: 'fields.restored' });
    expect(result.count('not-sent')).toBe(30);
    expect(result.run.stdout).toContain('opsheet resume --body full');
    const [first] = RECORDS;
    const restored = result.sandbox.record(first?.id ?? '');
    for (const field of ['name', 'description', 'amount', 'stageId', 'contactId', 'customFields'] as const)
      expect(restored?.[field]).toEqual(first?.[field]);
  });

  it.each([
    { spelling: 'oportunity', customFieldKey: 'code', readShape: 'bare', workspaceShape: 'enveloped' },
    { readShape: 'enveloped', notFound: 'empty', customFields: 'replace', workspaceShape: 'bare' },
    { readShape: 'array', notFound: 'success-false' },
  ] as const)('that speaks another reading of its documents is understood: %j', async (dialect) => {
    const sandbox = await crm({ dialect });
    const at = setting(sandbox);
    const [first, second] = RECORDS;
    writeFileSync(join(at.folder, 'd.csv'), `ID;Nombre;customFields.Región\n${first?.id};Uno;Ica\nnope;x;\n`);
    const run = await opsheet(['apply', 'd.csv', '--yes'], at);
    const rows = await resultRows(run.results[0] ?? '');
    expect(rows.map(({ _status, _errorCode }) => [_status, _errorCode])).toEqual([
      ['updated', ''],
      ['invalid', 'record.missing'],
    ]);
    const fields = sandbox.record(first?.id ?? '')?.customFields ?? [];
    expect(fields.map(({ value }) => value)).toEqual([
      'Ica',
      ...(first?.customFields?.slice(1).map((f) => f.value) ?? []),
    ]);
    expect(sandbox.record(second?.id ?? '')?.name).toBe(second?.name);
  });
});

describe('asked to stop', () => {
  it('once, a run finishes what is under way, writes its results and says how to go on', async () => {
    const sandbox = await crm({ faults: { latencyMs: 40 } });
    const at = setting(sandbox);
    const lines = RECORDS.slice(0, 200).map(({ id }, i) => `${id};Nuevo ${i}`);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
    const run = await opsheet(['apply', 'deals.csv', '--yes'], at, async (kill) => {
      while (sandbox.puts().length < 12) await new Promise((done) => setTimeout(done, 10));
      kill('SIGINT');
    });
    expect(run.status).toBe(130);
    const rows = await resultRows(run.results[0] ?? '');
    expect(rows).toHaveLength(200);
    const updated = rows.filter(({ _status }) => _status === 'updated').length;
    expect(updated).toBe(sandbox.puts().length);
    expect(updated).toBe(sandbox.puts().filter(({ applied }) => applied).length);
    expect(rows.filter(({ _status }) => _status === 'not-sent')).toHaveLength(200 - updated);
  });

  it('while it plans, it sends nothing and leaves nothing', async () => {
    const sandbox = await crm({ faults: { latencyMs: 40 } });
    const at = setting(sandbox);
    const lines = RECORDS.map(({ id }, i) => `${id};Nuevo ${i}`);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
    const run = await opsheet(['apply', 'deals.csv', '--yes'], at, async (kill) => {
      while (sandbox.log.length < 12) await new Promise((done) => setTimeout(done, 10));
      kill('SIGTERM');
    });
    expect(run.status).toBe(143);
    expect(run.results).toEqual([]);
    expect(sandbox.puts()).toEqual([]);
  });
});
