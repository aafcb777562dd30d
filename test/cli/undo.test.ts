import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SandboxOptions, seedWorkspace } from '../../src/sandbox/index.js';
import { temporaryFolder } from '../sheet/files.js';
import { crm, filesBelow, opsheet, resultRows, setting } from './opsheet.js';

const SEED = seedWorkspace();
const RECORDS = SEED.opportunities.slice(0, 12);

/** A run that changed names, amounts, stages, descriptions and custom fields of twelve records. */
async function twelve(options: SandboxOptions = {}) {
  const sandbox = await crm(options);
  const at = setting(sandbox);
  const stage = (i: number) => SEED.stages[i % 3]?.name;
  const lines = RECORDS.map(({ id }, i) => `${id};Nombre ${i};${100 + i},5;${stage(i)};<borrar>;Ica;${i}`);
  const header = 'ID;Nombre;Monto;Etapa;Descripción;customFields.Región;customFields.Nuevo';
  writeFileSync(join(at.folder, 'deals.csv'), `${header}\n${lines.join('\n')}\n`);
  const run = await opsheet(['apply', 'deals.csv', '--yes', '--max-errors', 'none'], at);
  return { sandbox, at, run };
}

type Sandbox = Awaited<ReturnType<typeof crm>>;

/** The fields that a PUT can set, with what an empty value and an absent one have in common. */
function state(sandbox: Sandbox) {
  return RECORDS.map(({ id }) => {
    const { name, description, amount, stageId, contactId, customFields } = sandbox.record(id) ?? {};
    const fields = (customFields ?? []).filter(({ value }) => value !== '' && value !== null);
    const custom = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    return {
      id,
      name,
      description: description || null,
      amount,
      stageId,
      contactId: contactId || null,
      custom,
    };
  });
}

describe('undo', () => {
  it.each<SandboxOptions>([{}, { dialect: { customFields: 'replace' } }])(
    'puts every field of every record back, and undoing that brings the changes again: %j',
    async (options) => {
      const untouched = state(await crm(options));
      const { sandbox, at } = await twelve(options);
      const changed = state(sandbox);
      expect(changed).not.toEqual(untouched);
      const undo = await opsheet(['undo', '--yes'], at);
      expect(undo.status).toBe(0);
      expect(state(sandbox)).toEqual(untouched);
      const unnamed = await opsheet(['undo', '--yes'], at);
      const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
      expect([unnamed.status, unnamed.stderr]).toEqual([
        64,
        expect.stringContaining(`took back run ${runs[1].runId}. Undoing it would make those changes again`),
      ]);
      expect(state(sandbox)).toEqual(untouched);
      expect([runs[0].takenBackBy, runs[1].takenBackBy]).toEqual([null, runs[0].runId]);
      const redo = await opsheet(['undo', runs[0].runId, '--yes'], at);
      expect(redo.status).toBe(0);
      expect(redo.stdout).toContain(`Takes back what run ${runs[0].runId} changed`);
      expect(state(sandbox)).toEqual(changed);
    },
  );

  it('is sent as fast, and stops after as many refused rows, as its run was told, unless it is told otherwise', async () => {
    const body = { success: false, code: 400, message: 'No', data: null };
    let refuses = false;
    const sandbox = await crm({
      answer: ({ method }) => (refuses && method === 'PUT' ? { status: 400, body } : undefined),
    });
    const at = setting(sandbox);
    const lines = RECORDS.map(({ id }, i) => `${id};Nuevo ${i}`);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
    const options = ['--concurrency', '1', '--rate', '500', '--max-errors', '2'];
    expect((await opsheet(['apply', 'deals.csv', '--yes', ...options], at)).status).toBe(0);
    const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
    refuses = true;
    const sentBy = async (...more: string[]) => {
      const before = sandbox.puts().length;
      expect((await opsheet(['undo', runs[0].runId, '--yes', ...more], at)).status).toBe(75);
      return sandbox.puts().length - before;
    };
    expect(await sentBy()).toBe(2);
    expect(await sentBy('--max-errors', '4')).toBe(4);
    const paces = filesBelow(at.state)
      .filter((path) => basename(path) === 'journal.jsonl')
      .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
      .filter((line) => line.includes('"kind":"undo"'))
      .map((line) => JSON.parse(line.slice(0, -9)).pace);
    expect(paces).toHaveLength(2);
    for (const pace of paces) expect(pace).toMatchObject({ concurrency: 1, rate: 500 });
  });

  it('leaves alone what somebody has edited since, and says so', async () => {
    const { sandbox, at } = await twelve();
    const id = RECORDS[2]?.id ?? '';
    sandbox.edit(id, { name: 'Corregido a mano' });
    const undo = await opsheet(['undo', '--yes'], at);
    expect(undo.status).toBe(3);
    expect(sandbox.record(id)?.name).toBe('Corregido a mano');
    const rows = await resultRows(undo.results[0] ?? '');
    expect(rows[2]).toMatchObject({ _status: 'conflict', _errorCode: 'record.editedSince' });
    expect(rows[2]?._message).toContain('Corregido a mano');
    expect(undo.stdout).toMatch(/To try the others again: opsheet undo \S+/);
    expect(undo.stdout).not.toContain('opsheet apply');
  });

  it('puts back the half of a change that was found in a record, too', async () => {
    let calm = false;
    const sandbox = await crm({ faults: { cutBefore: 0.5 }, random: () => (calm ? 1 : 0) });
    const at = setting(sandbox);
    const { id = '', name = '', description } = RECORDS[0] ?? {};
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre;Descripción\n${id};Nuevo;Otra\n`);
    const running = opsheet(['apply', 'deals.csv', '--yes', '--settle', '1s'], at);
    while (sandbox.puts().length === 0) await new Promise((done) => setTimeout(done, 10));
    sandbox.edit(id, { name: 'Nuevo' });
    const { status, results } = await running;
    expect(status).toBe(3);
    expect(await resultRows(results[0] ?? '')).toMatchObject([
      { _status: 'conflict', _errorCode: 'record.halfChanged' },
    ]);
    calm = true;
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(0);
    expect(sandbox.record(id)).toMatchObject({ name, description });
  });

  it('takes back what was refused and yet applied, and leaves the other refused rows to whoever mended them', async () => {
    const [done, late, before, mended, gone] = RECORDS.map(({ id }) => id);
    const refused = new Set([late, before, mended, gone]);
    let refuses = true;
    const sandbox = await crm({
      answer: ({ method, query }) =>
        refuses && method === 'PUT' && refused.has(query.id ?? '')
          ? { status: 400, body: { success: false, code: 400, message: 'no', data: null } }
          : undefined,
    });
    const at = setting(sandbox);
    const rows = [done, late, before, mended, gone].map((id, i) => `${id};Nuevo ${i}`);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${rows.join('\n')}\n`);
    expect((await opsheet(['apply', 'deals.csv', '--yes'], at)).status).toBe(1);
    refuses = false;
    sandbox.edit(late ?? '', { name: 'Nuevo 1' });
    sandbox.edit(mended ?? '', { name: 'A mano' });
    sandbox.edit(gone ?? '', { deletionDate: '2026-01-01T00:00:00Z' });
    const undo = await opsheet(['undo', '--yes'], at);
    expect(undo.status).toBe(0);
    const written = await resultRows(undo.results[0] ?? '');
    expect(written.map(({ _status }) => _status)).toEqual([
      'updated',
      'updated',
      ...Array(3).fill('skipped'),
    ]);
    expect(written[3]?._message).toBe('The run had not changed this row: nothing to put back.');
    const names = [done, late, before, mended].map((id) => sandbox.record(id ?? '')?.name);
    expect(names).toEqual([...RECORDS.slice(0, 3).map(({ name }) => name), 'A mano']);
  });

  it.each([[[]], [['--body', 'full']]])(
    'puts back custom values that are no text as what they were: %j',
    async (options) => {
      const sandbox = await crm({
        // A CRM that keeps whatever it is sent; the sandbox takes only text.
        answer: ({ method, body }) => {
          if (method !== 'PUT') return undefined;
          sandbox.edit(id, body as never);
          const data = { id, opportunity: sandbox.record(id) };
          return { status: 200, body: { success: true, code: 200, errorCode: null, message: 'ok', data } };
        },
      });
      const at = setting(sandbox);
      const { id = '' } = RECORDS[0] ?? {};
      const values = { Tags: ['a', 'b'], Puntaje: 5, VIP: true, Ficha: { nivel: 1 }, Nota: '7', Otro: 8 };
      const customFields = Object.entries(values).map(([name, value]) => ({ name, value }));
      sandbox.edit(id, { customFields: customFields as never });
      const columns = ['Tags', 'Puntaje', 'VIP', 'Ficha', 'Nota'].map((name) => `customFields.${name}`);
      writeFileSync(join(at.folder, 'deals.csv'), `ID;${columns.join(';')}\n${id};x;6;no;z;9\n`);
      expect((await opsheet(['apply', 'deals.csv', '--yes', ...options], at)).status).toBe(0);
      expect(sandbox.record(id)?.customFields).not.toEqual(customFields);
      expect((await opsheet(['undo', '--yes'], at)).status).toBe(0);
      expect(sandbox.record(id)?.customFields).toEqual(customFields);
    },
  );

  it('that cannot empty a field names it, and the option by which the rest of the row is put back, which works', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const { id = '', name, description } = RECORDS[0] ?? {};
    sandbox.edit(id, { amount: null } as never);
    const fields = 'ID;Monto;Nombre;Descripción;customFields.Región';
    writeFileSync(join(at.folder, 'deals.csv'), `${fields}\n${id};500;Nuevo;Otra;Ica\n`);
    expect((await opsheet(['apply', 'deals.csv', '--yes'], at)).status).toBe(0);
    const undo = await opsheet(['undo', '--yes'], at);
    expect(undo.status).toBe(1);
    expect(sandbox.puts()).toHaveLength(1);
    const [row] = await resultRows(undo.results[0] ?? '');
    expect(row).toMatchObject({ _status: 'invalid', _errorCode: 'undo.noValue' });
    expect(row?._message).toMatch(/^Amount was empty before that run.* Put it right by hand\. /);
    const [, only = ''] = /undo that run again with --only '(.+)'$/.exec(row?._message ?? '') ?? [];
    expect(only.split(',')).toHaveLength(3);
    const [, run = ''] = /To try the others again: opsheet undo (\S+)/.exec(undo.stdout) ?? [];
    const again = await opsheet(['undo', run, '--yes', '--only', only], at);
    expect(again.status).toBe(0);
    expect(sandbox.record(id)).toMatchObject({ amount: 500, name });
    expect(sandbox.record(id)?.description || null).toBe(description || null);
  });

  it('has results of its own name, with which what failed is not sent again: that would make the changes once more', async () => {
    const { sandbox, at } = await twelve();
    const { id = '' } = RECORDS[3] ?? {};
    sandbox.edit(id, { name: 'Corregido a mano' });
    const undo = await opsheet(['undo', '--yes'], at);
    const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
    const results = basename(undo.results[0] ?? '');
    expect(results).toBe(`deals.undo-results-${runs[0].runId}.csv`);
    const other = { ...at, state: temporaryFolder() };
    other.environment = { ...at.environment, XDG_STATE_HOME: other.state };
    const before = sandbox.puts().length;
    for (const [where, cure] of [
      [at, `opsheet undo ${runs[1].runId}`],
      [other, 'opsheet undo <run>'],
    ] as const) {
      const refused = await opsheet(['apply', results, '--only', 'failed', '--yes'], where);
      expect([refused.status, refused.stderr]).toEqual([65, expect.stringContaining(cure)]);
    }
    const out = await opsheet(['undo', runs[1].runId, '--yes', '--out', 'mine.csv'], at);
    expect(out.status).toBe(3);
    const named = await opsheet(['plan', 'mine.csv', '--only', 'open', '--lang', 'es'], at);
    expect([named.status, named.stderr]).toEqual([65, expect.stringContaining('resultados de deshacer')]);
    expect(sandbox.puts()).toHaveLength(before);
    expect(sandbox.record(id)?.name).toBe('Corregido a mano');
  });

  it('that names no run passes over those that had nothing to change', async () => {
    const untouched = state(await crm());
    const { sandbox, at } = await twelve();
    writeFileSync(join(at.folder, 'same.csv'), `ID;Nombre\n${RECORDS[0]?.id};Nombre 0\n`);
    expect((await opsheet(['apply', 'same.csv', '--yes'], at)).status).toBe(0);
    const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
    expect([runs.length, runs[0].updates]).toEqual([2, 0]);
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(0);
    expect(state(sandbox)).toEqual(untouched);
  });

  it('sends nothing without a yes', async () => {
    const { sandbox, at } = await twelve();
    const before = sandbox.puts().length;
    const asked = await opsheet(['undo'], at);
    expect(asked.status).toBe(64);
    expect(sandbox.puts()).toHaveLength(before);
  });
});

describe('runs', () => {
  it('are listed, told of, written again byte for byte, and purged', async () => {
    const { at, run } = await twelve();
    const list = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
    expect(list.runs).toHaveLength(1);
    const [{ runId, state: is }] = list.runs;
    expect(is).toBe('finished');
    const [results = ''] = run.results;
    const first = readFileSync(results);
    rmSync(results);
    expect((await opsheet(['runs', runId, '--results'], at)).status).toBe(0);
    expect(readFileSync(results).equals(first)).toBe(true);
    const told = await opsheet(['runs', runId.slice(0, 15)], at);
    expect(told.stdout).toContain(`opsheet undo ${runId}`);
    expect((await opsheet(['runs', '--purge'], at)).stdout).toContain('0 deleted');
    expect((await opsheet(['runs', '--purge', '--older-than', '0d'], at)).stdout).toContain('1 deleted');
    expect(filesBelow(at.state).filter((file) => file.includes('/runs/'))).toEqual([]);
    expect((await opsheet(['runs'], at)).stdout).toContain('No runs yet');
  });

  it('are written again beside their sheet, from whichever folder that is asked', async () => {
    const { at, run } = await twelve();
    const [results = ''] = run.results;
    rmSync(results);
    const elsewhere = { ...at, folder: temporaryFolder() };
    const told = await opsheet(['runs', '--json'], elsewhere);
    const again = await opsheet(['runs', JSON.parse(told.stdout).runs[0].runId, '--results'], elsewhere);
    expect([again.status, again.results]).toEqual([0, []]);
    expect(again.stdout.trim()).toBe(resolve(results));
    expect(existsSync(results)).toBe(true);
  });

  it('of a workbook are written again byte for byte', async () => {
    const { at } = await twelve();
    const out = join(at.folder, 'a.xlsx');
    const again = join(at.folder, 'b.xlsx');
    await opsheet(['undo', '--yes', '--out', out], at);
    const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
    await opsheet(['runs', runs[0].runId, '--results', again], at);
    expect(readFileSync(again).equals(readFileSync(out))).toBe(true);
  });

  it('write to one workspace one at a time, and the second is told who holds it', async () => {
    const { sandbox, at } = await twelve();
    const lines = RECORDS.map(({ id }, i) => `${id};Otra vez ${i}`);
    writeFileSync(join(at.folder, 'more.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
    const slow = await crm({ faults: { latencyMs: 150 } });
    at.environment.PLAZBOT_API_URL = slow.url;
    let signal: (name: NodeJS.Signals) => void = () => undefined;
    const first = opsheet(['apply', 'more.csv', '--yes', '--out', join(at.folder, 'one.csv')], at, (kill) => {
      signal = kill;
    });
    while (slow.puts().length === 0) await new Promise((done) => setTimeout(done, 10));
    // Asleep, as on a laptop that was closed: it holds the workspace all the same.
    signal('SIGSTOP');
    const second = await opsheet(['apply', 'more.csv', '--yes', '--out', join(at.folder, 'two.csv')], at);
    expect([second.status, second.stderr]).toEqual([11, expect.stringMatching(/Another run.*process \d+/)]);
    const [{ runId, state: is }] = JSON.parse((await opsheet(['runs', '--json'], at)).stdout).runs;
    expect(is).toBe('under-way');
    const purge = await opsheet(['runs', runId, '--purge'], at);
    expect([purge.status, purge.stderr]).toEqual([11, expect.stringContaining('is under way just now')]);
    signal('SIGCONT');
    expect((await first).status).toBe(0);
    expect(sandbox.puts().length).toBeGreaterThan(0);
  });
});
