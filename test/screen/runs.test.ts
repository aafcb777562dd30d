import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, setting } from '../cli/opsheet.js';
import { strayText } from './strayText.js';
import { fitsPrinted, KEY, onScreen, type Screen, SIZES } from './terminal.js';

const RECORDS = seedWorkspace().opportunities;

/** What was printed, within the terminal's width, and without the breaks between its words. */
async function told(screen: Screen): Promise<string> {
  expect(await screen.ended).toBe(0);
  expect(screen.cursorVisible).toBe(true);
  fitsPrinted(screen);
  return screen.history().replaceAll(/\s+/g, ' ');
}

describe('runs on a terminal', () => {
  it('are listed and told of as at their end, at each size, in colour and without', async () => {
    const sandbox = await crm({
      answer: ({ method, query }) =>
        method === 'PUT' && query.id === RECORDS[3]?.id
          ? {
              status: 400,
              body: { success: false, code: 400, errorCode: 'E_CLOSED', message: 'Cerrada.', data: null },
            }
          : undefined,
    });
    const at = setting(sandbox);
    const lines = RECORDS.slice(0, 6).map(({ id }, i) => `${id};Nombre nuevo ${i}`);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
    const run = await opsheet(['apply', 'deals.csv', '--yes', '--out', 'out.csv'], at);
    expect(run.status).toBe(1);
    const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
    const [{ runId }] = runs;

    for (const [columns, rows] of SIZES) {
      if (columns === 60) at.environment.NO_COLOR = '1';
      else delete at.environment.NO_COLOR;
      const list = onScreen(['runs'], at, columns, rows);
      expect(await told(list)).toContain(`${runId} finished`);
      expect(list.raw().includes('\u001b[')).toBe(columns !== 60);
      const one = await told(onScreen(['runs', runId], at, columns, rows));
      expect(one).toContain(`✓ ${runId} finished`);
      expect(one).toContain('✓ 5 updated changed in the CRM');
      expect(one).toContain('✗ 1 × E_CLOSED Cerrada. (row 5)');
      expect(one).toContain('opsheet apply out.csv --only failed');
      expect(one).toContain(`opsheet undo ${runId}`);
      expect(one).toContain(`opsheet runs ${runId} --results`);
    }
    // A results sheet that is not there any more is not pointed at.
    rmSync(join(at.folder, 'out.csv'));
    expect(await told(onScreen(['runs', runId], at, 80, 24))).not.toContain('--only failed');
  });

  it('are listed with the sheet that was given, its whole name, and where it was sent to', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const sheet = `Cierre de mes con un nombre que no cabe ${'x'.repeat(40)} (revisado).csv`;
    writeFileSync(join(at.folder, sheet), `ID;Nombre\n${RECORDS[0]?.id};Nombre nuevo\n`);
    await opsheet(['apply', sheet, '--yes', '--out', 'out.csv'], at);
    await opsheet(['undo', '--yes', '--out', 'back.csv'], at);
    const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
    expect(runs).toHaveLength(2);
    for (const run of runs) {
      expect(run).toMatchObject({ sheet: join(at.folder, sheet), target: { origin: sandbox.url } });
    }
    const where = `Ventas Andinas (sandbox) · ${sandbox.url.replace('http://', '')}`;
    for (const [columns, rows] of SIZES) {
      const list = (await told(onScreen(['runs'], at, columns, rows))).replaceAll(' ', '');
      for (const what of ['apply · ', `undo of ${runs[1].runId} · `]) {
        expect(list).toContain(`${what}${sheet} · 1 row · ${where} → `.replaceAll(' ', ''));
      }
    }
    expect(await told(onScreen(['runs', runs[1].runId], at, 200, 24))).toContain(`apply · ${sheet}`);
    const lines = (await opsheet(['runs'], at)).stdout.trim().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toContain(`  ${sheet}  1 row  ${where}  finished`);
  });

  it.each([
    ['en', 'America/Lima', 'UTC-5', 'Ids of runs and _finishedAt tell the time in UTC.'],
    ['es', 'Asia/Kolkata', 'UTC+5:30', 'Los ids de las ejecuciones y _finishedAt llevan la hora en UTC.'],
  ])(
    'tell with each time how far it is from UTC, in which their ids are: %s, %s',
    async (lang, TZ, from, utc) => {
      const at = setting(await crm());
      Object.assign(at.environment, { TZ, LANG: `${lang}_PE.UTF-8` });
      writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${RECORDS[0]?.id};Nombre nuevo\n`);
      await opsheet(['apply', 'deals.csv', '--yes'], at);
      const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
      const [{ runId, startedAt }] = runs;
      expect(startedAt).toMatch(/^[\d-]{10}T[\d:.]{12}Z$/);
      const [day, time] = startedAt.split(/[T.]/);
      expect(runId).toContain(`${day}-${time}`.replaceAll(/[-:]/g, '').replace(/(.{8}).*/, '$1-'));
      const clock = new RegExp(`\\d:\\d\\d:\\d\\d.{1,8} ${from.replace('+', '\\+')}`);
      for (const args of [['runs'], ['runs', runId]]) {
        const shown = await told(onScreen(args, at, 80, 24));
        expect(shown).toMatch(clock);
        expect(shown).toContain(utc);
        const plain = await opsheet(args, at);
        expect(plain.stdout).toMatch(clock);
        expect(plain.stdout + plain.stderr).toContain(utc);
      }
    },
  );

  it.each(SIZES)(
    'are whole at %i x %i when the terminal changes its size, and leave it as it was, at their end and at a Ctrl-C',
    async (columns, rows) => {
      const at = setting(await crm());
      if (columns === 60) at.environment.NO_COLOR = '1';
      const lines = RECORDS.slice(0, 6).map(({ id }, i) => `${id};Nombre nuevo ${i}`);
      writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
      await opsheet(['apply', 'deals.csv', '--yes', '--out', 'out.csv'], at);
      const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
      for (const args of [['runs'], ['runs', runs[0].runId]]) {
        const screen = onScreen(args, at, columns, rows, 'echo END; stty -a; read answer');
        await screen.shows(/ icanon .* echo /);
        fitsPrinted(screen);
        if (columns === 60) expect(strayText(screen.raw(), false)).toBeNull();
        const said = () => screen.history().replaceAll(/\s+/g, '');
        const before = said();
        expect(before).toMatch(new RegExp(`^✓${runs[0].runId}finished.*END`));
        for (const [width, height] of [
          [columns === 60 ? 90 : 61, 25],
          [columns, rows],
        ] as const) {
          screen.resize(width, height);
          expect(said()).toBe(before);
        }
        expect(screen.cursorVisible).toBe(true);
        screen.type(KEY.enter);
        expect(await screen.ended).toBe(0);

        const left = onScreen(args, at, columns, rows, 'stty -a');
        await expect.poll(() => left.raw(), { timeout: 10_000 }).not.toBe('');
        left.type(KEY.ctrlC);
        await left.shows(/ icanon .* echo /);
        expect(left.cursorVisible).toBe(true);
        expect(left.history()).not.toMatch(/Error|node:/);
        expect([0, 130]).toContain(await left.ended);
      }
    },
  );

  it('say how to go on with one that was stopped', async () => {
    const sandbox = await crm({ faults: { latencyMs: 30 } });
    const at = setting(sandbox);
    const lines = RECORDS.slice(0, 200).map(({ id }, i) => `${id};Nombre nuevo ${i}`);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
    const going = onScreen(['apply', 'deals.csv', '--yes'], at, 80, 24);
    await going.shows(/✓ [1-9]\d* done/);
    going.type('s');
    expect(await going.ended).toBe(130);
    const one = await told(onScreen(['runs', '2'], at, 80, 24));
    expect(one).toMatch(/… \S+ stopped · [\d,]+ still open/);
    expect(one).toContain('Stopped because you asked for it.');
    expect(one).toMatch(/To go on: opsheet resume \S+/);
  });
});
