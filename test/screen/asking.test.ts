import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opsheet, setting } from '../cli/opsheet.js';
import { fits, KEY, onScreen, SIZES } from './terminal.js';

/** A sheet that leaves two things open: what N/A means, and how 1.234 is read. */
const OPEN = 'ID;Descripción;Monto\nop-1;N/A;1.234\nop-2;x;5\n';

describe('a sheet that leaves something open', () => {
  it('is asked about in a terminal, one thing after another, and then read', async () => {
    const at = setting(null);
    writeFileSync(join(at.folder, 'deals.csv'), OPEN);
    const screen = onScreen(['check', 'deals.csv'], at, 100, 40);
    await screen.shows('1  leave the field as it is in the CRM  (--placeholder "Descripción=leave")');
    await screen.shows('Enter  leave without doing anything');
    screen.type(`1${KEY.enter}`);
    await screen.shows(/1 {2}decimals stand behind a comma: 1234 {2}\(--decimal ,\)\n/);
    screen.type(`2${KEY.enter}`);
    expect(await screen.ended).toBe(0);
    expect(screen.history()).toContain('“1.234”');
    expect(screen.history()).toContain('2 rows can be planned');
  });

  it('is refused when the person leaves the question', async () => {
    const at = setting(null);
    writeFileSync(join(at.folder, 'deals.csv'), OPEN);
    const screen = onScreen(['check', 'deals.csv'], at, 100, 40);
    await screen.shows('Type a number from 1 to 3');
    screen.type(KEY.enter);
    expect(await screen.ended).toBe(65);
    expect(screen.history()).toContain('What to do:');
  });

  it('says in Spanish what each answer means, and on leaving what was answered before', async () => {
    const at = setting(null);
    writeFileSync(join(at.folder, 'deals.csv'), OPEN);
    const screen = onScreen(['check', 'deals.csv', '--lang', 'es'], at, 80, 40);
    await screen.shows('1  no tocar el campo en el CRM  (--placeholder "Descripción=leave")');
    await screen.shows('2  vaciar el campo en el CRM  (--placeholder "Descripción=clear")');
    await screen.shows('3  es el texto mismo  (--placeholder "Descripción=text")');
    await screen.shows('Enter  salir sin hacer nada');
    screen.type(`1${KEY.enter}`);
    await screen.shows('2  los decimales van después de un punto: 1.234  (--decimal .)');
    screen.type(KEY.enter);
    expect(await screen.ended).toBe(65);
    expect(screen.history()).toMatch(/Lo que respondió antes .*:\n--placeholder "Descripción=leave"/);
  });

  it('is asked about again after a slip of the finger', async () => {
    const at = setting(null);
    writeFileSync(join(at.folder, 'deals.csv'), OPEN);
    const screen = onScreen(['check', 'deals.csv'], at, 60, 40);
    await screen.shows('Type a number from 1 to 3');
    screen.type(`9${KEY.enter}`);
    await screen.shows(/only Enter: 9\s+Type a number from 1 to 3/);
    screen.type(`1${KEY.enter}`);
    await screen.shows('1  decimals stand behind a comma');
    screen.type(`1${KEY.enter}`);
    expect(await screen.ended).toBe(0);
  });

  it('is refused when the input ends at the question', async () => {
    const at = setting(null);
    writeFileSync(join(at.folder, 'deals.csv'), OPEN);
    const screen = onScreen(['check', 'deals.csv'], at, 100, 40);
    await screen.shows('Type a number from 1 to 3');
    screen.type(KEY.ctrlD);
    expect(await screen.ended).toBe(65);
    expect(screen.history()).toContain('What to do:');
  });

  it('can be left with Ctrl-C at the question, before anything is sent', async () => {
    const at = setting(null);
    writeFileSync(join(at.folder, 'deals.csv'), OPEN);
    const screen = onScreen(['plan', 'deals.csv'], at, 100, 40);
    await screen.shows('Type a number from 1 to 3');
    screen.type(KEY.ctrlC);
    expect(await screen.ended).toBe(130);
  });

  it('is asked whether a comma cut its amounts, and keeps the columns that were typed', async () => {
    const at = setting(null);
    writeFileSync(join(at.folder, 'deals.csv'), 'ID,Cierre previsto,\nop-1,99,7\nop-2,5,\n');
    const screen = onScreen(['check', 'deals.csv', '--map', 'Cierre previsto=amount'], at, 100, 40);
    await screen.shows('1  nothing is cut: leave column C out');
    screen.type(`1${KEY.enter}`);
    expect(await screen.ended).toBe(0);
    expect(screen.history()).toContain('99,7 together');
    expect(screen.history()).toContain('2 rows can be planned');
  });

  it('is offered the mapping that was saved for its headers', async () => {
    const at = setting(null);
    writeFileSync(join(at.folder, 'deals.csv'), OPEN);
    const answers = ['--placeholder', 'Descripción=leave', '--decimal', ','];
    await opsheet(['map', 'deals.csv', ...answers, '--save'], at);
    const screen = onScreen(['check', 'deals.csv'], at, 100, 40);
    await screen.shows('4  take the mapping that was saved for these headers  (--mapping saved)');
    screen.type(`4${KEY.enter}`);
    expect(await screen.ended).toBe(0);
    expect(screen.history()).toContain('says how this sheet is read');
    expect(screen.history()).toContain('2 rows can be planned');
  });
});

describe.each(SIZES)('a numbered question on a terminal of %i x %i', (columns, rows) => {
  it('fits, stands through a resize, needs no colours, and is left with Ctrl-C', async () => {
    const at = setting(null);
    if (columns === 60) at.environment.NO_COLOR = '1';
    writeFileSync(join(at.folder, 'deals.csv'), OPEN);
    const screen = onScreen(['check', 'deals.csv'], at, columns, rows, 'stty -a');
    const asked = async (wanted: string | RegExp) => {
      await screen.shows(wanted);
      await fits(screen);
    };
    await asked(/3 {2}it is the text itself\s+\(--placeholder\s+"Descripción=text"\)/);
    await asked('Type a number from 1 to 3');
    screen.resize(70, 22);
    screen.type('1');
    await screen.shows(/only Enter: 1$/m);
    screen.resize(columns, rows);
    screen.type(KEY.enter);
    // The amount: each answer shows what it would make of a cell.
    await asked(/1 {2}decimals stand behind a comma: 1234\s+\(--decimal ,\)$/m);
    await asked(/2 {2}decimals stand behind a point: 1\.234\s+\(--decimal \.\)$/m);
    await asked('Type a number from 1 to 2');
    if (columns === 60) expect(screen.raw()).not.toContain('\u001b');
    screen.type(KEY.ctrlC);
    await screen.shows(/ icanon .* echo /);
    expect(await screen.ended).toBe(130);
    expect(screen.cursorVisible).toBe(true);
    expect(screen.history()).not.toContain('can be planned');
  });
});
