import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, filesBelow, opsheet, setting } from './opsheet.js';

const SAMPLE = fileURLToPath(new URL('../../samples/oportunidades.csv', import.meta.url));
const [FIRST] = seedWorkspace().opportunities;

describe('plan', () => {
  it('never sends anything, whatever the flags', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    for (const flags of [
      [],
      ['--json'],
      ['-o', 'a.plan'],
      ['--detailed-exitcode'],
      ['--json', '-o', 'b.plan'],
    ]) {
      await opsheet(['plan', SAMPLE, ...flags], at);
    }
    expect(sandbox.log.length).toBeGreaterThan(20);
    expect(sandbox.log.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('shows old and new of every change in plain lines', async () => {
    const { stdout, status } = await opsheet(['plan', SAMPLE], setting(await crm()));
    expect(status).toBe(1);
    expect(stdout).toMatch(/63,640\.28 → 70,000/);
    expect(stdout).toMatch(/Propuesta → Negociación/);
    expect(stdout).toMatch(/por definir/);
    expect(stdout).toContain('Ventas Andinas');
  });

  it('says what to try where the column of ids holds codes, and trying it helps', async () => {
    const at = setting(await crm());
    writeFileSync(join(at.folder, 'codes.csv'), 'id;Monto\nOP-0001;100\nOP-0002;200\n');
    const lost = await opsheet(['plan', 'codes.csv'], at);
    expect(lost.stdout).toContain('There is nothing to send: no row can be sent as it stands.');
    expect(lost.stdout).toMatch(
      /No id of column “id” was found\. If these are codes, add --map "id=opportCode"/,
    );
    const found = await opsheet(['plan', 'codes.csv', '--map', 'id=opportCode'], at);
    expect(found.stdout).toContain('2 to update');
    expect(found.stdout).not.toContain('was found');
  });

  it('says the same of codes that are ids, and of neither where a record was found', async () => {
    const at = setting(await crm());
    writeFileSync(join(at.folder, 'ids.csv'), `Código;Monto\n${FIRST?.id};100\n`);
    const { stdout } = await opsheet(['plan', 'ids.csv'], at);
    expect(stdout).toMatch(/No code of column “Código” was found\. If these are ids, add --map "Código=id"/);
    writeFileSync(join(at.folder, 'one.csv'), `ID;Nombre\n${FIRST?.id};"${FIRST?.name}"\nOP-0002;x\n`);
    const one = await opsheet(['plan', 'one.csv'], at);
    expect(one.stdout).toContain('the rows that could be sent are already as they should be.');
    expect(one.stdout).not.toContain('was found');
  });

  it('is one JSON object with counts, impact, changes and problems', async () => {
    const { stdout } = await opsheet(['plan', SAMPLE, '--json'], setting(await crm()));
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({
      command: 'plan',
      version: 1,
      inputs: {
        file: SAMPLE,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        sheet: null,
        mapping: { key: { by: 'opportCode' } },
        target: { workspaceName: 'Ventas Andinas (sandbox)' },
        options: {},
      },
      rows: 13,
      counts: { update: 7, unchanged: 3, missing: 1, invalid: 2 },
      impact: { amount: { before: '226051.2' }, stageMoves: expect.any(Array) },
      risks: [
        { kind: 'record.renamed', severity: 'low', records: 1, rows: [11], message: expect.any(String) },
      ],
      guards: [],
    });
    expect(plan.changes).toHaveLength(7);
    expect(plan.changes[0]).toMatchObject({ verdict: 'update', rowNumber: 2, body: { amount: 70000 } });
    expect(plan.problems).toHaveLength(3);
    expect(plan.problems[0].problems[0]).toMatchObject({
      code: 'amount.notNumber',
      row: 5,
      text: 'por definir',
    });
  });

  it('has every key that its page tells of, and no other', async () => {
    const { stdout } = await opsheet(['plan', SAMPLE, '--format', 'json'], setting(await crm()));
    const page = readFileSync(new URL('../../docs/plan-json.md', import.meta.url), 'utf8');
    const told = (page.match(/^\| `.*?\|/gm) ?? []).flatMap((cell) => cell.match(/[\w.]+(?=`)/g) ?? []);
    const plan = JSON.parse(stdout);
    const keys = [
      ...Object.keys(plan).filter((key) => key !== 'inputs' && key !== 'impact'),
      ...Object.keys(plan.inputs),
      ...Object.keys(plan.impact),
    ];
    expect(told.map((key) => key.split('.').at(-1)).sort()).toEqual(keys.sort());
    expect(page).toContain(`\`version\` is **${plan.version}**`);
  });

  it('is Markdown for a ticket, alone on standard output', async () => {
    const { stdout, status } = await opsheet(['plan', SAMPLE, '--format', 'markdown'], setting(await crm()));
    expect(status).toBe(1);
    expect(stdout).toMatch(/^## What would change\n/);
    expect(stdout).toContain('- **7 to update · 3 unchanged · 1 not in the CRM · 2 with a problem**');
    expect(stdout).toContain('- 1 opportunity would be renamed (row 11).');
    expect(stdout).toMatch(
      /^\| 2 \| Campaña de cobranza - Clínica Santa Rosa \| Amount: 63,640\.28 → \*\*70,000\*\*<br>/m,
    );
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Nothing was sent.');
  });

  it('takes --json for --format json, and not together with another format', async () => {
    const at = setting(await crm());
    expect(JSON.parse((await opsheet(['plan', SAMPLE, '--json', '--format', 'json'], at)).stdout).rows).toBe(
      13,
    );
    expect((await opsheet(['plan', SAMPLE, '--json', '--format', 'markdown'], at)).status).toBe(64);
    const refused = await opsheet(['plan', 'no.csv', '--format', 'json'], at);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'file.missing' }, exitCode: 66 });
  });

  it('is saved with its before-images, for its owner only, and bound to what it was made from', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    await opsheet(['plan', SAMPLE, '-o', 'deals.plan'], at);
    const file = join(at.folder, 'deals.plan');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [header, row] = readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => (line ? JSON.parse(line) : null));
    expect(header).toMatchObject({
      kind: 'plan',
      version: 1,
      sheet: { file: SAMPLE, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      target: { origin: sandbox.url, workspaceId: sandbox.workspaceId },
    });
    expect(row).toMatchObject({
      kind: 'row',
      verdict: 'update',
      beforeImage: { id: FIRST?.id, amount: '63640.28' },
    });
    const again = await opsheet(['plan', SAMPLE, '-o', 'deals.plan'], at);
    expect([again.status, again.stderr]).toEqual([64, expect.stringContaining('not overwritten')]);
  });

  it('takes a tab as the separator, by its name', async () => {
    const at = setting(await crm());
    writeFileSync(join(at.folder, 'a.csv'), `ID\tMonto\n${FIRST?.id}\t1,5\n`);
    const { stdout } = await opsheet(['plan', 'a.csv', '--delimiter', 'tab', '--json'], at);
    expect(JSON.parse(stdout)).toMatchObject({
      counts: { update: 1 },
      inputs: { delimiter: '\t', options: { delimiter: '\t' } },
    });
  });

  it('leaves nothing on the disk when it is not saved', async () => {
    const at = setting(await crm());
    await opsheet(['plan', SAMPLE], at);
    expect(filesBelow(at.state)).toEqual([]);
  });

  it('tells by its exit code whether there are changes, when asked to', async () => {
    const at = setting(await crm());
    const sheet = (amount: string) =>
      writeFileSync(join(at.folder, 'a.csv'), `ID;Monto\n${FIRST?.id};${amount}\n`);
    sheet('70000');
    expect((await opsheet(['plan', 'a.csv', '--detailed-exitcode'], at)).status).toBe(2);
    expect((await opsheet(['plan', 'a.csv'], at)).status).toBe(0);
    sheet('63640,28');
    expect((await opsheet(['plan', 'a.csv', '--detailed-exitcode'], at)).status).toBe(0);
  });
});

describe('stages', () => {
  const inStage = (id: string | null) =>
    seedWorkspace().opportunities.filter(({ stageId }) => (stageId ?? null) === id).length;

  it('prints each stage with its id, its place, and how many opportunities are in it', async () => {
    const sandbox = await crm();
    const { stdout, status } = await opsheet(['stages'], setting(sandbox));
    expect(status).toBe(0);
    for (const [i, { id, name }] of sandbox.stages.entries()) {
      expect(stdout).toMatch(new RegExp(`^${i + 1} +${name} +${id} +${inStage(id)}$`, 'm'));
    }
    expect(stdout).toMatch(new RegExp(`\\(no stage\\) +${inStage(null)}$`, 'm'));
    const { stdout: json } = await opsheet(['stages', '--json'], setting(sandbox));
    expect(JSON.parse(json)).toMatchObject({
      stages: sandbox.stages.map(({ id, name }, i) => ({
        ...{ id, name, order: i + 1 },
        opportunities: inStage(id),
      })),
      unlisted: [],
      withoutStage: inStage(null),
      note: null,
    });
  });

  it('names the stages in use that the workspace does not list', async () => {
    const opportunities = seedWorkspace().opportunities.slice(0, 3);
    const sandbox = await crm({ opportunities: opportunities.map((one) => ({ ...one, stageId: 'older' })) });
    const { stdout } = await opsheet(['stages'], setting(sandbox));
    expect(stdout).toMatch(/not listed by the workspace\) +older +3$/m);
  });

  it('does not count what it cannot read, and says so', async () => {
    const sandbox = await crm({
      answer: ({ path }) => (path === '/api/opportunity' ? { status: 403, body: 'no' } : undefined),
    });
    const { stdout, stderr, status } = await opsheet(['stages'], setting(sandbox));
    expect([status, stderr]).toEqual([0, expect.stringContaining('could not be counted')]);
    expect(stdout).toMatch(/Prospecto +\w+ +\?$/m);
    const { stdout: json } = await opsheet(['stages', '--json'], setting(sandbox));
    expect(JSON.parse(json)).toMatchObject({
      stages: [{ opportunities: null }, {}, {}, {}, {}, {}],
      note: expect.stringContaining('could not be counted'),
    });
  });
});

describe('sandbox', () => {
  it('prints the settings that another terminal needs, serves, and ends when it is told to', async () => {
    const at = setting(null);
    let end: (signal: NodeJS.Signals) => void = () => undefined;
    const run = await opsheet(
      ['sandbox', '--json', '--latency', '1ms'],
      at,
      (kill) => {
        end = kill;
      },
      (printed) => {
        if (printed.endsWith('\n')) end('SIGTERM');
      },
    );
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      PLAZBOT_API_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
  });
});
