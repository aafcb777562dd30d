import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 6);

/** A sheet that changes names and descriptions of six records, and its plan. */
async function planned() {
  const sandbox = await crm();
  const at = setting(sandbox);
  const lines = RECORDS.map(({ id }, i) => `${id};Nuevo ${i};Otra ${i}`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre;Descripción\n${lines.join('\n')}\n`);
  expect((await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at)).status).toBe(0);
  return { sandbox, at };
}

/** Options that say how a sheet is read and planned, each with a value that it may have. */
const OF_PLANNING: Readonly<Record<string, readonly string[]>> = {
  sheet: ['Otra'],
  'header-row': ['1'],
  map: ['Nombre=-'],
  mapping: ['saved'],
  key: ['id'],
  decimal: [','],
  round: [],
  placeholder: ['leave'],
  hidden: ['skip'],
  only: ['name'],
  rows: ['2'],
  encoding: ['utf-8'],
  mojibake: ['keep'],
  delimiter: [';'],
  'quote-escape': ['quote'],
  read: ['rows'],
};

/** Those that hold for a plan that was saved, too. Of the rest, one names another CRM, and one ends the command. */
const OF_SENDING: Readonly<Record<string, readonly string[]>> = {
  json: [],
  lang: ['en'],
  color: [],
  concurrency: ['2'],
  'max-changes': ['6'],
  'max-amount-change': ['20%'],
  rate: ['1000'],
  timeout: ['20s'],
  canary: ['1'],
  settle: ['1s'],
  'max-errors': ['none'],
  retries: ['1'],
  body: ['full'],
  report: ['page.html'],
  yes: [],
  'recheck-after': ['1s'],
  'force-unlock': ['20260101-000000-aaaa'],
  out: ['results.csv'],
};
const OTHERS = ['version', 'help', 'sandbox', 'workspace', 'api-url'];

const typed = (options: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(options).flatMap(([name, values]) => [`--${name}`, ...values]);

describe('a saved plan', () => {
  it('is sent whole or not at all: no option that would have planned otherwise is passed over', async () => {
    const { sandbox, at } = await planned();
    const { stdout: help } = await opsheet(['apply', '--help'], at);
    const known = [...help.matchAll(/^ +(?:-\w, )?--([a-z-]+) /gm)].map(([, name]) => name);
    const told = [...Object.keys(OF_PLANNING), ...Object.keys(OF_SENDING), ...OTHERS];
    // Whoever gives apply an option says here what it bears on.
    expect(known.sort()).toEqual(told.sort());

    for (const [name, values] of Object.entries(OF_PLANNING)) {
      const run = await opsheet(['apply', 'deals.plan', '--yes', '--json', `--${name}`, ...values], at);
      expect([run.status, JSON.parse(run.stdout).error], name).toMatchObject([
        64,
        { code: 'usage.ofPlanning', options: [name], file: 'deals.plan' },
      ]);
    }
    expect(sandbox.puts()).toEqual([]);

    const taken = await opsheet(['apply', 'deals.plan', ...typed(OF_SENDING)], at);
    expect([taken.status, taken.stderr]).toEqual([0, '']);
    expect(sandbox.puts()).toHaveLength(6);
    // One process an option.
  }, 90_000);

  it('says which options are meant, and how the plan is had that they ask for', async () => {
    const { at } = await planned();
    for (const command of [
      ['apply', 'deals.plan', '--yes'],
      ['plan', 'deals.plan', '--show'],
    ]) {
      const run = await opsheet([...command, '--rows', '2', '--only', 'name'], at);
      expect(run.status).toBe(64);
      expect(run.stderr).toContain('deals.plan is a saved plan, which is taken whole');
      expect(run.stderr).toContain('--only, --rows say how a sheet is read and planned');
      expect(run.stderr).toContain('opsheet plan SHEET --only --rows … -o FILE');
    }
  });
});
