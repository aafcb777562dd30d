import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SandboxOptions, seedWorkspace } from '../../src/sandbox/index.js';
import { CANARY, crm, opsheet, resultRows, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities;

/** A folder with a sheet that gives the first `count` records a new name, and a CRM that answers so. */
async function renaming(count: number, answer: SandboxOptions['answer']) {
  const sandbox = await crm(answer && { answer });
  const at = setting(sandbox);
  const lines = RECORDS.slice(0, count).map(({ id }, i) => `${id};Nuevo nombre ${i}`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  return { sandbox, at };
}

describe('a proxy in place of the CRM', () => {
  const PAGE = { status: 404, body: '<html><h1>404 Not Found</h1><hr>nginx</html>' };
  const ID = RECORDS[1]?.id ?? '';

  it('refuses nothing in its name: the change is looked up, and sent again', async () => {
    let puts = 0;
    const { sandbox, at } = await renaming(3, ({ method, query }) =>
      method === 'PUT' && query.id === ID && ++puts === 1 ? PAGE : undefined,
    );
    const run = await opsheet(['apply', 'deals.csv', '--yes', '--settle', '100ms'], at);
    expect(run.status).toBe(0);
    expect(puts).toBe(2);
    expect(sandbox.record(ID)?.name).toBe('Nuevo nombre 1');
  });

  it('says of no record that it is gone, while a change is in doubt', async () => {
    let inDoubt = false;
    let pages = 0;
    const { sandbox, at } = await renaming(3, ({ method, query, path }) => {
      if (method === 'PUT' && query.id === ID && !inDoubt) {
        inDoubt = true;
        return { status: 502, body: '<html>Bad Gateway</html>' };
      }
      return inDoubt && method === 'GET' && path.endsWith(ID) && ++pages <= 2 ? PAGE : undefined;
    });
    const run = await opsheet(['apply', 'deals.csv', '--yes', '--settle', '100ms'], at);
    expect(run.status).toBe(0);
    expect(pages).toBeGreaterThan(2);
    expect(sandbox.record(ID)?.name).toBe('Nuevo nombre 1');
  });

  it('says of no record that it is not there, when the plan is made', async () => {
    const { at } = await renaming(3, ({ method, path }) =>
      method === 'GET' && path.endsWith(ID) ? PAGE : undefined,
    );
    const run = await opsheet(['plan', 'deals.csv', '--read', 'rows', '--json'], at);
    const [row] = JSON.parse(run.stdout).problems;
    expect(row).toMatchObject({ rowNumber: 3, problems: [{ code: 'record.unreadable', httpStatus: 404 }] });
    expect(row.problems[0].message).toContain('It is not the CRM that answered');
  });
});

describe('an answer that is nested without end', () => {
  it('is one that cannot be read: the record is looked at, and the run goes on', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const record = `{"id":"${RECORDS[1]?.id}","name":"x","customFields":[{"name":"x","value":${deep}}]}`;
    const body = `{"success":true,"data":{"opportunity":${record}}}`;
    let puts = 0;
    const { at } = await renaming(3, ({ method, query }) =>
      method === 'PUT' && query.id === RECORDS[1]?.id && ++puts === 1 ? { status: 200, body } : undefined,
    );
    const run = await opsheet(['apply', 'deals.csv', '--yes', '--settle', '100ms'], at);
    expect(run.status).toBe(0);
    expect(puts).toBe(2);
    const rows = await resultRows(run.results[0] ?? '');
    expect(rows.map(({ _status }) => _status)).toEqual(['updated', 'updated', 'updated']);
  });
});

describe('a server that repeats the token', () => {
  // That it stands nowhere else, also not in the journal, `opsheet` itself makes sure of.
  it('in the words of a refusal is shown without it', async () => {
    const header = `Authorization: Bearer ${CANARY}`;
    const words = `Malformed header ${header} (${Buffer.from(header).toString('base64')})`;
    const { at } = await renaming(2, ({ method, query }) =>
      method === 'PUT' && query.id === RECORDS[1]?.id
        ? { status: 400, body: { success: false, code: 400, errorCode: CANARY, message: words, data: null } }
        : undefined,
    );
    const run = await opsheet(['apply', 'deals.csv', '--yes'], at);
    expect(run.status).toBe(1);
    const [, refused] = await resultRows(run.results[0] ?? '');
    expect(refused).toMatchObject({ _status: 'rejected', _errorCode: '***' });
    expect(refused?._message).toMatch(/^Malformed header Authorization: Bearer \*\*\* \(\S+\*\*\*\)$/);
  });

  it('in the address of a redirect is shown without it', async () => {
    const location = `https://login.example/?returnToken=${CANARY}`;
    const { at } = await renaming(1, ({ method }) =>
      method === 'PUT' ? { status: 302, headers: { location }, body: '' } : undefined,
    );
    const run = await opsheet(['apply', 'deals.csv', '--yes'], at);
    expect(run.status).toBe(78);
    expect(run.stderr + run.stdout).toContain('https://login.example/?returnToken=***');
  });

  it('in the name of a stage shows it to nobody', async () => {
    const sandbox = await crm({ stages: [{ id: 's1', name: `Etapa ${CANARY}` }] });
    const run = await opsheet(['stages', '--json'], setting(sandbox));
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('"Etapa ***"');
  });

  it('in an address that was set wrong is shown without it', async () => {
    const { at } = await renaming(1, undefined);
    at.environment.PLAZBOT_API_URL = `https://crm.example/?token=${CANARY}`;
    const run = await opsheet(['plan', 'deals.csv'], at);
    expect(run.status).toBe(78);
    expect(run.stderr).toContain('“https://crm.example/?…”');
  });
});
