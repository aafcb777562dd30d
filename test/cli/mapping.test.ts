import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, filesBelow, opsheet, resultRows, setting } from './opsheet.js';

const { opportunities, stages } = seedWorkspace();
const [FIRST, SECOND] = opportunities;
const [STAGE] = stages.filter(({ id }) => id !== FIRST?.stageId && id !== SECOND?.stageId);

/** A sheet that leaves open how its amounts are read. */
const OPEN = 'ID;Monto;Nota\nop-1;1.234;x\n';

function put(at: { folder: string }, files: Record<string, string | object>): void {
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(at.folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

describe('a mapping file', () => {
  const SHEET = `Ref;Cuanto;Paso;Nota\n${FIRST?.id};1.234;G;x\n${SECOND?.id};2.345;Gnado;y\n`;
  const MAPPING = {
    version: 1,
    columns: { Ref: 'id', Cuanto: 'amount', Paso: 'stageId', Nota: '-' },
    constants: { description: 'De la campaña' },
    values: { Paso: { entries: { G: STAGE?.name, Ganado: STAGE?.id } } },
    decimal: ',',
  };

  it('answers everything that apply would ask, and its constants and values are sent', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    put(at, { 'deals.csv': SHEET, 'm.json': MAPPING });
    const { stdout, status, results } = await opsheet(
      ['apply', 'deals.csv', '--mapping', 'm.json', '--yes'],
      at,
    );
    expect(status).toBe(1);
    expect(stdout).toContain('On every row: Description = De la campaña');
    expect(stdout).toContain(
      `Texts of Paso: “G” → ${STAGE?.name} · “Ganado” → ${STAGE?.id} (other texts are refused)`,
    );
    expect(stdout).toContain('The mapping file m.json says how this sheet is read.');
    const puts = sandbox.log.filter(({ method }) => method === 'PUT');
    expect(puts).toHaveLength(1);
    expect(sandbox.record(FIRST?.id ?? '')).toMatchObject({
      amount: 1234,
      stageId: STAGE?.id,
      description: 'De la campaña',
    });
    const [first, second] = await resultRows(results[0] ?? '');
    expect(first?._status).toBe('updated');
    expect(second).toMatchObject({ _status: 'invalid', _errorCode: 'value.unmapped' });
    expect(second?._message).toContain('Did you mean “Ganado”?');
  });

  it('is bound to the plan, with its constants and values', async () => {
    const at = setting(await crm());
    put(at, { 'deals.csv': SHEET, 'm.json': MAPPING });
    await opsheet(['plan', 'deals.csv', '--mapping', 'm.json', '-o', 'deals.plan'], at);
    const [header = ''] = readFileSync(join(at.folder, 'deals.plan'), 'utf8').split('\n');
    const { mapping } = JSON.parse(header);
    expect(mapping.constants).toEqual([{ field: 'description', value: 'De la campaña' }]);
    expect(mapping.columns[2].values).toMatchObject({ otherwise: 'refuse', entries: [{ text: 'G' }, {}] });
  });

  it('names a constant as such where it is no stage, and sends nothing', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    put(at, {
      'deals.csv': `ID;Nota\n${FIRST?.id};x\n`,
      'm.json': { version: 1, constants: { stage: 'Propuest' } },
    });
    const { stdout, status } = await opsheet(['apply', 'deals.csv', '--mapping', 'm.json', '--yes'], at);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'stageId (constant) “Propuest” is not a stage of this workspace. Did you mean “Propuesta”?',
    );
    expect(sandbox.log.filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it('loses to the command line, option by option', async () => {
    const at = setting(null);
    const mapping = {
      version: 1,
      columns: { Nota: 'name' },
      decimal: ',',
      round: true,
      placeholders: { '*': 'leave' },
    };
    put(at, { 'deals.csv': 'ID;Monto;Nota\nop-1;1.23456;x\n', 'm.json': mapping });
    const flags = ['--mapping', 'm.json', '--decimal', '.', '--map', 'Nota=-', '--json'];
    const read = JSON.parse((await opsheet(['check', 'deals.csv', ...flags], at)).stdout);
    expect(read.columns[1].samples[0]).toMatchObject({ text: '1.23456', value: '1.23' });
    expect(read.columns[2].use).toMatchObject({ kind: 'ignored' });
    const unrounded = await opsheet(['check', 'deals.csv', ...flags, '--no-round'], at);
    expect(JSON.parse(unrounded.stdout).columns[1].samples[0]).toMatchObject({ value: null });
  });

  it.each([
    ['m.json', '{"version":1,"colums":{}}', 65, 'm.json: colums is nothing that a mapping file has.'],
    [
      'm.json',
      '{"version":1,"columns":{"Mnto":"-"}}',
      65,
      'columns.Mnto is about a column that deals.csv does not have',
    ],
    [
      'm.json',
      '{"version":1,"constants":{"amount":"1"},"decimal":","}',
      65,
      'the column “Monto” of deals.csv also sets',
    ],
    ['m.json', '{"version":1,"decimal":";"}', 65, 'Write it like this: "decimal": "," | "."'],
    ['x.json', '', 66, 'There is no mapping file x.json'],
    ['saved', '', 66, 'No mapping was saved for a sheet with the headers of deals.csv'],
  ])('%s with %s is refused', async (name, content, exitCode, words) => {
    const at = setting(null);
    put(at, { 'deals.csv': OPEN, 'm.json': content });
    const { stderr, status } = await opsheet(['check', 'deals.csv', '--mapping', name], at);
    expect(status).toBe(exitCode);
    expect(stderr).toContain(words);
  });

  it('is refused in Spanish too', async () => {
    const at = setting(null);
    put(at, { 'deals.csv': OPEN, 'm.json': '{"version":1,"columns":{"Mnto":"-"}}' });
    const { stderr } = await opsheet(['check', 'deals.csv', '--mapping', 'm.json', '--lang', 'es'], at);
    expect(stderr).toContain('m.json: columns.Mnto habla de una columna que deals.csv no tiene.');
  });
});

describe('map', () => {
  it('writes what was guessed and typed, and the file then gives the same', async () => {
    const at = setting(null);
    put(at, { 'deals.csv': OPEN });
    const flags = [
      '--decimal',
      ',',
      '--map',
      'Nota=customFields.Nota',
      '--placeholder',
      'Nota=text',
      '--delimiter',
      ';',
    ];
    const { stdout, stderr, status } = await opsheet(['map', 'deals.csv', ...flags, '-o', 'm.json'], at);
    expect(status).toBe(0);
    expect(stderr).toContain('The mapping is in m.json. Use it with: --mapping m.json');
    expect(stdout).toBe(readFileSync(join(at.folder, 'm.json'), 'utf8'));
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      columns: { ID: 'id', Monto: 'amount', Nota: 'customFields.Nota' },
      key: 'id',
      decimal: ',',
      placeholders: { Nota: 'text' },
      delimiter: ';',
      savedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    const typed = JSON.parse((await opsheet(['check', 'deals.csv', ...flags, '--json'], at)).stdout);
    const read = JSON.parse(
      (await opsheet(['check', 'deals.csv', '--mapping', 'm.json', '--json'], at)).stdout,
    );
    expect(read.columns).toEqual(typed.columns.map((column: object) => ({ ...column, because: 'user' })));
    const again = JSON.parse((await opsheet(['map', 'deals.csv', '--mapping', 'm.json'], at)).stdout);
    expect({ ...again, savedAt: 0 }).toEqual({ ...JSON.parse(stdout), savedAt: 0 });
  });

  it('prints it without writing anything, and overwrites nothing', async () => {
    const at = setting(null);
    put(at, { 'deals.csv': 'ID;Monto\nop-1;5\n', 'm.json': 'mine' });
    const printed = await opsheet(['map', 'deals.csv'], at);
    expect(JSON.parse(printed.stdout)).toMatchObject({ columns: { ID: 'id', Monto: 'amount' } });
    expect(printed.results).toEqual([]);
    const refused = await opsheet(['map', 'deals.csv', '-o', 'm.json'], at);
    expect(refused.status).toBe(64);
    expect(readFileSync(join(at.folder, 'm.json'), 'utf8')).toBe('mine');
  });

  it('carries constants and values over, and names a column by its letters where its header stands twice', async () => {
    const at = setting(null);
    const mapping = {
      version: 1,
      columns: { B: '-', C: 'name' },
      constants: { stageId: 'Propuesta', description: null },
      values: { C: { entries: { a: 'Alfa' }, otherwise: 'keep' } },
    };
    put(at, { 'deals.csv': 'ID;Nota;Nota\nop-1;x;a\n', 'm.json': mapping });
    const { stdout } = await opsheet(['map', 'deals.csv', '--mapping', 'm.json'], at);
    expect(JSON.parse(stdout)).toMatchObject({ ...mapping, columns: { ID: 'id', Nota: '-', C: 'name' } });
  });

  it('refuses to save the mapping of a sheet without a header', async () => {
    const at = setting(null);
    put(at, { 'deals.csv': 'op-1;5\n' });
    const flags = ['--header-row', '0', '--map', 'A=id', '--map', 'B=amount'];
    const { stderr, status } = await opsheet(['map', 'deals.csv', ...flags, '--save'], at);
    expect(status).toBe(65);
    expect(stderr).toContain('has no header by which');
    expect(filesBelow(at.environment.XDG_CONFIG_HOME ?? '')).toEqual([]);
  });
});

describe('a saved mapping', () => {
  it('is said of sheets with the same headers, is used when asked for, and never else', async () => {
    const at = setting(null);
    put(at, {
      'deals.csv': OPEN,
      'next.csv': 'id;MONTO;nota\nop-9;1.234;z\n',
      'other.csv': 'ID;Monto\nop-1;5\n',
    });
    await opsheet(['map', 'deals.csv', '--decimal', ',', '--save'], at);
    const [file = ''] = filesBelow(at.environment.XDG_CONFIG_HOME ?? '');
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const unasked = await opsheet(['check', 'next.csv'], at);
    expect(unasked.status).toBe(65);
    expect(unasked.stderr).toMatch(
      /can be read as.*; or use the mapping that was saved for these headers on \d{4}-\d\d-\d\d: --mapping saved/s,
    );
    const decided = await opsheet(['check', 'next.csv', '--decimal', '.'], at);
    expect(decided.stdout).toContain('fits these headers: --mapping saved uses it.');
    expect(decided.stdout).not.toContain('→ 1234');

    const asked = await opsheet(['check', 'next.csv', '--mapping', 'saved'], at);
    expect(asked.status).toBe(0);
    expect(asked.stdout).toContain('“1.234”  → 1234');
    expect((await opsheet(['check', 'other.csv'], at)).stdout).not.toContain('--mapping saved');
    expect((await opsheet(['check', 'other.csv', '--mapping', 'saved'], at)).status).toBe(66);
  });

  it('does not hold how one sheet writes its decimals, which the next may not', async () => {
    const at = setting(null);
    put(at, { 'deals.csv': 'ID;Monto\nop-1;2,500.50\n', 'next.csv': 'ID;Monto\nop-1;2.000\nop-2;7.750\n' });
    expect((await opsheet(['map', 'deals.csv', '--save'], at)).stdout).not.toContain('decimal');
    const next = await opsheet(['check', 'next.csv', '--mapping', 'saved'], at);
    expect([next.status, next.stderr]).toEqual([65, expect.stringContaining('can be read as 2000 or as 2')]);
  });

  it('is said and used by plan as by check', async () => {
    const at = setting(null);
    put(at, { 'deals.csv': `ID;Monto\n${FIRST?.id};1.234\n` });
    await opsheet(['map', 'deals.csv', '--decimal', ',', '--save'], at);
    const said = await opsheet(['plan', 'deals.csv', '--sandbox', '--decimal', ','], at);
    expect(said.stdout).toContain('fits these headers: --mapping saved uses it.');
    const used = await opsheet(['plan', 'deals.csv', '--sandbox', '--mapping', 'saved', '--json'], at);
    expect(JSON.parse(used.stdout).changes[0].body).toEqual({ amount: 1234 });
  });
});
