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

  it('in an address that was set wrong is shown without it', async () => {
    const { at } = await renaming(1, undefined);
    at.environment.PLAZBOT_API_URL = `https://crm.example/?token=${CANARY}`;
    const run = await opsheet(['plan', 'deals.csv'], at);
    expect(run.status).toBe(78);
    expect(run.stderr).toContain('“https://crm.example/?…”');
  });
});
