import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, resultRows, setting } from './opsheet.js';

const { opportunities: SEED, stages: STAGES } = seedWorkspace();
const idOf = (i: number) => SEED[i]?.id ?? '';

/** A sandbox, a sheet of these lines beside it, and a way to run opsheet on the sheet. */
async function withSheet(lines: readonly string[], options: SandboxOptions = {}) {
  const sandbox = await crm(options);
  const at = setting(sandbox);
  writeFileSync(join(at.folder, 'a.csv'), `${lines.join('\n')}\n`);
  const run = (command: string, ...flags: string[]) => opsheet([command, 'a.csv', ...flags], at);
  return { sandbox, run };
}

/** Another amount for so many opportunities that are still open: closed ones keep theirs. */
const amounts = (count: number) => {
  const open = new Set(STAGES.slice(0, 4).map(({ id }) => id));
  const changed = SEED.filter(({ stageId }) => open.has(stageId ?? '')).slice(0, count);
  return ['ID;Monto', ...changed.map(({ id }, i) => `${id};${7000 + i}`)];
};

const reads = ({ log }: Sandbox) => ({
  list: log.filter(({ path }) => path === '/api/opportunity').length,
  single: log.filter(({ path }) => /^\/api\/opportunity\/./.test(path)).length,
});

describe('live records', () => {
  it('are read from the list when that is cheaper, and each view says so', async () => {
    const { sandbox, run } = await withSheet(amounts(100));
    const { stdout } = await run('plan');
    expect(stdout).toContain(
      'Live records: read from the list, page after page (12 pages of the 240 in the workspace instead of 100 records one by one)',
    );
    expect(reads(sandbox)).toEqual({ list: 13, single: 0 });
    expect(JSON.parse((await run('plan', '--json')).stdout).reading).toEqual({
      ...{ how: 'list', why: 'cost', by: 'id', records: 100, total: 240 },
      requests: { rows: 100, list: 12 },
    });
    const spanish = await run('plan', '--lang', 'es');
    expect(spanish.stdout).toContain('Registros del CRM: se leen de la lista, página por página (12 páginas');
    const applied = await run('apply', '--yes', '--json');
    expect(JSON.parse(applied.stdout)).toMatchObject({ reading: { how: 'list' }, counts: { updated: 100 } });
  });

  it('are read as the user says, and the plan is the same', async () => {
    const { sandbox, run } = await withSheet(amounts(30));
    const plan = async (how: string) => JSON.parse((await run('plan', '--json', '--read', how)).stdout);
    const rows = await plan('rows');
    expect(reads(sandbox)).toEqual({ list: 0, single: 30 });
    const list = await plan('list');
    expect(reads(sandbox)).toEqual({ list: 13, single: 30 });
    expect([rows.reading.why, list.reading.why]).toEqual(['asked', 'asked']);
    expect({ ...list, reading: null }).toEqual({ ...rows, reading: null });
    expect((await run('plan', '--read', 'pages')).status).toBe(64);
  });

  it('show how far the list is', async () => {
    const { run } = await withSheet(amounts(30), { faults: { latencyMs: 220 } });
    const { stderr } = await run('plan', '--read', 'list');
    expect(stderr).toMatch(/Reading the list: \d+ records\n/);
  });

  it('are found without the size of the workspace, and without custom fields in the list', async () => {
    const { sandbox, run } = await withSheet(
      ['Código;customFields.Canal', 'OP-0001;Feria', 'OP-0002;Web', 'OP-0003;<clear>'],
      { dialect: { metrics: 'absent', listCustomFields: 'left-out', customFields: 'replace' } },
    );
    const { status } = await run('apply', '--yes');
    expect(status).toBe(0);
    for (const [i, value] of [
      [0, 'Feria'],
      [1, 'Web'],
      [2, ''],
    ] as const) {
      expect(sandbox.record(idOf(i))?.customFields).toEqual(
        SEED[i]?.customFields?.map((field) => (field.name === 'Canal' ? { ...field, value } : field)),
      );
    }
    const large = await withSheet(amounts(60), { dialect: { metrics: 'absent' } });
    expect(JSON.parse((await large.run('plan', '--json')).stdout).reading).toMatchObject({
      ...{ how: 'rows', why: 'unknownTotal', total: null },
    });
  });

  it('of another workspace, deleted ones, and those that the token may not see are told apart', async () => {
    const changed = SEED.map((one, i) => ({
      ...one,
      ...(i === 1 && { workspaceId: 'another' }),
      ...(i === 2 && { deletionDate: '2026-03-01T00:00:00.0000000Z' }),
    }));
    const lines = ['ID;Monto', `${idOf(0)};1`, `${idOf(1)};2`, `${idOf(2)};3`, `${idOf(3)};4`, 'f00;5'];
    const { run } = await withSheet(lines, {
      opportunities: changed,
      answer: ({ path }) =>
        path.endsWith(idOf(3)) ? { status: 403, body: { success: false, message: 'Prohibido' } } : undefined,
    });
    const { problems } = JSON.parse((await run('plan', '--json', '--read', 'rows')).stdout);
    const told = problems.map(({ problems: [first] }: { problems: { code: string; message: string }[] }) => [
      first?.code,
      first?.message,
    ]);
    expect(told).toEqual([
      ['record.otherWorkspace', expect.stringContaining('belongs to another workspace')],
      ['record.deleted', expect.stringContaining('was deleted')],
      ['record.otherWorkspace', expect.stringContaining('HTTP 403: Prohibido')],
      ['record.missing', expect.stringContaining('not in this workspace')],
    ]);
    const { stdout } = await run('plan', '--lang', 'es');
    expect(stdout).toContain('es de otro espacio de trabajo');
    // One that was found and cannot be sent was found: the column does hold ids.
    const gone = await withSheet(['ID;Monto', `${idOf(2)};3`, 'f00;5'], { opportunities: changed });
    const nothing = await gone.run('plan');
    expect(nothing.stdout).toContain('was deleted');
    expect(nothing.stdout).not.toContain('No id of column');
  });

  it('are read, and changes sent, no faster than the rate allows', async () => {
    const { sandbox, run } = await withSheet(amounts(12));
    const { status } = await run('apply', '--yes', '--rate', '15', '--read', 'rows');
    expect(status).toBe(0);
    expect(sandbox.puts()).toHaveLength(12);
    const times = sandbox.log.map(({ receivedAt }) => receivedAt);
    // On the way a request may be held up, on a busy machine for long: at twice the rate it would be half a second.
    for (const [i, time] of times.entries()) {
      const later = times[i + 15];
      if (later !== undefined) expect(later - time).toBeGreaterThan(700);
    }
    expect(times.length).toBeGreaterThan(20);
    expect((await run('plan', '--rate', '0')).status).toBe(64);
  });
});

describe('custom fields', () => {
  const NEW = ['ID;Monto;customFields.Regiones', `${idOf(0)};1;Sur`, `${idOf(1)};2;Norte`];

  it('that no record has are warned of, with the name that may have been meant', async () => {
    const { run } = await withSheet(NEW);
    const { stdout } = await run('plan');
    expect(stdout).toContain(
      '! No record in the CRM was seen with the custom field “Regiones”, which 2 records',
    );
    expect(stdout).toContain('Did you mean “Región”?');
    expect((await run('plan', '--lang', 'es')).stdout).toContain('Se parece a: “Región”.');
    expect(JSON.parse((await run('plan', '--json')).stdout).impact.newFields).toEqual([
      { field: 'customFields.Regiones', records: 2, suggestions: ['Región'] },
    ]);
  });

  it.each([
    ['merge', 'name'],
    ['merge', 'code'],
    ['replace', 'name'],
    ['replace', 'code'],
  ] as const)('are cleared, their siblings kept (%s, %s)', async (customFields, customFieldKey) => {
    for (const how of ['rows', 'list']) {
      const lines = ['ID;customFields.Canal', `${idOf(0)};<borrar>`];
      const { sandbox, run } = await withSheet(lines, { dialect: { customFields, customFieldKey } });
      const { status, results } = await run('apply', '--yes', '--read', how);
      expect([status, (await resultRows(results[0] ?? ''))[0]?._status]).toEqual([0, 'updated']);
      const before = SEED[0]?.customFields ?? [];
      expect(sandbox.record(idOf(0))?.customFields).toEqual(
        before.map((field) => (field.name === 'Canal' ? { ...field, value: '' } : field)),
      );
      expect((await run('plan', '--detailed-exitcode')).status).toBe(0);
    }
  });
});

describe('stage names', () => {
  it('are not matched against a list that the records contradict', async () => {
    const { run } = await withSheet(['ID;Etapa', `${idOf(0)};Ganado`, `${idOf(1)};elsewhere`], {
      opportunities: SEED.map((one) => ({ ...one, stageId: 'elsewhere' })),
    });
    const { counts, problems } = JSON.parse((await run('plan', '--json')).stdout);
    expect(counts).toMatchObject({ unchanged: 1, invalid: 1 });
    expect(problems[0].problems[0]).toMatchObject({ code: 'stage.untrusted', text: 'Ganado' });
  });

  it('that are nearly right are suggested', async () => {
    const { run } = await withSheet(['ID;Etapa', `${idOf(0)};Ganada`]);
    expect((await run('plan')).stdout).toContain('Did you mean “Ganado”?');
  });
});
