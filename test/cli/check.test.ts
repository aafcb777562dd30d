import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { textCell } from '../../src/sheet/index.js';
import { written } from '../sheet/files.js';
import { opsheet, setting } from './opsheet.js';

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));

/** Runs check beside a sheet with this content, in an environment that knows of no CRM. */
async function check(content: string | Uint8Array, ...flags: string[]) {
  const at = setting(null);
  writeFileSync(join(at.folder, 'deals.csv'), content);
  return opsheet(['check', 'deals.csv', ...flags], at);
}

describe('check', () => {
  it('says without any network what each column is, with cells as text and as value', async () => {
    const { stdout, status } = await check('ID;Monto;Nota\nop-1;1.234,50;x\nop-2;7;y\n');
    expect(status).toBe(0);
    expect(stdout).toMatch(/separated by ; · 2 rows/);
    expect(stdout).toMatch(/ID +finds the opportunity by id {2}2 of 2 filled/);
    expect(stdout).toContain('“1.234,50”  → 1234.5');
    expect(stdout).toMatch(/Nota +not used: not a known field/);
    expect(stdout).toContain('2 rows can be planned');
  });

  it('shows a guessed encoding with words by which to judge it', async () => {
    const { stdout } = await check(Buffer.from('ID;Nombre\nop-1;Pe\xf1a\nop-2;C\xeda\n', 'latin1'));
    expect(stdout).toContain('Encoding: windows-1252 (a guess: look at these words): “Peña”, “Cía”');
  });

  it('knows encodings by the names that other programs give them', async () => {
    const content = Buffer.from('ID;Nombre\nop-1;Pe\xa4a\n', 'latin1');
    expect((await check(content, '--encoding', 'IBM850')).stdout).toContain('cp850 (as you said): “Peña”');
    expect((await check(content, '--encoding', 'ISO-8859-1')).stdout).toContain('windows-1252 (as you');
    const unknown = await check(content, '--encoding', 'klingon');
    expect(unknown.status).toBe(64);
    expect(unknown.stderr).toMatch(/It can be: .*, mac-roman\n/);
  });

  it('lists every problem by column, with its first rows', async () => {
    const { stdout, status } = await check('ID;Monto\nop-1;doce\n1.23E+15;5\nop-3;#N/A\n');
    expect(status).toBe(1);
    expect(stdout).toMatch(/✗ Monto: amount.notNumber {2}1 row/);
    expect(stdout).toMatch(/row 3: ID “1.23E\+15” has lost digits/);
    expect(stdout).toMatch(/row 4: Monto “#N\/A” is a spreadsheet error/);
    expect(stdout).toContain('0 rows can be planned · 3 with a problem');
  });

  it('names the line of the file where it is another number than the row', async () => {
    const content = 'ID;Descripción;Monto\nop-1;"uno\ndos";1\nop-2;x;doce\n';
    expect((await check(content)).stdout.replace(/\s+/g, ' ')).toMatch(
      /row 3: Monto “doce” is not an amount.*\(It begins on line 4 of the file\.\)/,
    );
    expect((await check(content, '--lang', 'es')).stdout.replace(/\s+/g, ' ')).toContain(
      '(Empieza en la línea 4 del archivo.)',
    );
  });

  it('shows the first rows of a sheet whose columns it does not understand', async () => {
    const { stdout, stderr, status } = await check('Ventas;;\n\nID;Nombre;Monto\nop-1;x;1\n');
    expect(status).toBe(65);
    expect(stdout).toContain('row 3: ID | Nombre | Monto');
    expect(stderr).toContain('--header-row 3');
  });

  it('names the option that answers, and obeys it', async () => {
    const content = 'ID;Descripción\nop-1;N/A\n';
    const asked = await check(content);
    expect(asked.status).toBe(65);
    expect(asked.stderr).toContain('--placeholder "Descripción=leave"');
    expect((await check(content, '--placeholder', 'Descripción=leave')).status).toBe(0);
    expect((await check(content, '--placeholder', 'perhaps')).status).toBe(64);
  });

  it('is one JSON object, whether the sheet is understood or not', async () => {
    const read = JSON.parse((await check('ID;Monto\nop-1;5k\n', '--json')).stdout);
    expect(read).toMatchObject({
      command: 'check',
      sheet: { format: 'csv', delimiter: ';', encoding: { name: 'utf-8' }, rows: 1 },
      headerRow: 1,
      key: { by: 'id' },
      columns: [
        { header: 'ID', samples: [{ row: 2, text: 'op-1', value: 'op-1' }] },
        { use: { field: 'amount' } },
      ],
      counts: { withProblems: 1 },
      problems: [{ code: 'amount.multiplied', column: 'Monto', cells: 1 }],
      exitCode: 1,
    });
    const refused = JSON.parse((await check('Ventas\nx;y\n1;2\n', '--json')).stdout);
    expect(refused).toMatchObject({ command: 'check', error: { code: 'header.none' }, exitCode: 65 });
    expect(refused.firstRows[0]).toEqual({ row: 1, texts: ['Ventas'] });
  });

  it('ends with its own code when a large workbook was begun more than once', async () => {
    const at = setting(null);
    const rows = Array.from({ length: 25_000 }, (_, i) => [textCell(`op-${i}`), textCell(`Nombre ${i}`)]);
    const file = await written('xlsx', [[textCell('ID'), textCell('Nombre')], ...rows]);
    for (let i = 0; i < 3; i += 1) {
      const run = await opsheet(['check', file], at);
      expect([run.status, run.stdout]).toEqual([0, expect.stringContaining('25,000 rows can be planned')]);
    }
  });

  it('reads workbooks, speaks Spanish, and leaves no process behind', async () => {
    const at = setting(null);
    const { stdout, status } = await opsheet(
      ['check', join(SAMPLES, 'oportunidades.xlsx'), '--lang', 'es'],
      at,
    );
    expect(status).toBe(1);
    expect(stdout).toContain('pestaña “Oportunidades”');
    expect(stdout).toContain('filas listas para planificar');
  });
});
