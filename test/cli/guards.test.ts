import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, resultRows, setting } from './opsheet.js';

/** The sandbox refuses to change those that are won or lost. */
const { opportunities, stages } = seedWorkspace();
const OPEN = new Set(stages.filter(({ name }) => !/Ganado|Perdido/.test(name)).map(({ id }) => id));
const OPPORTUNITIES = opportunities.filter(({ stageId }) => OPEN.has(stageId ?? '')).slice(0, 6);

/** A sandbox, a sheet with six amounts that are each 10% higher, and new names. */
async function sixRows() {
  const sandbox = await crm();
  const at = setting(sandbox);
  const rows = OPPORTUNITIES.map(
    ({ id, amount }, i) => `${id};${(Number(amount ?? 0) * 1.1).toFixed(2)};Nuevo ${i}`,
  );
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Monto;Nombre\n${rows.join('\n')}\n`);
  const puts = () => sandbox.log.filter(({ method }) => method === 'PUT');
  return { sandbox, at, puts };
}

describe('a limit that is set', () => {
  it.each([
    ['--max-changes', '5', 'guard.maxChanges', /6 records would change, more than --max-changes 5/],
    [
      '--max-amount-change',
      '9%',
      'guard.maxAmountChange',
      /by 10(\.\d+)?%, more than --max-amount-change 9%/,
    ],
    ['--max-amount-change', '100', 'guard.maxAmountChange', /more than --max-amount-change 100\./],
  ])('%s %s stops apply before the first PUT, and says what to do', async (option, limit, code, sentence) => {
    const { at, puts } = await sixRows();
    const run = await opsheet(['apply', 'deals.csv', '--yes', option, limit], at);
    expect(run.status).toBe(65);
    expect(run.stderr).toMatch(sentence);
    expect(run.stderr).toMatch(new RegExp(`What to do: .*opsheet plan "deals.csv".*raise ${option}`));
    // What is beyond the limit is seen all the same.
    expect(run.stdout).toContain('What would change');
    expect(run.results).toEqual([]);
    const json = await opsheet(['apply', 'deals.csv', '--yes', '--json', option, limit], at);
    expect(json.status).toBe(65);
    expect(JSON.parse(json.stdout)).toMatchObject({ exitCode: 65, error: { code, trips: true } });
    expect(puts()).toEqual([]);
  });

  it('only warns in a plan, in words and in JSON', async () => {
    const { at } = await sixRows();
    const limits = ['--max-changes', '5', '--max-amount-change', '50%'];
    const plan = await opsheet(['plan', 'deals.csv', ...limits], at);
    expect(plan.status).toBe(0);
    expect(plan.stdout).toContain('more than --max-changes 5. opsheet apply would stop');
    const { stdout } = await opsheet(['plan', 'deals.csv', '--json', ...limits], at);
    expect(JSON.parse(stdout)).toMatchObject({
      inputs: { options: { maxChanges: 5, maxAmountChange: { unit: 'percent', limit: '50' } } },
      guards: [
        { guard: 'maxChanges', limit: 5, found: 6, trips: true, message: expect.any(String) },
        { guard: 'maxAmountChange', unit: 'percent', limit: '50', trips: false },
      ],
    });
  });

  it('does not stand in the way of what keeps it', async () => {
    const { at, puts } = await sixRows();
    const limits = ['--max-changes', '6', '--max-amount-change', '10.1%'];
    expect((await opsheet(['apply', 'deals.csv', '--yes', ...limits], at)).status).toBe(0);
    expect(puts()).toHaveLength(6);
  });

  it.each([
    ['--max-changes', 'many'],
    ['--max-changes', '-1'],
    ['--max-amount-change', '20 soles'],
    ['--max-amount-change', '1,5%'],
    ['--rows', '20-10'],
    ['--rows', '0'],
    ['--rows', '2,,3'],
  ])('%s %s is not understood', async (option, text) => {
    const { at } = await sixRows();
    expect((await opsheet(['plan', 'deals.csv', `${option}=${text}`], at)).status).toBe(64);
  });
});

describe('--only with fields', () => {
  it('takes those from the sheet, leaves the others alone, and says so', async () => {
    const { at, puts } = await sixRows();
    const run = await opsheet(['apply', 'deals.csv', '--yes', '--only', 'amount'], at);
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('Ignored: Nombre (not among the fields of --only)');
    expect(puts().map(({ body }) => Object.keys(body as object))).toEqual(Array(6).fill(['amount']));
  });

  it('is told as the reason of the column in JSON', async () => {
    const { at } = await sixRows();
    const { stdout } = await opsheet(['plan', 'deals.csv', '--json', '--only', 'name'], at);
    expect(JSON.parse(stdout).inputs.mapping.columns[1]).toMatchObject({
      header: 'Monto',
      use: { kind: 'ignored', reason: 'not-selected' },
    });
  });

  it.each([
    ['stage', 'no column is that field'],
    ['vendedor', 'is not a field'],
    ['customFields.Zona', 'no column is that field'],
  ])('refuses %s when the sheet has no such field', async (field, words) => {
    const { at } = await sixRows();
    const run = await opsheet(['plan', 'deals.csv', '--only', `amount,${field}`], at);
    expect(run.status).toBe(64);
    expect(run.stderr).toContain(words);
  });

  it('goes together with the open rows of a results sheet', async () => {
    const { at, puts } = await sixRows();
    const [done, open] = OPPORTUNITIES;
    writeFileSync(
      join(at.folder, 'again.csv'),
      `ID;Monto;Nombre;_status\n${done?.id};1;x;updated\n${open?.id};2;x;rejected\n`,
    );
    await opsheet(['apply', 'again.csv', '--yes', '--only', 'open,amount'], at);
    expect(puts()).toMatchObject([{ body: { amount: 2 } }]);
  });
});

describe('--rows', () => {
  it('sends only those rows, and the results say of the others that they were left out', async () => {
    const { at, puts } = await sixRows();
    const run = await opsheet(['apply', 'deals.csv', '--yes', '--rows', '3-4,7'], at);
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('3 of 6 rows are taken, as you said with --rows');
    expect(run.stdout).toMatch(/~ 3 to update {3}- 3 left out/);
    expect(puts()).toHaveLength(3);
    const rows = await resultRows(run.results[0] ?? '');
    expect(rows.map(({ _status, _errorCode }) => [_status, _errorCode])).toEqual([
      ['skipped', 'row.notSelected'],
      ['updated', ''],
      ['updated', ''],
      ['skipped', 'row.notSelected'],
      ['skipped', 'row.notSelected'],
      ['updated', ''],
    ]);
    expect(rows[0]?._message).toContain('left out, as you said');
  });

  it('leaves rows that are open still: the results sheet sends them with --only open', async () => {
    const { at, puts } = await sixRows();
    const first = await opsheet(['apply', 'deals.csv', '--yes', '--rows', '2-4'], at);
    const second = await opsheet(['apply', first.results[0] ?? '', '--yes', '--only', 'open', '--json'], at);
    expect(JSON.parse(second.stdout)).toMatchObject({ counts: { updated: 3, skipped: 3 } });
    expect(puts()).toHaveLength(6);
  });

  it('leaves them left out when only what failed is sent again, and says so', async () => {
    const { at, puts } = await sixRows();
    const [updated, failed, left, skipped] = OPPORTUNITIES;
    const lines = [
      `${updated?.id};1;updated;`,
      `${failed?.id};2;rejected;E`,
      `${left?.id};3;skipped;row.notSelected`,
      `${skipped?.id};4;skipped;`,
    ];
    writeFileSync(join(at.folder, 'again.csv'), `ID;Monto;_status;_errorCode\n${lines.join('\n')}\n`);
    const all = await opsheet(['plan', 'again.csv'], at);
    expect(all.stdout).toContain(
      '2 rows done then, 1 left out by you, 1 not done. All are taken: --only failed takes those not done, --only open also those left out.',
    );
    const open = await opsheet(['plan', 'again.csv', '--only', 'open', '--json'], at);
    expect(JSON.parse(open.stdout).counts).toMatchObject({ update: 2, skipped: 2 });
    const run = await opsheet(['apply', 'again.csv', '--yes', '--only', 'failed', '--out', 'out.csv'], at);
    expect(run.stdout).toContain('Only those not done are taken, as you said.');
    expect(puts()).toMatchObject([{ body: { amount: 2 } }]);
    const rows = await resultRows(join(at.folder, 'out.csv'));
    expect(rows.map(({ _status, _errorCode }) => [_status, _errorCode])).toEqual([
      ['skipped', ''],
      ['updated', ''],
      ['skipped', 'row.notSelected'],
      ['skipped', ''],
    ]);
  });

  it('does not hold the rows that were left out against the others', async () => {
    const { at } = await sixRows();
    const id = OPPORTUNITIES[0]?.id;
    writeFileSync(join(at.folder, 'a.csv'), `ID;Monto\n${id};10,5\n${id};N/A\n${id};7\n`);
    const { stdout } = await opsheet(['plan', 'a.csv', '--rows', '2', '--json'], at);
    expect(JSON.parse(stdout)).toMatchObject({ counts: { update: 1, skipped: 2, invalid: 0 } });
  });

  it('refuses when no row is left', async () => {
    const { at } = await sixRows();
    const run = await opsheet(['plan', 'deals.csv', '--rows', '70-90'], at);
    expect([run.status, run.stderr]).toEqual([65, expect.stringContaining('the last row is 7')]);
  });
});

describe('rows of one record', () => {
  it('that agree are one PUT, told on both, however the id is written', async () => {
    const { at, puts } = await sixRows();
    const [record] = OPPORTUNITIES;
    writeFileSync(join(at.folder, 'a.csv'), `ID;Monto\n${record?.id};1500,00\n" ${record?.id}\u200b";1500\n`);
    const run = await opsheet(['apply', 'a.csv', '--yes'], at);
    expect(run.status).toBe(0);
    expect(puts()).toMatchObject([{ body: { amount: 1500 } }]);
    const rows = await resultRows(run.results[0] ?? '');
    expect(rows.map(({ _status, _id }) => [_status, _id])).toEqual(Array(2).fill(['updated', record?.id]));
  });

  it('that disagree are both invalid, point at each other, and are not sent; also by code', async () => {
    const { at, puts } = await sixRows();
    const code = OPPORTUNITIES[0]?.opportCode;
    writeFileSync(join(at.folder, 'a.csv'), `Código;Monto\n${code};1\n${code} ;2\n`);
    const run = await opsheet(['apply', 'a.csv', '--yes'], at);
    expect(run.status).toBe(1);
    expect(puts()).toEqual([]);
    const rows = await resultRows(run.results[0] ?? '');
    expect(rows.map(({ _status, _errorCode }) => [_status, _errorCode])).toEqual(
      Array(2).fill(['invalid', 'duplicate.conflict']),
    );
    expect(rows.map(({ _message }) => /row (\d)/.exec(_message ?? '')?.[1])).toEqual(['3', '2']);
  });
});
