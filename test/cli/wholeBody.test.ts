import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, type Setting, setting } from './opsheet.js';

/** Records with all there is to lose: whatever a PUT leaves out is seen to be gone. */
const RECORDS = seedWorkspace()
  .opportunities.filter(({ description, contactId }) => description && contactId)
  .slice(0, 12);

/** A CRM that blanks the fields which a PUT does not carry, and a sheet that gives its records other names. */
async function blanking() {
  const faults = { latencyMs: 0 };
  const sandbox = await crm({ faults, dialect: { omitted: 'blank', customFields: 'replace' } });
  const at = setting(sandbox);
  const lines = RECORDS.map(({ id }, i) => `${id};Nuevo ${i}`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  /** Runs the command and stops it in good order after so many PUTs. */
  const stoppedAfter = async (puts: number, command: readonly string[]) => {
    const before = sandbox.puts().length;
    faults.latencyMs = 60;
    const run = await opsheet(command, at, async (kill) => {
      while (sandbox.puts().length < before + puts) await new Promise((done) => setTimeout(done, 5));
      kill('SIGINT');
    });
    faults.latencyMs = 0;
    expect(run.status).toBe(130);
    return run;
  };
  return { sandbox, at, faults, stoppedAfter };
}

/** What a PUT can set of the records. */
function state(sandbox: Sandbox) {
  return RECORDS.map(({ id }) => {
    const { name, description, amount, stageId, contactId, customFields } = sandbox.record(id) ?? {};
    return { id, name, description, amount, stageId, contactId, customFields };
  });
}

const named = (word: string) => RECORDS.map((_, i) => `${word} ${i}`);
const namesIn = (sandbox: Sandbox) => state(sandbox).map(({ name }) => name);
const nameless = (sandbox: Sandbox) => state(sandbox).map(({ name: _, ...rest }) => rest);

/** The PUTs after so many that did not carry all six fields. */
function sparse(sandbox: Sandbox, after: number) {
  return sandbox
    .puts()
    .slice(after)
    .filter(({ body }) => Object.keys(body as object).length < 6);
}

const runsOf = async (at: Setting) => JSON.parse((await opsheet(['runs', '--json'], at)).stdout).runs;

describe('a run that sends whole records', () => {
  it('is taken back in the same way, and that again, without a word about it', async () => {
    const { sandbox, at } = await blanking();
    const before = state(sandbox);
    expect((await opsheet(['apply', 'deals.csv', '--yes', '--body', 'full'], at)).status).toBe(0);
    const changed = state(sandbox);
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(0);
    expect(state(sandbox)).toEqual(before);
    const [{ runId }] = await runsOf(at);
    expect((await opsheet(['undo', runId, '--yes'], at)).status).toBe(0);
    expect(state(sandbox)).toEqual(changed);
    expect(sparse(sandbox, 0)).toEqual([]);
  });

  it('is gone on with in the same way when it was told so only at an earlier resume, and taken back so', async () => {
    const { sandbox, at, stoppedAfter } = await blanking();
    const before = state(sandbox);
    expect((await opsheet(['apply', 'deals.csv', '--yes'], at)).status).toBe(75);
    expect(state(sandbox)).toEqual(before);
    const lost = sandbox.puts().length;
    const stopped = await stoppedAfter(4, ['resume', '--body', 'full']);
    const [, command = ''] = /To go on: opsheet (.+)/.exec(stopped.stdout) ?? [];
    expect((await opsheet(command.split(' '), at)).status).toBe(0);
    expect(namesIn(sandbox)).toEqual(named('Nuevo'));
    expect(nameless(sandbox)).toEqual(before.map(({ name: _, ...rest }) => rest));

    await stoppedAfter(4, ['undo', '--yes']);
    expect((await opsheet(['resume'], at)).status).toBe(0);
    expect(state(sandbox)).toEqual(before);
    expect(sparse(sandbox, lost)).toEqual([]);
  });

  it('is taken back so although only some of its rows are, and none of those told that fields were lost', async () => {
    const { sandbox, at } = await blanking();
    const bare = RECORDS[0]?.id ?? '';
    sandbox.edit(bare, { description: '', contactId: null, stageId: null, amount: 0, customFields: [] });
    const before = state(sandbox);
    // The first has nothing to lose; the second tells.
    expect((await opsheet(['apply', 'deals.csv', '--yes'], at)).status).toBe(75);
    expect(namesIn(sandbox)[0]).toBe('Nuevo 0');
    sandbox.edit(bare, { description: 'Escrita después' });
    const sent = sandbox.puts().length;
    expect((await opsheet(['undo', '--yes', '--rows', '2'], at)).status).toBe(0);
    expect(state(sandbox)).toEqual([{ ...before[0], description: 'Escrita después' }, ...before.slice(1)]);
    expect(sparse(sandbox, sent)).toEqual([]);
  });

  it('and lost fields when it was killed before anybody looked, gets them back by its undo', async () => {
    const { sandbox, at, faults } = await blanking();
    const before = state(sandbox);
    faults.latencyMs = 200;
    await opsheet(['apply', 'deals.csv', '--yes'], at, async (kill) => {
      while (sandbox.puts().length === 0) await new Promise((done) => setTimeout(done, 1));
      kill('SIGKILL');
    });
    faults.latencyMs = 0;
    while (namesIn(sandbox)[0] !== 'Nuevo 0') await new Promise((done) => setTimeout(done, 5));
    expect(state(sandbox)[0]?.description).not.toBe(before[0]?.description);
    // The second record shows that it was the server, and is put back.
    expect((await opsheet(['resume', '--settle', '100ms'], at)).status).toBe(75);
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(0);
    expect(state(sandbox)).toEqual(before);
  });

  it('sends only the changes again where that is said', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${RECORDS[0]?.id};Nuevo\n`);
    await opsheet(['apply', 'deals.csv', '--yes', '--body', 'full'], at);
    expect((await opsheet(['undo', '--yes', '--body', 'changes'], at)).status).toBe(0);
    expect(sandbox.puts()[1]?.body).toEqual({ name: RECORDS[0]?.name });
  });
});

describe('a CRM that begins to blank fields in the middle of a run', () => {
  it('has them all given back by undo, also when the run was gone on with in whole records before', async () => {
    const faults = { latencyMs: 30 };
    const dialect: { omitted: 'keep' | 'blank' } = { omitted: 'keep' };
    const sandbox = await crm({ faults, dialect });
    const at = setting(sandbox);
    const lines = RECORDS.map(({ id }, i) => `${id};Nuevo ${i}`);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
    const before = state(sandbox);
    const run = await opsheet(
      ['apply', 'deals.csv', '--yes', '--canary', '2', '--concurrency', '4'],
      at,
      async () => {
        while (sandbox.puts().length < 4) await new Promise((done) => setTimeout(done, 1));
        dialect.omitted = 'blank';
      },
    );
    faults.latencyMs = 0;
    expect(run.status).toBe(75);
    expect(nameless(sandbox)).not.toEqual(before.map(({ name: _, ...rest }) => rest));
    expect((await opsheet(['resume', '--body', 'full'], at)).status).toBe(0);
    expect(namesIn(sandbox)).toEqual(named('Nuevo'));
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(0);
    expect(state(sandbox)).toEqual(before);
  });
});
