import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { WireOpportunity } from '../../src/plazbot/wire.js';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { openSheet, textCell, writeSheet } from '../../src/sheet/index.js';
import { textsOf } from '../sheet/files.js';
import { crm, filesBelow, opsheet, resultRows, setting } from './opsheet.js';

const SEED = seedWorkspace();
const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));

/** The seeded record with this code, which the tests change. */
function seeded(n: number): WireOpportunity {
  const found = SEED.opportunities[n - 1];
  if (!found) throw new Error(`no record ${n}`);
  return found;
}

const A = seeded(1);
const B = seeded(2);
const C = seeded(3);

describe('apply', () => {
  it.each([105, 123])(
    'writes the results of a sheet with a name of %i letters of two bytes',
    async (letters) => {
      const at = setting(await crm());
      const name = `${'é'.repeat(letters)}.csv`;
      writeFileSync(join(at.folder, name), `ID;Nombre\n${A.id};Otro\n`);
      const run = await opsheet(['apply', name, '--yes'], at);
      expect(run.status).toBe(0);
      const [results = ''] = readdirSync(at.folder).filter((file) => file !== name);
      expect(await resultRows(join(at.folder, results))).toMatchObject([{ _status: 'updated' }]);
    },
  );

  it('sends one PUT for each changed row, with both headers and only the changed fields, and none else', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const rows = [
      'ID;Nombre;Monto;Etapa;customFields.Región',
      `${A.id};${A.name};70000,5;Negociación;${String(A.customFields?.[0]?.value)}`,
      `${B.id};${B.name};;;Cusco`,
      `${C.id};${C.name};640,3700;Propuesta;`,
      `${seeded(4).id};x;doce;;`,
      'deadbeefdeadbeefdeadbeef;x;1;;',
    ];
    writeFileSync(join(at.folder, 'deals.csv'), `${rows.join('\n')}\n`);
    const run = await opsheet(['apply', 'deals.csv', '--yes'], at);
    expect(run.status).toBe(1);
    const puts = sandbox.puts();
    expect(puts.map(({ query, body }) => [query, body])).toEqual([
      [
        { id: A.id, workspaceId: sandbox.workspaceId },
        { amount: 70000.5, stageId: SEED.stages[3]?.id },
      ],
      [
        { id: B.id, workspaceId: sandbox.workspaceId },
        { customFields: B.customFields?.map((f) => (f.name === 'Región' ? { ...f, value: 'Cusco' } : f)) },
      ],
    ]);
    for (const { path, headers } of puts) {
      expect(path).toBe('/api/opportunity');
      expect(headers).toMatchObject({
        authorization: 'Bearer <token>',
        'x-workspace-id': sandbox.workspaceId,
      });
    }
    expect(sandbox.log.filter(({ method }) => method === 'POST' || method === 'DELETE')).toEqual([]);
    const [file = ''] = run.results;
    expect((await resultRows(file)).map(({ _row, _status }) => [_row, _status])).toEqual([
      ['2', 'updated'],
      ['3', 'updated'],
      ['4', 'unchanged'],
      ['5', 'invalid'],
      ['6', 'invalid'],
    ]);
    expect(sandbox.record(A.id)).toMatchObject({ amount: 70000.5, description: A.description });
  });

  it('finds nothing to do when it is run again', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    writeFileSync(
      join(at.folder, 'deals.csv'),
      `ID;Monto;Etapa\n${A.id};71000;Ganado\n${B.id};9000,50;Perdido\n`,
    );
    expect((await opsheet(['apply', 'deals.csv', '--yes'], at)).status).toBe(0);
    expect(sandbox.puts()).toHaveLength(2);
    const again = await opsheet(['apply', 'deals.csv', '--yes'], at);
    expect(again.status).toBe(0);
    expect(sandbox.puts()).toHaveLength(2);
    const [file = ''] = again.results;
    expect((await resultRows(file)).map(({ _status }) => _status)).toEqual(['unchanged', 'unchanged']);
  });

  it.each([
    [200, 'E_BUSINESS', 'La oportunidad está bloqueada.', 'rejected'],
    [400, 'E_BODY', 'Cuerpo inválido.', 'rejected'],
    [404, 'E_GONE', 'No existe.', 'rejected'],
    [422, 'E_VALUE', 'Valor inválido.', 'rejected'],
    [500, 'E_SERVER', 'Error interno.', 'rejected'],
  ])('keeps the own words of a server that refuses with %i', async (status, errorCode, message, expected) => {
    const envelope = { success: false, code: status, errorCode, message, data: null };
    const sandbox = await crm({
      answer: ({ method }) => (method === 'PUT' ? { status, body: envelope } : undefined),
    });
    const at = setting(sandbox);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Monto\n${A.id};71000\n`);
    const run = await opsheet(['apply', 'deals.csv', '--yes'], at);
    expect(run.status).toBe(1);
    const [file = ''] = run.results;
    expect(await resultRows(file)).toMatchObject([
      { _status: expected, _message: message, _errorCode: errorCode, _httpStatus: String(status) },
    ]);
    // A 500 is tried twice more, each time after a look has shown that nothing was applied.
    expect(sandbox.puts()).toHaveLength(status === 500 ? 3 : 1);
  });

  it('gives a useful message for a 500 that says nothing', async () => {
    const sandbox = await crm({ faults: { statuses: { 500: 1 }, plainBodies: true } });
    const at = setting(sandbox);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Monto\n${A.id};71000\n`);
    const run = await opsheet(['apply', 'deals.csv', '--yes', '--settle', '0s'], at);
    const [file = ''] = run.results;
    const [row] = await resultRows(file);
    expect(row).toMatchObject({ _status: 'rejected', _errorCode: 'server.silent', _httpStatus: '500' });
    expect(row?._message).toMatch(/HTTP 500/);
  });

  it('writes a workbook for a workbook, beside it and with every column, and never over anything', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const writer = await writeSheet(join(at.folder, 'deals.xlsx'), { format: 'xlsx', delimiter: null });
    const tab = writer.tab({ name: 'Hoja', purpose: 'results', widths: [] });
    await tab.row(['ID', 'Monto', 'Nota libre'].map(textCell));
    await tab.row([textCell(A.id), { kind: 'number', text: '71000', number: 71000 }, textCell('=1+1')]);
    await writer.finish();
    const run = await opsheet(['apply', 'deals.xlsx', '--yes'], at);
    expect(run.status).toBe(0);
    const [file = ''] = run.results;
    expect(file).toMatch(/deals\.results-\d{8}-\d{6}-\w{4}\.xlsx$/);
    const [header, row] = await textsOf(await openSheet(file));
    expect(header?.slice(0, 4)).toEqual(['ID', 'Monto', 'Nota libre', '_row']);
    expect(row?.slice(0, 3)).toEqual([A.id, '71000', '=1+1']);
    const refused = await opsheet(['apply', 'deals.xlsx', '--yes', '--out', file], at);
    expect(refused.status).toBe(64);
    expect(refused.stderr).toContain('is not overwritten');
    expect(sandbox.puts()).toHaveLength(1);
  });

  it('calls the results of a results sheet like those of the first sheet, and takes no other name for one of a run', async () => {
    const at = setting(await crm());
    const apply = async (sheet: string) =>
      basename((await opsheet(['apply', sheet, '--yes'], at)).results[0] ?? '');
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Monto\n${A.id};71000\n`);
    const first = await apply('deals.csv');
    const second = await apply(first);
    expect(second).toMatch(/^deals\.results-\d{8}-\d{6}-\w{4}\.csv$/);
    expect(second).not.toBe(first);
    for (const [sheet, stem] of [
      // As it is called where its name was held, and as earlier versions did.
      [first.replace('.csv', ' (2).csv'), 'deals'],
      [first.replace('.csv', '.results-20261123-194902-k3f9.csv'), 'deals'],
      ['deals.results-november.csv', 'deals.results-november'],
    ] as const) {
      copyFileSync(join(at.folder, second), join(at.folder, sheet));
      const third = await apply(sheet);
      expect(third.replace(/\.results-\d{8}-\d{6}-\w{4}\.csv$/, '')).toBe(stem);
    }
  });

  it('does on the samples what they are for', async () => {
    for (const name of ['oportunidades.xlsx', 'oportunidades.csv']) {
      const at = setting(await crm());
      const out = join(at.folder, `out.${name.split('.')[1]}`);
      const run = await opsheet(['apply', join(SAMPLES, name), '--yes', '--out', out], at);
      expect(run.status).toBe(1);
      const rows = await resultRows(out);
      const count = (status: string) => rows.filter(({ _status }) => _status === status).length;
      expect(rows).toHaveLength(13);
      expect(count('updated')).toBeGreaterThanOrEqual(6);
      expect(count('unchanged')).toBeGreaterThanOrEqual(2);
      const codes = rows.map(({ _errorCode }) => _errorCode).filter((code) => code !== '');
      expect(codes).toEqual(['amount.notNumber', 'record.missing', 'OPPORTUNITY_CLOSED', 'stage.unknown']);
    }
  });

  it('keeps the run: a plan with before-images, a journal, and the sheet, for its owner only', async () => {
    const at = setting(await crm());
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Monto\n${A.id};71000\n`);
    await opsheet(['apply', 'deals.csv', '--yes'], at);
    const all = filesBelow(at.state);
    const files = all.filter((file) => file.includes('/runs/'));
    expect(files.map((file) => file.split('/').at(-1)).sort()).toEqual([
      'journal.jsonl',
      'plan.jsonl',
      'sheet',
    ]);
    for (const file of all) expect(statSync(file).mode & 0o077).toBe(0);
    const plan = readFileSync(files.find((file) => file.endsWith('plan.jsonl')) ?? '', 'utf8');
    expect(plan).toContain(`"beforeImage":{"id":"${A.id}"`);
    const journal = readFileSync(files.find((file) => file.endsWith('journal.jsonl')) ?? '', 'utf8');
    expect(
      journal
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line.split('\t')[0] ?? '').k),
    ).toEqual(['run', 'clock', 'approve', 'intent', 'outcome', 'end', 'results']);
  });

  it('reads the sheet that it planned, whatever becomes of the file meanwhile', async () => {
    const at = setting(await crm({ faults: { latencyMs: 300 } }));
    const sheet = join(at.folder, 'deals.csv');
    writeFileSync(sheet, `ID;Monto\n${A.id};71000\n`);
    const running = opsheet(['apply', 'deals.csv', '--yes', '--json'], at);
    while (!filesBelow(at.state).some((file) => file.endsWith('plan.jsonl'))) {
      await new Promise((done) => setTimeout(done, 20));
    }
    writeFileSync(sheet, 'ruined');
    const { status, results } = await running;
    expect(status).toBe(0);
    expect(await resultRows(results[0] ?? '')).toMatchObject([{ ID: A.id, _status: 'updated' }]);
  });

  it('prints one JSON object and nothing else with --json', async () => {
    const at = setting(await crm());
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Monto\n${A.id};71000\nnope;1\n`);
    const { stdout, status } = await opsheet(['apply', 'deals.csv', '--yes', '--json'], at);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'apply',
      counts: { updated: 1, invalid: 1 },
      rows: 2,
      exitCode: 1,
      target: { workspaceName: 'Ventas Andinas (sandbox)', sandbox: false },
    });
  });

  it('will not send without a terminal to ask in and without --yes', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Monto\n${A.id};71000\n`);
    const { status, stderr } = await opsheet(['apply', 'deals.csv'], at);
    expect(status).toBe(64);
    expect(stderr).toContain('--yes');
    expect(sandbox.log).toEqual([]);
  });

  it('speaks Spanish when asked or when the environment does', async () => {
    const at = setting(await crm());
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Monto\n${A.id};doce\n${B.id};1\n`);
    const asked = await opsheet(['apply', 'deals.csv', '--yes', '--lang', 'es'], at);
    const [row] = await resultRows(asked.results[0] ?? '');
    expect(row?._message).toMatch(/no es un monto/);
    at.environment.LANG = 'es_PE.UTF-8';
    const byEnvironment = await opsheet(['apply', 'nada.csv', '--yes'], at);
    expect(byEnvironment.stderr).toMatch(/^Error: No existe/);
    expect((await opsheet(['--help'], at)).stdout).toContain('Opciones:');
  });
});

describe('8,800 rows', () => {
  it('keep their order and number, and each is told what became of it', async () => {
    const source = pipelineSheet();
    const [header = [], ...rows] = await textsOf(await openSheet(source));
    const idAt = header.indexOf('opportunity_id');
    const valueAt = header.indexOf('close_value');
    const stageAt = header.indexOf('deal_stage');
    const stages = [...new Set(rows.map((row) => row[stageAt] ?? ''))].map((name) => ({
      id: `stage-${name}`,
      name,
    }));
    // Every third record is already as the sheet wants it; every hundredth is not there.
    const opportunities = rows.flatMap((row, i): WireOpportunity[] => {
      if (i % 100 === 99) return [];
      const same = i % 3 === 0;
      const amount = row[valueAt] ? Number(row[valueAt]) : 5;
      const record = { id: row[idAt] ?? '', name: 'x', amount: same ? amount : amount + 1 };
      return [
        { ...record, stageId: `stage-${row[stageAt]}`, customFields: [] } as unknown as WireOpportunity,
      ];
    });
    const sandbox = await crm({ opportunities, stages });
    const at = setting(sandbox);
    const out = join(at.folder, 'out.csv');
    const run = await opsheet(['apply', source, '--yes', '--concurrency', '32', '--out', out], at);
    expect(run.status).toBe(1);
    const results = await resultRows(out);
    expect(results).toHaveLength(8800);
    expect(results.map(({ opportunity_id }) => opportunity_id)).toEqual(rows.map((row) => row[idAt]));
    expect(results.map(({ _row }) => Number(_row))).toEqual(rows.map((_, i) => i + 2));
    const expected = rows.map((row, i) => {
      if (i % 100 === 99) return 'invalid';
      return i % 3 === 0 || !row[valueAt] ? 'unchanged' : 'updated';
    });
    expect(results.map(({ _status }) => _status)).toEqual(expected);
    const put = sandbox.puts().map(({ query }) => query.id);
    expect(new Set(put).size).toBe(put.length);
    expect(put.length).toBe(expected.filter((status) => status === 'updated').length);
    // A closed stage refuses other amounts in the seeded workspace only; these stages have other names.
  }, 120_000);
});

/** The pipeline data that stands beside the repository; a sheet of the same shape where it does not. */
function pipelineSheet(): string {
  const shared = fileURLToPath(new URL('../../../shared/data/crm-sales-pipeline.csv', import.meta.url));
  if (existsSync(shared)) return shared;
  const file = resolve(setting(null).folder, 'pipeline.csv');
  const stages = ['Won', 'Lost', 'Engaging', 'Prospecting'];
  const lines = Array.from({ length: 8800 }, (_, i) => {
    const value = i % 4 < 2 ? String((i * 37) % 5000) : '';
    return `ID${String(i).padStart(6, '0')},Agent ${i % 30},GTX,Acme,${stages[i % 4]},10/20/2016,3/1/2017,${value}`;
  });
  const head = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value';
  writeFileSync(file, `${head}\n${lines.join('\n')}\n`);
  return file;
}
