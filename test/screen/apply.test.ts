import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, resultRows, setting } from '../cli/opsheet.js';
import { fitsCut, KEY, onScreen } from './terminal.js';

const SAMPLE = fileURLToPath(new URL('../../samples/oportunidades.csv', import.meta.url));
const RECORDS = seedWorkspace().opportunities;

/** A sheet that renames the first records, in the setting's folder. */
function sheetOf(folder: string, count: number): string {
  const lines = RECORDS.slice(0, count).map(({ id }, i) => `${id};Nombre nuevo ${i}`);
  writeFileSync(join(folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  return 'deals.csv';
}

describe.each([
  [60, 20],
  [80, 24],
  [200, 50],
])('on a terminal of %i x %i', (columns, rows) => {
  it('a plan is looked through, confirmed, sent, and reported', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const screen = onScreen(['apply', SAMPLE, '--out', join(at.folder, 'out.csv')], at, columns, rows);
    await screen.shows('Amount of these records');
    expect(screen.text()).toContain('Ventas Andinas');
    expect(screen.text()).toContain('7 of 7 to update');
    screen.type(KEY.enter);
    await screen.shows('[Changes 7]');
    await screen.shows('63,640.28 → 70,000');
    expect(screen.text()).toContain('Ventas Andinas');
    await fitsCut(screen);
    screen.type(KEY.right);
    await screen.shows('[Problems 3]');
    await screen.shows('por definir');
    screen.type(KEY.left);
    await screen.shows('[Changes 7]');
    screen.type(KEY.down);
    await screen.shows(/row 4 /);
    screen.type('?');
    await screen.shows('Keys in the table of changes');
    screen.type('x');
    await screen.shows('[Changes 7]');
    expect(sandbox.puts()).toEqual([]);
    screen.type('c');
    await screen.shows('Send 7 changes');
    expect(screen.text().replaceAll(/\s+/g, ' ')).toContain(
      `at ${sandbox.url.replace('http://', '')}? ! 1 opportunity would be renamed (row 11). ✗ 3 rows`,
    );
    screen.type('n');
    await screen.shows(/q leave/);
    screen.type('c');
    await screen.shows('Send 7 changes');
    screen.type('y');
    expect(await screen.ended).toBe(1);
    await screen.shows('Next:');
    expect(screen.history()).toMatch(/6 updated/);
    expect(screen.history()).toContain('OPPORTUNITY_CLOSED');
    expect(screen.cursorVisible).toBe(true);
    expect(sandbox.puts()).toHaveLength(7);
    expect(await resultRows(join(at.folder, 'out.csv'))).toHaveLength(13);
  });

  it.each([
    ['q', 75],
    [KEY.escape, 75],
    [KEY.ctrlC, 130],
  ])('%j leaves without sending, and the terminal as it was', async (key, status) => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const screen = onScreen(['apply', sheetOf(at.folder, 40)], at, columns, rows);
    await screen.shows('40 of 40 to update');
    screen.type(key);
    expect(await screen.ended).toBe(status);
    expect(screen.cursorVisible).toBe(true);
    expect(sandbox.puts()).toEqual([]);
    expect(readdirSync(at.folder)).toEqual(['deals.csv']);
  });
});

describe('the list of changes', () => {
  it('scrolls to its ends, and follows the terminal when it is resized', async () => {
    const at = setting(await crm());
    const screen = onScreen(['apply', sheetOf(at.folder, 200)], at, 80, 24);
    await screen.shows('200 of 200 to update');
    // Typed at once, and none of it lost.
    screen.type(`${KEY.enter}G`);
    await screen.shows('Nombre nuevo 199');
    screen.resize(60, 20);
    await screen.shows(/row 201 /);
    await fitsCut(screen);
    screen.resize(120, 40);
    await screen.shows('Nombre nuevo 185');
    screen.type('g');
    await screen.shows(/row 2 /);
    screen.type(KEY.pageDown);
    await screen.shows(/row (1[5-9]|2\d|3\d) /);
    screen.type('q');
    expect(await screen.ended).toBe(75);
  });

  it('leaves what was printed before it where it is when the terminal becomes lower', async () => {
    const at = setting(await crm());
    const screen = onScreen(['apply', sheetOf(at.folder, 200)], at, 80, 24);
    await screen.shows('200 of 200 to update');
    screen.type(KEY.enter);
    await screen.shows('[Changes 200]');
    screen.resize(80, 12);
    await screen.shows(/ 5 ~ .*\n\nrow 2 .*\n.*\? help\n$/);
    screen.type('G');
    await screen.shows('Nombre nuevo 199');
    expect(screen.history()).toContain('Columns: ID (finds the opportunity by id)');
    screen.type('q');
    expect(await screen.ended).toBe(75);
    expect(screen.history()).toContain('Columns: ID (finds the opportunity by id)');
  });

  it('of a dry run can be looked through, asks nothing, and leaves what it comes to', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const screen = onScreen(['plan', sheetOf(at.folder, 90)], at, 80, 24);
    await screen.shows('90 to update');
    await screen.shows('q close');
    screen.type(KEY.tab);
    await screen.shows('[Changes 90]');
    screen.type('G');
    await screen.shows('Nombre nuevo 89');
    screen.type('c');
    screen.type('q');
    expect(await screen.ended).toBe(0);
    expect(screen.history()).toContain('~ 90 to update');
    expect(screen.history()).toContain('Nothing was sent.');
    expect(sandbox.puts()).toEqual([]);
  });

  it('needs no colours', async () => {
    const at = setting(await crm());
    at.environment.NO_COLOR = '1';
    const screen = onScreen(['apply', sheetOf(at.folder, 3)], at, 80, 24);
    await screen.shows('3 of 3 to update');
    screen.type(KEY.enter);
    await screen.shows(/ 2 ~ .*Name: .* → Nombre nuevo 0/);
    screen.type('q');
    await screen.ended;
  });

  it('is not opened when there is nothing to send', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${RECORDS[0]?.id};${RECORDS[0]?.name}\n`);
    const screen = onScreen(['apply', 'deals.csv'], at, 80, 24);
    expect(await screen.ended).toBe(0);
    expect(screen.history()).toContain('There is nothing to send');
    expect(sandbox.puts()).toEqual([]);
  });
});

describe('a run on the screen', () => {
  it('shows how far it is, and stops gracefully when asked', async () => {
    const sandbox = await crm({ faults: { latencyMs: 30 } });
    const at = setting(sandbox);
    const screen = onScreen(['apply', sheetOf(at.folder, 240)], at, 80, 24);
    await screen.shows('240 of 240 to update');
    screen.type('c');
    await screen.shows('Send 240 changes');
    screen.type('y');
    screen.type(`24${KEY.enter}`);
    await screen.shows('That is not the number');
    screen.type(`240${KEY.enter}`);
    await screen.shows(/✓ \d+ done.*left/);
    await screen.shows(/a second/);
    screen.type('s');
    expect(await screen.ended).toBe(130);
    expect(screen.history()).toContain('Stopped because you asked for it.');
    expect(screen.cursorVisible).toBe(true);
    const results = readdirSync(at.folder).find((name) => name.includes('results')) ?? '';
    const rows = await resultRows(join(at.folder, results));
    expect(rows).toHaveLength(240);
    const updated = rows.filter(({ _status }) => _status === 'updated').length;
    expect(updated).toBe(sandbox.puts().length);
    expect(updated).toBeLessThan(240);
  });

  it('with --yes asks nothing and leaves the plan and the report in the history', async () => {
    const at = setting(await crm());
    const screen = onScreen(['apply', sheetOf(at.folder, 40), '--yes'], at, 80, 24);
    expect(await screen.ended).toBe(0);
    const history = screen.history();
    expect(history).toContain('What would change');
    expect(history).toContain('… and 20 more rows');
    expect(history).toMatch(/40 updated/);
  });

  it('lets no cell speak to the terminal', async () => {
    const at = setting(await crm());
    const evil = '"\u001b]0;owned\u0007\u001b[2J\u202e"';
    writeFileSync(
      join(at.folder, 'deals.csv'),
      `ID;Nombre;${evil}\n${RECORDS[0]?.id};Uno\u202edos;${evil}\n`,
    );
    const screen = onScreen(['apply', 'deals.csv', '--yes'], at, 80, 24);
    expect(await screen.ended).toBe(0);
    expect(screen.history()).toContain('Uno<202E>dos');
    expect(screen.history()).toContain('␛]0;owned');
  });
});
