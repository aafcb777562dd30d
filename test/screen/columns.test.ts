import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, type Setting, setting } from '../cli/opsheet.js';
import { KEY, onScreen } from './terminal.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 6);

/** A sheet none of whose headers is known as it stands. */
function strange(at: Setting): string {
  const lines = RECORDS.map(({ id }, i) => `${id};${100 + i},50;Ana`);
  writeFileSync(
    join(at.folder, 'raro.csv'),
    `Ref. del trato;Monto final (S/);Vendedor\n${lines.join('\n')}\n`,
  );
  return 'raro.csv';
}

describe('the columns', () => {
  it.each([
    [60, 20],
    [80, 24],
    [200, 50],
  ])(
    'are asked about when no header is known, and the sheet is planned with what is said, at %i x %i',
    async (columns, rows) => {
      const at = setting(await crm());
      const screen = onScreen(['apply', strange(at)], at, columns, rows);
      await screen.shows(/No column finds/);
      // Without a key the sheet cannot be planned, so Enter does nothing.
      screen.type(KEY.enter);
      await screen.shows(/its\s+cells/);
      screen.type(`${KEY.right}`);
      await screen.shows(/^› Ref\. del tra\S* .*→ Opportunity id/m);
      screen.type(KEY.down);
      await screen.shows(/holds\s+“monto”/);
      screen.type(KEY.right);
      await screen.shows(/^› Monto f\S* .*→ Amount/m);
      // Each cell as it is written, and as it is read.
      await screen.shows('“100,50” → 100.5');
      // Away from it and back, and on, typed at once.
      screen.type(`lh${KEY.enter}`);
      await screen.shows('6 to update');
      screen.type('q');
      expect(await screen.ended).toBe(75);
      expect(screen.cursorVisible).toBe(true);
    },
  );

  it('are not asked about when every header is known, nor where nobody can be asked', async () => {
    const at = setting(await crm());
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${RECORDS[0]?.id};Otro\n`);
    const screen = onScreen(['apply', 'deals.csv'], at, 80, 24);
    await screen.shows('1 to update');
    expect(screen.history()).not.toContain('What are the columns');
    screen.type('q');
    await screen.ended;
    const refused = await opsheet(['plan', strange(at)], at);
    expect([refused.status, refused.stdout]).toEqual([65, '']);
  });

  it('are not asked about before it is known where to connect', async () => {
    const at = setting(null);
    const screen = onScreen(['apply', strange(at)], at, 80, 24);
    expect(await screen.ended).toBe(77);
    expect(screen.history()).not.toContain('What are the columns');
  });

  it('leave the question which row is the header to be asked first', async () => {
    const at = setting(await crm());
    const sheet = join(at.folder, strange(at));
    const known = readFileSync(sheet, 'utf8')
      .replace('Ref. del trato', 'ID')
      .replace('Monto final (S/)', 'Monto');
    writeFileSync(sheet, `Informe de marzo;;\n${known}`);
    const screen = onScreen(['plan', 'raro.csv'], at, 80, 24);
    await screen.shows('--header-row 2');
    screen.type(`1${KEY.enter}`);
    await screen.shows(/Monto .*→ Amount/);
    screen.type(KEY.enter);
    await screen.shows('6 to update');
    screen.type('q');
    expect(await screen.ended).toBe(0);
  });

  it('are saved on demand, and offered again to a sheet with the same headers', async () => {
    const at = setting(await crm());
    const first = onScreen(['plan', strange(at)], at, 100, 24);
    await first.shows('What are the columns');
    await first.shows('s goes on and saves it   q leaves');
    first.type(`${KEY.right}`);
    await first.shows('→ Opportunity id');
    first.type(`${KEY.down}`);
    await first.shows('holds “monto”');
    first.type(`${KEY.right}`);
    await first.shows(/→ Amount/);
    first.type('s');
    await first.shows('6 to update');
    first.type('q');
    expect(await first.ended).toBe(0);
    const second = onScreen(['plan', 'raro.csv'], at, 100, 24);
    await second.shows('m takes it');
    second.type('m');
    await second.shows('6 to update');
    second.type('q');
    expect(await second.ended).toBe(0);
  });

  it('are left by q also where a mapping was saved: nothing more is asked', async () => {
    const at = setting(await crm());
    const answers = ['--map', 'Ref. del trato=id', '--map', 'Monto final (S/)=amount'];
    await opsheet(['map', strange(at), ...answers, '--save'], at);
    const screen = onScreen(['apply', 'raro.csv'], at, 80, 24);
    await screen.shows('m saved');
    screen.type('q');
    expect(await screen.ended).toBe(65);
    expect(screen.history()).not.toContain('1  take the mapping');
    expect(screen.history()).toContain('--mapping saved');
  });

  it('stay in sight with their keys however long a header is', async () => {
    const at = setting(await crm());
    const long = `Monto ${'muy largo '.repeat(150)}`;
    writeFileSync(join(at.folder, 'raro.csv'), `${long};Ref. del trato\n${RECORDS[0]?.id};x\n`);
    const screen = onScreen(['plan', 'raro.csv'], at, 60, 20);
    await screen.shows('What are the columns');
    await screen.shows('Ref. del trato');
    await screen.shows('q leaves');
    // So does what the column might be, and, once it is that, how its cells are read: only the header is cut.
    await screen.shows(/muy [largo ]*m…:\s+not a known field/);
    await screen.shows(/holds\s+“monto”/);
    screen.type(KEY.right);
    await screen.shows(/Its cells as amounts: “/);
    screen.type('q');
    expect(await screen.ended).toBe(65);
  });

  it('can be left with Ctrl-C and with q, before anything is read from the CRM', async () => {
    for (const key of [KEY.ctrlC, 'q']) {
      const sandbox = await crm();
      const at = setting(sandbox);
      const screen = onScreen(['apply', strange(at)], at, 80, 24);
      await screen.shows('What are the columns');
      screen.resize(60, 20);
      screen.type(key);
      expect(await screen.ended).toBe(key === 'q' ? 65 : 130);
      expect(screen.cursorVisible).toBe(true);
      expect(sandbox.log).toEqual([]);
    }
  });
});
