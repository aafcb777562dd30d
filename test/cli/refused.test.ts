import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { textCell, writeSheet } from '../../src/sheet/index.js';
import { crm, opsheet, setting } from './opsheet.js';

const ID = seedWorkspace().opportunities[0]?.id ?? '';

describe('bad input ends with a reason and a cure, and nothing is sent', () => {
  it.each<[string, string | Uint8Array | null, number, RegExp]>([
    ['a file that is not there', null, 66, /There is no file deals\.csv/],
    ['an empty file', '', 65, /deals\.csv is empty/],
    [
      'a header that means nothing',
      'foo;bar\n1;2\n',
      65,
      /deals\.csv, row 1: none of these is a header.*foo \| bar/,
    ],
    ['no key column', 'Nombre;Monto\na;1\n', 65, /row 1: no column says which opportunity.*Nombre, Monto/],
    ['no field column', 'ID;Vendedor\na;b\n', 65, /no column is a field that can be changed/],
    ['a header and no rows', 'ID;Monto\n', 65, /has a header and no rows/],
    [
      'a binary that is no spreadsheet',
      Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]),
      65,
      /is not a spreadsheet/,
    ],
    [
      'an amount that can be read in two ways',
      `ID;Monto\n${ID};1.234\n`,
      65,
      /row 2, Monto “1\.234” can be read as 1234 or as 1\.234/,
    ],
    ['a quote that is never closed', `ID;Monto\n${ID};"1\n`, 65, /row 2 \(line 2\): a quotation mark/],
    [
      'text of two encodings',
      Buffer.concat([Buffer.from(`ID;Descripción\n${ID};`), Buffer.from([0x61, 0xf1, 0x6f, 0x0a])]),
      65,
      /Line 1 is UTF-8, line 2 is not/,
    ],
  ])('%s', async (_, content, status, sentence) => {
    const sandbox = await crm();
    const at = setting(sandbox);
    if (content !== null) writeFileSync(join(at.folder, 'deals.csv'), content);
    const run = await opsheet(['apply', 'deals.csv', '--yes'], at);
    expect(run.status).toBe(status);
    expect(run.stderr).toMatch(sentence);
    expect(run.stderr).toMatch(/What to do: /);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(run.stdout).toBe('');
    expect(run.results).toEqual([]);
    expect(sandbox.puts()).toEqual([]);
  });

  it.each([
    [
      'en',
      /“Etapa” \(column B\), “Etapa” \(column C\) all mean Stage\..*--map "C=-"/s,
      /--map "COLUMN=id"; if they are codes/,
    ],
    [
      'es',
      /“Etapa” \(columna B\), “Etapa” \(columna C\) corresponden a lo mismo: Etapa\..*--map "C=-"/s,
      /--map "COLUMNA=id"; si tiene códigos/,
    ],
  ])(
    'is told to ignore a column by its letter, and offered no name for an id: %s',
    async (lang, twice, none) => {
      const at = setting(null);
      writeFileSync(join(at.folder, 'twice.csv'), `ID;Etapa;Etapa\n${ID};Propuesta;Ganado\n`);
      expect((await opsheet(['check', 'twice.csv', '--lang', lang], at)).stderr).toMatch(twice);
      const cured = await opsheet(['check', 'twice.csv', '--map', 'C=-'], at);
      expect([cured.status, cured.stdout]).toEqual([0, expect.stringContaining('“Propuesta”')]);
      writeFileSync(join(at.folder, 'none.csv'), 'Cliente;Monto\nAna;1\n');
      const refused = await opsheet(['check', 'none.csv', '--lang', lang], at);
      expect(refused.stderr).toMatch(none);
      expect(refused.stderr).not.toContain('Cliente=id');
    },
  );

  it('in a workbook names the tab too', async () => {
    const at = setting(await crm());
    const writer = await writeSheet(join(at.folder, 'deals.xlsx'), { format: 'xlsx', delimiter: null });
    const tab = writer.tab({ name: 'Ventas 2026', purpose: 'results', widths: [] });
    for (const row of [
      ['ID', 'Monto'],
      [ID, '1.234'],
    ])
      await tab.row(row.map(textCell));
    await writer.finish();
    const run = await opsheet(['plan', 'deals.xlsx'], at);
    expect(run.status).toBe(65);
    expect(run.stderr).toContain(
      'deals.xlsx [Ventas 2026], row 2, Monto “1.234” can be read as 1234 or as 1.234',
    );
  });

  it('a folder', async () => {
    const at = setting(await crm());
    mkdirSync(join(at.folder, 'deals.csv'));
    const run = await opsheet(['plan', 'deals.csv'], at);
    expect([run.status, run.stderr]).toEqual([66, expect.stringContaining('is a folder')]);
  });

  it('is one JSON object with --json', async () => {
    const at = setting(await crm());
    const { stdout, status } = await opsheet(['plan', 'none.csv', '--json'], at);
    expect(status).toBe(66);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'file.missing', file: 'none.csv' },
      exitCode: 66,
    });
  });
});

describe('settings', () => {
  const sheet = `ID;Monto\n${ID};71000\n`;

  it('that are missing are named with where to find them', async () => {
    const at = setting(null);
    writeFileSync(join(at.folder, 'deals.csv'), sheet);
    const { status, stderr } = await opsheet(['apply', 'deals.csv', '--yes'], at);
    expect(status).toBe(77);
    expect(stderr).toMatch(/PLAZBOT_TOKEN.*PLAZBOT_WORKSPACE_ID/s);
    expect(stderr).toContain('Settings > API KEY');
  });

  it('are read from a .env beside the sheet', async () => {
    const sandbox = await crm();
    const at = setting(null);
    mkdirSync(join(at.folder, 'sheets'));
    writeFileSync(join(at.folder, 'sheets', 'deals.csv'), sheet);
    const lines = [`PLAZBOT_API_URL=${sandbox.url}`, `PLAZBOT_TOKEN=${sandbox.token}`];
    writeFileSync(join(at.folder, 'sheets', '.env'), lines.join('\n'));
    const run = await opsheet(['plan', 'sheets/deals.csv', '--workspace', sandbox.workspaceId], at);
    expect(run.status).toBe(0);
    expect(sandbox.log.length).toBeGreaterThan(0);
  });

  it.each([['--token', 'abc'], ['--token=abc'], ['--api-key=abc'], ['--password', 'x']])(
    'with %s on the command line are refused with the reason, and not shown again',
    async (...typed) => {
      const at = setting(await crm());
      const { status, stderr } = await opsheet(['apply', 'deals.csv', ...typed], at);
      expect(status).toBe(64);
      expect(stderr).toMatch(/command line can be read by everyone/);
      expect(stderr).not.toContain('abc');
    },
  );

  it.each([
    ['a token that the CRM refuses', { PLAZBOT_TOKEN: 'wrong' }, 77, /does not accept the token/],
    ['a workspace that is not there', { PLAZBOT_WORKSPACE_ID: 'nope' }, 77, /no workspace nope/],
    [
      'nobody listening',
      { PLAZBOT_API_URL: 'http://127.0.0.1:9' },
      69,
      /No connection to http:\/\/127\.0\.0\.1:9/,
    ],
    ['plain http to elsewhere', { PLAZBOT_API_URL: 'http://192.0.2.1' }, 78, /not encrypted/],
    [
      'certificates unchecked',
      { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      78,
      /switches the check of the server off/,
    ],
  ])('with %s end before anything is read', async (_, environment, status, sentence) => {
    const sandbox = await crm();
    const at = setting(sandbox);
    writeFileSync(join(at.folder, 'deals.csv'), sheet);
    Object.assign(at.environment, environment);
    const run = await opsheet(['apply', 'deals.csv', '--yes'], at);
    expect(run.status).toBe(status);
    expect(run.stderr).toMatch(sentence);
    expect(sandbox.puts()).toEqual([]);
  });
});

describe('what is typed', () => {
  it.each([
    [['aply', 'x.csv'], /“aply” is not a command of opsheet\. Did you mean opsheet apply\?/],
    [['aply', 'x.csv', '--lang', 'es'], /“aply” no es un comando de opsheet\. ¿Quiso decir opsheet apply\?/],
    [['apply'], /The sheet is missing\.\n.*opsheet apply SHEET/],
    [['check', '--lang', 'es'], /Falta la hoja\.\n.*opsheet check HOJA/],
    [[], /What is to be done is missing/],
    [['--lang', 'es'], /Falta decir qué hacer/],
    [['apply', 'x.csv', '--hiden', 'skip'], /opsheet apply has no option --hiden\. Did you mean --hidden\?/],
    [['apply', 'x.csv', '--dry-run'], /has no option --dry-run\.\n.*opsheet plan SHEET/],
    [['plan', 'x.csv', '--dry-run', '--lang', 'es'], /no tiene la opción --dry-run\.\n.*opsheet plan HOJA/],
    [['apply', 'mis', 'ventas.csv'], /“ventas\.csv” is one word too many.*\n.*quotes/],
    [['apply', 'mis', 'ventas.csv', '--lang', 'es'], /“ventas\.csv” sobra.*\n.*comillas/],
    [['apply', 'x.csv', '--decimal', 'x'], /--decimal cannot be “x”\.\n.*It can be: ,, \./],
    [['apply', 'x.csv', '--hidden', '--lang', 'es'], /A --hidden le falta su valor/],
    // The parser throws for some of these what is no bug.
    [['apply', 'x.csv', '--canary'], /--canary needs a value behind it/],
    [['apply', 'x.csv', '--timeout', '0s'], /--timeout cannot be “0s”/],
    [['plan', 'x.csv', '--timeout', '0.5ms'], /--timeout cannot be “0\.5ms”/],
    [['apply', 'x.csv', '--settle', '40000m'], /--settle cannot be “40000m”/],
    [['apply', 'x.csv', '--timeout'], /--timeout needs a value behind it/],
    [['apply', 'x.csv', '--yes', '--concurrency', '0'], /--concurrency cannot be/],
    [['apply', 'x.csv', '--yes', '--delimiter', ';;'], /--delimiter cannot be/],
    [['apply', 'x.csv', '--yes', '--timeout', '5'], /--timeout cannot be/],
    [['sandbox', '--latency', 'soon'], /--latency cannot be/],
    [['sandbox', '--cut-after', '5'], /--cut-after cannot be/],
  ])('%j is refused with 64', async (args, sentence) => {
    const { status, stderr } = await opsheet(args, setting(null));
    expect(status).toBe(64);
    expect(stderr).toMatch(sentence);
  });

  it.each(['en', 'es'])('as --help fits the terminal: no word is broken at its end: %s', async (lang) => {
    const { stdout } = await opsheet(['--help', '--lang', lang], setting(null));
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    // Both tell the same of a run that was stopped.
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /not-sent; opsheet resume (goes on with them|continúa con ellas)\./,
    );
    expect(stdout).not.toMatch(/cadena de caracteres/);
  });

  it.each([
    ['Monto final=monto', 'Monto final .*→ Monto'],
    ['Monto final=Importe', 'Monto final .*→ Monto'],
    ['Monto final=contacto', 'Monto final .*→ Contacto'],
  ])('as a field is understood in Spanish too: --map "%s"', async (map, column) => {
    const at = setting(null);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Monto final;Nombre\n${ID};71000;x\n`);
    const read = await opsheet(['check', 'deals.csv', '--lang', 'es', '--map', map], at);
    expect(read.stdout).toMatch(new RegExp(column));
    const only = await opsheet(['check', 'deals.csv', '--lang', 'es', '--only', 'nombre'], at);
    expect(only.stdout).toMatch(/Nombre .*→ Nombre/);
    const wrong = await opsheet(['check', 'deals.csv', '--lang', 'es', '--only', 'vendedor'], at);
    expect([wrong.status, wrong.stderr]).toEqual([64, expect.stringContaining('nombre, descripción, monto')]);
  });

  it('as --help or --version is answered on standard output', async () => {
    const help = await opsheet(['--help'], setting(null));
    expect([help.status, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/opsheet apply <spreadsheet>[\s\S]*Exit codes:/);
    const { stdout } = await opsheet(['--version'], setting(null));
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
