import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, resultRows, setting } from '../cli/opsheet.js';
import { fitsCut, KEY, onScreen, type Screen, SIZES } from './terminal.js';

const RECORDS = seedWorkspace().opportunities;

/** A sheet that gives the first records other amounts, in the setting's folder. */
function sheetOf(folder: string, count: number): string {
  const lines = RECORDS.slice(0, count).map(({ id }, i) => `${id};${1_000_000 + i}`);
  writeFileSync(join(folder, 'deals.csv'), `ID;Monto\n${lines.join('\n')}\n`);
  return 'deals.csv';
}

async function fits(screen: Screen, rows: number): Promise<void> {
  await fitsCut(screen);
  const lines = screen.text().split('\n');
  // Lists are cut; where the changes go, how many they are, and the keys never are.
  for (const line of [...lines.slice(0, 2), lines.findLast((one) => one !== '')])
    expect(line).not.toMatch(/…$/);
  // The last row stays free: a frame that is as tall as the terminal wipes what was there before.
  expect(lines[rows - 1] ?? '').toBe('');
}

describe.each([
  [60, 20, 'en_US.UTF-8'],
  [80, 24, 'es_PE.UTF-8'],
  [200, 50, 'en_US.UTF-8'],
])('on a terminal of %i x %i in %s', (columns, rows, language) => {
  it('each page and its keys fit, in colour and without', async () => {
    const english = language.startsWith('en');
    const at = setting(await crm());
    at.environment.LANG = language;
    if (english) at.environment.NO_COLOR = '1';
    const screen = onScreen(['apply', sheetOf(at.folder, 120)], at, columns, rows);
    const pages = [
      ['', english ? 'By stage' : 'Por etapa', english ? 'Keys on the impact' : 'Teclas en el resumen'],
      [KEY.enter, '›●', english ? 'Keys in the table' : 'Teclas en la tabla'],
      ['o', english ? 'planned: ' : 'planificado: ', english ? 'Keys on one row' : 'Teclas en una fila'],
      [
        'c',
        english ? 'Type 120 and' : 'Escriba 120 y',
        english ? 'Keys at the question' : 'Teclas en la pregunta',
      ],
    ] as const;
    for (const [key, shows, help] of pages) {
      screen.type(key);
      await screen.shows(shows);
      await screen.shows(english ? '120 of 120 to update' : '120 de 120 por actualizar');
      await screen.shows('CRM: Ventas Andinas');
      await fits(screen, rows);
      screen.type('?');
      await screen.shows(help);
      await fits(screen, rows);
      screen.type('x');
      await screen.shows(shows);
    }
    screen.type('q');
    expect(await screen.ended).toBe(75);
    expect(screen.cursorVisible).toBe(true);
  });
});

describe.each(SIZES)('the question about many changes on a terminal of %i x %i', (columns, rows) => {
  it('is answered with their number: another one sends nothing and is told of, the right one sends them', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const lines = RECORDS.slice(0, 110).map(({ id }, i) => `${id};Nombre nuevo ${i}`);
    writeFileSync(join(at.folder, 'names.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
    const screen = onScreen(['apply', 'names.csv', '--out', 'out.csv'], at, columns, rows);
    await screen.shows('110 of 110 to update');
    screen.type('c');
    await screen.shows(/Type 110 and press Enter to send: ▏/);
    for (const wrong of ['11', '1100', '', 'y']) {
      screen.type(`${wrong}${KEY.enter}`);
      await screen.shows('! That is not the number');
      // What was typed is gone: the next try begins anew.
      await screen.shows(/Type 110 and press Enter to send: ▏/);
      await fits(screen, rows);
      expect(sandbox.puts()).toEqual([]);
    }
    screen.type('1199');
    await screen.shows(/Type 110 and press Enter to send: 1199▏/);
    screen.type(`${KEY.backspace.repeat(2)}0`);
    await screen.shows(/Type 110 and press Enter to send: 110▏/);
    await fits(screen, rows);
    screen.type(KEY.enter);
    expect(await screen.ended).toBe(0);
    expect(sandbox.puts()).toHaveLength(110);
    expect(screen.history()).toMatch(/✓ 110 updated/);
  });
});

describe('looking through a plan', () => {
  it.each([
    ['the impact', ''],
    ['the table', KEY.enter],
    ['a row', `${KEY.enter}o`],
    ['the search', `${KEY.enter}/cam`],
    ['the question', 'c'],
    ['the keys', '?'],
  ])('can be left with Ctrl-C at %s, the terminal as it was', async (_, keys) => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const screen = onScreen(['apply', sheetOf(at.folder, 3)], at, 80, 24, 'stty -a');
    await screen.shows('3 of 3 to update');
    screen.type(keys);
    screen.type(KEY.ctrlC);
    expect(await screen.ended).toBe(130);
    expect(screen.cursorVisible).toBe(true);
    // Lines are edited and shown again as they are typed: the terminal is not raw any more.
    await screen.shows(/ icanon .* echo /);
    expect(sandbox.puts()).toEqual([]);
  });

  it('follows the terminal on every page when it is resized', async () => {
    const at = setting(await crm());
    const screen = onScreen(['apply', sheetOf(at.folder, 120)], at, 200, 50);
    await screen.shows('120 of 120 to update');
    for (const key of ['', KEY.enter, 'o', 'c', '?']) {
      screen.type(key);
      screen.resize(60, 20);
      await screen.shows('CRM: Ventas Andinas');
      screen.resize(100, 30);
      await screen.shows('CRM: Ventas Andinas');
    }
    screen.type(`x${KEY.escape}`);
    await screen.shows('planned: ');
    await fits(screen, 30);
    screen.type('q');
    expect(await screen.ended).toBe(75);
  });

  it('finds a row while its name is typed, and opens it', async () => {
    const at = setting(await crm());
    const screen = onScreen(['apply', sheetOf(at.folder, 120)], at, 80, 24);
    await screen.shows('120 of 120 to update');
    const id = RECORDS[99]?.id ?? '';
    screen.type(`${KEY.enter}/${id}`);
    await screen.shows('100 of 120');
    screen.type(`${KEY.enter}${KEY.enter}`);
    await screen.shows(id);
    await screen.shows('planned: 1,000,099');
    await screen.shows('in the sheet: “1000099”  (Monto)');
    screen.type('q');
    await screen.ended;
  });
});

describe('rows that are left out', () => {
  it('are not sent, are told as such, and can be neither resumed nor undone', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const out = join(at.folder, 'out.csv');
    const screen = onScreen(['apply', sheetOf(at.folder, 5), '--out', out], at, 80, 24);
    await screen.shows('5 of 5 to update');
    // The first, and the last two as a range.
    screen.type(`${KEY.enter} Gvkv`);
    await screen.shows('2 of 5 to update   ○ 3 left out');
    screen.type('c');
    await screen.shows('Send 2 changes');
    await screen.shows('3 changes that you left out will not be sent.');
    screen.type('y');
    expect(await screen.ended).toBe(0);
    expect(screen.history()).toContain('3 changes that you left out will not be sent.');
    expect(screen.history()).toMatch(/2 changed in the CRM|2 updated/);
    expect(sandbox.puts()).toHaveLength(2);

    const rows = await resultRows(out);
    expect(rows.map(({ _status }) => _status)).toEqual([
      'skipped',
      'updated',
      'updated',
      'skipped',
      'skipped',
    ]);
    expect(rows[0]).toMatchObject({
      _message: 'Left out in the preview: nothing was sent for it.',
      _errorCode: 'row.notSelected',
    });
    const resumed = await opsheet(['resume'], at);
    expect(resumed.stderr).toMatch(/nothing|no run/i);
    const before = sandbox.puts().length;
    const undone = await opsheet(['undo', '--yes', '--out', join(at.folder, 'undone.csv')], at);
    expect(undone.status).toBe(0);
    expect(sandbox.puts().length - before).toBe(2);
  });

  it('are sent by a later run over the open rows of the results', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const screen = onScreen(['apply', sheetOf(at.folder, 3), '--out', 'out.csv'], at, 80, 24);
    await screen.shows('3 of 3 to update');
    screen.type(`${KEY.enter} cy`);
    expect(await screen.ended).toBe(0);
    expect(sandbox.puts()).toHaveLength(2);
    const again = await opsheet(['apply', 'out.csv', '--only', 'open', '--yes'], at);
    expect(again.status).toBe(0);
    expect(sandbox.puts()).toHaveLength(3);
  });

  it.each(['en', 'es'])(
    'is saved with a word on it that is not broken at the end of the line: %s',
    async (lang) => {
      const at = setting(await crm());
      writeFileSync(join(at.folder, 'deals.csv'), `ID;Monto\n${seedWorkspace().opportunities[0]?.id};7\n`);
      const screen = onScreen(['plan', 'deals.csv', '-o', 'noviembre.plan', '--lang', lang], at, 80, 24);
      await screen.shows(/1 (to update|por actualizar)/);
      screen.type('q');
      expect(await screen.ended).toBe(0);
      expect(screen.history()).toMatch(/keep it private\.|en\s+privado\./);
      expect(screen.broken('ever')).toEqual([]);
    },
  );
});
