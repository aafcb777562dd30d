import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { CANARY, crm, type Setting, setting } from '../cli/opsheet.js';
import { strayText } from './strayText.js';
import { fits, fitsPrinted, KEY, onScreen, SIZES } from './terminal.js';

const RECORDS = seedWorkspace().opportunities;

function sheetOf({ folder }: Setting, count: number): string {
  const lines = RECORDS.slice(0, count).map(({ id }, i) => `${id};Nombre nuevo ${i}`);
  writeFileSync(join(folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  return 'deals.csv';
}

describe.each(SIZES)('a run on a terminal of %i x %i', (columns, rows) => {
  it('is paused, slowed, followed through a resize, and stopped with Ctrl-C, the terminal as it was', async () => {
    const sandbox = await crm({ faults: { latencyMs: 150 } });
    const at = setting(sandbox);
    if (columns === 60) at.environment.NO_COLOR = '1';
    const screen = onScreen(
      ['apply', sheetOf(at, 240), '--yes', '--read', 'list'],
      at,
      columns,
      rows,
      'stty -a',
    );
    await screen.shows(/✓ [1-9]\d* done/);
    await screen.shows('CRM: Ventas Andinas');
    await fits(screen);
    screen.type('p');
    await screen.shows(/Paused|p goes on/i);
    screen.resize(70, 22);
    screen.resize(columns, rows);
    if (columns === 60) {
      // Without colours only what is marked and the cursor's line may be set apart.
      expect(strayText(screen.raw(), false)).toBeNull();
    }
    // Typed at once, and none of it lost.
    screen.type(`p-${KEY.ctrlC}`);
    expect(await screen.ended).toBe(130);
    expect(screen.history()).toContain('Stopped because you asked for it.');
    expect(screen.history()).toMatch(/To go on: opsheet resume/);
    expect(screen.cursorVisible).toBe(true);
    await screen.shows(/ icanon .* echo /);
  });

  it('tells while it reads the live records, follows a resize, and is left with Ctrl-C before anything is sent', async () => {
    const sandbox = await crm({ faults: { latencyMs: 150 } });
    const at = setting(sandbox);
    if (columns === 60) at.environment.NO_COLOR = '1';
    const args = ['apply', sheetOf(at, 240), '--read', 'rows', '--rate', '20'];
    const screen = onScreen(args, at, columns, rows, 'stty -a');
    await screen.shows(/Reading live records: [1-9]\d* of 240 rows/);
    await fits(screen);
    screen.resize(70, 22);
    await screen.shows(/Reading live records: \d\d+ of 240 rows/);
    screen.resize(columns, rows);
    await screen.shows(/░ \d+%/);
    await fits(screen);
    if (columns === 60) expect(strayText(screen.raw(), false)).toBeNull();
    screen.type(KEY.ctrlC);
    expect(await screen.ended).toBe(130);
    expect(sandbox.puts()).toEqual([]);
    expect(screen.cursorVisible).toBe(true);
    await screen.shows(/ icanon .* echo /);
  });

  it('ends with what came of it as wide as the terminal is then, and none of it is lost when that changes', async () => {
    const sandbox = await crm({ faults: { latencyMs: 60 } });
    const at = setting(sandbox);
    if (columns === 60) at.environment.NO_COLOR = '1';
    const args = ['apply', sheetOf(at, 60), '--yes', '--read', 'list', '--out', 'out.csv'];
    const screen = onScreen(args, at, 100, 30, 'stty -a; read answer');
    await screen.shows(/✓ [1-9]\d* done/);
    screen.resize(columns, rows);
    await screen.shows(/ icanon .* echo /);
    const summary = () => {
      const history = screen.history();
      return history.slice(history.lastIndexOf('Done in'));
    };
    fitsPrinted(screen, 'Done in');
    const told = () => summary().replaceAll(/\s+/g, '');
    const before = told();
    expect(before).toContain('✓60updated');
    expect(before).toContain('CRM:VentasAndinas');
    expect(before).toMatch(/Results:\S*out\.csv/);
    expect(before).toMatch(/opsheetundo\S+/);
    screen.resize(columns === 60 ? 90 : 64, 25);
    expect(told()).toBe(before);
    expect(screen.cursorVisible).toBe(true);
    if (columns === 60) expect(strayText(screen.raw(), false)).toBeNull();
    screen.type(KEY.enter);
    expect(await screen.ended).toBe(0);
  });

  it('asks for another token when its own expires, shows nothing of it, and is left with Ctrl-C', async () => {
    const sandbox = await crm({ faults: { tokenExpiresAfter: 30 } });
    const at = setting(sandbox);
    if (columns === 60) at.environment.NO_COLOR = '1';
    const screen = onScreen(['apply', sheetOf(at, 60), '--yes'], at, columns, rows, 'stty -a');
    await screen.shows(/^>/m);
    await fits(screen);
    screen.resize(70, 22);
    screen.type('not-the-right-one');
    await screen.shows('> *****************');
    screen.resize(columns, rows);
    await screen.shows('> *****************');
    expect(screen.raw()).not.toContain('not-the-right-one');
    expect(screen.raw()).not.toContain(CANARY);
    screen.type(KEY.ctrlC);
    expect([75, 77, 130]).toContain(await screen.ended);
    expect(screen.cursorVisible).toBe(true);
    await screen.shows(/ icanon .* echo /);
  });
});

describe('a run on a terminal that becomes narrower', () => {
  /** How often the terminal shows where the changes go, after it was made narrower twice and wider again. */
  async function heads(environment: Record<string, string>): Promise<number> {
    const sandbox = await crm({ faults: { latencyMs: 150 } });
    const at = setting(sandbox);
    Object.assign(at.environment, environment);
    const screen = onScreen(['apply', sheetOf(at, 240), '--yes', '--read', 'list'], at, 120, 40);
    await screen.shows(/✓ [1-9]\d* done/);
    for (const [columns, percent] of [
      [70, /░ +[1-9]%/],
      [60, /░ +1\d%/],
      [120, /░ +2\d%/],
    ] as const) {
      screen.resize(columns, 40);
      await screen.shows(percent);
    }
    const shown = screen.history().match(/^CRM: Ventas Andinas/gm)?.length ?? 0;
    screen.type(KEY.ctrlC);
    expect(await screen.ended).toBe(130);
    // Nothing that was printed is gone.
    expect(screen.history()).toContain('Columns: ID (finds the opportunity by id) · Nombre → Name');
    expect(screen.history()).toContain('… and 220 more rows');
    expect(screen.history()).toContain('Stopped because you asked for it.');
    return shown;
  }

  it('is drawn once where the terminal is known to break its lines anew, and erases nothing else anywhere', async () => {
    expect(await heads({ TERM_PROGRAM: '', VTE_VERSION: '7600' })).toBe(2);
    // Once ahead of the plan and once while it is sent. In GNU screen, whatever that runs in, no more is erased than was written.
    expect(await heads({ STY: '1.pts' })).toBeGreaterThan(2);
  });
});

describe.each(SIZES)('a question on a terminal of %i x %i', (columns, rows) => {
  it('about the columns fits, follows a resize, needs no colours, and is left with Ctrl-C', async () => {
    const at = setting(await crm());
    at.environment.NO_COLOR = '1';
    const lines = RECORDS.slice(0, 3).map(({ id }, i) => `${id};${100 + i},50`);
    writeFileSync(join(at.folder, 'raro.csv'), `Ref. del trato;Monto final (S/)\n${lines.join('\n')}\n`);
    const screen = onScreen(['apply', 'raro.csv'], at, columns, rows, 'stty -a');
    await screen.shows('What are the columns');
    await fits(screen);
    screen.resize(100, 30);
    screen.type(KEY.down);
    await screen.shows('holds “monto”');
    screen.resize(columns, rows);
    await screen.shows(/holds\s+“monto”/);
    await fits(screen);
    expect(strayText(screen.raw(), false)).toBeNull();
    screen.type(KEY.ctrlC);
    expect(await screen.ended).toBe(130);
    expect(screen.cursorVisible).toBe(true);
    await screen.shows(/ icanon .* echo /);
  });
});
