import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { read } from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkOutput,
  EMPTY_CELL,
  formatOfName,
  numberCell,
  type OutputCell,
  openSheet,
  restoreText,
  textCell,
  writeSheet,
} from '../../src/sheet/index.js';
import { file, refusalOf, rowsOf, temporaryFolder, written } from './files.js';

/** Text that a spreadsheet program would run, or that breaks files, terminals and parsers. */
const HOSTILE = [
  '=1+1',
  '+cmd|/c calc!A0',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  ' =1',
  '\u00a0=1',
  '\ufeff=1',
  '\u200b=1',
  '＝1',
  '=1\nx',
  '\n=1',
  "'=1",
  "''=1",
  '_x000D_',
  '_x0041_',
  'a\u0001b',
  'a\ufffeb',
  '\u001b[31mred',
  '\u202Eevil',
];
const HARMLESS = ['-5', '+3.2', '-1.234,50', '+51 999 888 777', '-', 'a=b', 'Propuesta', '12%'];

const anyCellText = fc.oneof(
  fc.constantFrom(...HOSTILE, ...HARMLESS),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.toWellFormed()),
);

describe('a written CSV', () => {
  it('holds no cell that a spreadsheet program would run', async () => {
    const path = await written('csv', [[textCell('ID')], ...HOSTILE.map((text) => [textCell(text)])]);
    const raw = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
    for (const match of raw.matchAll(/"((?:[^"]|"")*)"/g)) {
      expect(match[1]).not.toMatch(/^[\s\u00a0\u200b\ufeff]*[=+\-@＝＋－＠]/u);
    }
  });

  it('is divided by tabs where its name says so, whatever the input was divided by', async () => {
    const path = join(temporaryFolder(), 'out.tsv');
    const writer = await writeSheet(path, { format: 'csv', delimiter: ';' });
    await writer.tab({ name: 'Data', purpose: 'results', widths: [] }).row([textCell('a'), textCell('b')]);
    expect(readFileSync(await writer.finish(), 'utf8')).toBe('\ufeff"a"\t"b"\t"_escape"\r\n');
  });

  it('leaves numbers and phone numbers as they are', async () => {
    const raw = readFileSync(
      await written('csv', [[textCell('ID')], ...HARMLESS.map((text) => [textCell(text)])]),
      'utf8',
    );
    for (const text of HARMLESS) expect(raw).toContain(`"${text}"`);
  });

  it('gives back every text once the escape is taken off', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCellText, { minLength: 1, maxLength: 6 }), async (texts) => {
        const clean = texts.map((text) => text.replaceAll(/[\r\0]/g, ''));
        const path = await written('csv', [[textCell('ID')], [textCell('x'), ...clean.map(textCell)]]);
        const [, row] = await rowsOf(await openSheet(path));
        const back = row?.cells.slice(1, -1).map((cell) => restoreText(cell.text));
        expect(back).toEqual(clean);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a written workbook', () => {
  it('holds no formula and no link, whatever its texts say', async () => {
    const path = await written('xlsx', [[textCell('ID')], ...HOSTILE.map((text) => [textCell(text)])]);
    const book = read(readFileSync(path), { cellFormula: true, dense: true });
    const sheet = book.Sheets.Data;
    const cells = Object.values(
      (sheet?.['!data'] ?? []) as { f?: string; l?: unknown; t: string }[][],
    ).flat();
    expect(cells.length).toBeGreaterThan(HOSTILE.length);
    expect(cells.filter((cell) => cell.f !== undefined || cell.l !== undefined || cell.t !== 's')).toEqual(
      [],
    );
  });

  it('gives back every text, control characters and escapes included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCellText, { minLength: 1, maxLength: 6 }), async (all) => {
        const texts = all.filter((text) => text.isWellFormed());
        const [, row] = await rowsOf(
          await openSheet(await written('xlsx', [[textCell('ID')], [textCell('x'), ...texts.map(textCell)]])),
        );
        const back = texts.map((_, i) => row?.cells[i + 1]?.text ?? '');
        expect(back).toEqual(texts);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('escapes text that looks like an escape, so that Excel shows it as it is', async () => {
    const path = await written('xlsx', [[textCell('_x0041_')]]);
    const parts = read(readFileSync(path), { bookFiles: true }) as {
      files?: Record<string, { content: Uint8Array }>;
    };
    const sheet = parts.files?.['xl/worksheets/sheet1.xml']?.content ?? new Uint8Array();
    expect(Buffer.from(sheet).toString()).toContain('_x005F_x0041_');
  });

  it('keeps numbers, dates, booleans and errors what they were', async () => {
    const cells: OutputCell[] = [
      textCell('x'),
      { kind: 'number', text: '45%', number: 0.45, format: '0%' },
      { kind: 'date', text: '15/03/2023', number: 45000, format: 'dd/mm/yyyy' },
      { kind: 'boolean', text: 'TRUE', boolean: true },
      { kind: 'error', text: '#N/A' },
      numberCell(7),
      EMPTY_CELL,
      textCell('end'),
    ];
    const [, row] = await rowsOf(await openSheet(await written('xlsx', [[textCell('ID')], cells])));
    expect(row?.cells).toEqual(cells);
  });

  it('cuts a text that no cell can hold, and says so', async () => {
    const path = await written('xlsx', [[textCell('ID')], [textCell('x'.repeat(40_000))]]);
    const [, row] = await rowsOf(await openSheet(path));
    expect(row?.cells[0]?.text).toBe(`${'x'.repeat(32_700)}… [40000]`);
  });
});

describe('the place of a written sheet', () => {
  it('is refused when something is there, when it is the input, or when it cannot be written to', async () => {
    const input = file('deals.csv', 'x');
    const other = file('other.csv', 'x');
    expect(await refusalOf(checkOutput(input, input))).toMatchObject({ code: 'out.isInput' });
    expect(await refusalOf(checkOutput(other, input))).toMatchObject({ code: 'out.exists' });
    expect(await refusalOf(checkOutput(join(dirname(input), 'no', 'a.csv'), input))).toMatchObject({
      code: 'out.folder',
    });
    expect(() => formatOfName('a.pdf')).toThrow();
  });

  it('shows nothing until the sheet is whole', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'out.csv');
    const writer = await writeSheet(path, { format: 'csv', delimiter: ';' });
    await writer.tab({ name: 'Data', purpose: 'results', widths: [] }).row([textCell('ID')]);
    expect(readdirSync(folder)).not.toContain('out.csv');
    await writer.finish();
    expect(readdirSync(folder)).toEqual(['out.csv']);
  });

  it('leaves a file alone that took the name in the meantime', async () => {
    const path = join(temporaryFolder(), 'out.csv');
    const writer = await writeSheet(path, { format: 'csv', delimiter: ';' });
    writeFileSync(path, 'mine');
    expect(await writer.finish()).toBe(path.replace('.csv', ' (2).csv'));
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it.each(['csv', 'xlsx'] as const)('is clean again when a %s is given up', async (format) => {
    const folder = temporaryFolder();
    const writer = await writeSheet(join(folder, `out.${format}`), { format, delimiter: ';' });
    await writer.tab({ name: 'Data', purpose: 'results', widths: [] }).row([textCell('ID')]);
    await writer.discard();
    expect(readdirSync(folder)).toEqual([]);
  });
});
