import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openSheet, textCell } from '../../src/sheet/index.js';
import { crm, opsheet, setting } from '../cli/opsheet.js';
import { SEED } from '../sandbox/asking.js';
import { n, row, s, sheetXml, workbook } from '../sheet/corpus/workbook.mjs';
import { file, refusalOf, rowsOf, temporaryFolder, written } from '../sheet/files.js';
import { type BadInput, read, readFile, refused } from './reading.js';
import { workbookOf } from './workbookOf.js';

const CORPUS = new URL('../sheet/corpus/files/', import.meta.url).pathname;

/** Cases 99 to 107: files and runs. */
export const FILE_CASES: readonly BadInput[] = [
  {
    n: 99,
    what: '.xls, .xlsb, .ods, and HTML or XML by such a name',
    // The table asks for a refusal of all; SheetJS reads the first three well, so only the markup is refused.
    wanted: 'X',
    prove: async () => {
      for (const name of ['sheetjs-deals.xls', 'sheetjs-deals.xlsb', 'sheetjs-deals.ods']) {
        const sheet = await openSheet(CORPUS + name);
        expect((await rowsOf(sheet)).length).toBeGreaterThan(1);
        await sheet.close();
      }
      for (const name of ['refused-xml2003.xls', 'refused-html.xls', 'sheetjs-flat.fods']) {
        expect(await refusalOf(openSheet(CORPUS + name))).toMatchObject({ code: 'file.markup' });
      }
    },
  },
  {
    n: 100,
    what: 'Encrypted workbook',
    wanted: 'X',
    prove: async () => {
      for (const name of ['refused-password.xlsx', 'public-password.xlsx', 'refused-password.ods']) {
        expect(await refusalOf(openSheet(CORPUS + name))).toMatchObject({ code: 'file.password' });
      }
    },
  },
  {
    n: 101,
    what: 'Lock file, and a file that is being written',
    wanted: 'X',
    prove: async () => {
      expect(await refused('x', {}, '~$deals.xlsx')).toMatchObject({ code: 'file.lock' });
      const path = file('a.csv', 'ID;Nombre\nop-1;a\n');
      const sheet = await openSheet(path);
      writeFileSync(path, 'ID;Nombre\nop-1;a\nop-2;b\n');
      expect(await refusalOf(rowsOf(sheet))).toMatchObject({ code: 'file.changed' });
    },
  },
  {
    n: 102,
    what: '0 bytes, folder, pipe',
    wanted: 'X',
    prove: async () => {
      expect(await refused('')).toMatchObject({ code: 'file.empty' });
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'deals.csv'));
      expect(await refusalOf(readFile(join(folder, 'deals.csv')))).toMatchObject({ code: 'file.folder' });
      execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
      expect(await refusalOf(readFile(join(folder, 'pipe.csv')))).toMatchObject({ code: 'file.special' });
    },
  },
  {
    n: 103,
    what: 'CSV that begins with ID, which Excel takes for SYLK',
    wanted: 'OK',
    prove: async () => {
      const path = await written('csv', [[textCell('ID')], [textCell('op-1')]]);
      expect(readFileSync(path, 'utf8').startsWith('\ufeff"ID"')).toBe(true);
      expect((await read('ID;Nombre\nop-1;x\n')).edits).toHaveLength(1);
    },
  },
  {
    n: 104,
    what: 'More rows or columns than a spreadsheet has',
    wanted: 'X',
    prove: async () => {
      expect(await refused(`ID;Nombre\n${'a;b\n'.repeat(1_048_576)}`)).toMatchObject({
        code: 'csv.tooManyRows',
        line: 1_048_577,
      });
      const wide = `ID;Nombre${';x'.repeat(16_400)}\n`;
      expect(await refused(wide)).toMatchObject({ code: 'csv.tooManyColumns' });
      const stray = (at: string) => workbookOf([[s('A2', 'op-1'), n('C2', 1), n(at, 1)]]);
      expect(await refused(stray('ZZZ2'), {}, 'a.xlsx')).toMatchObject({ code: 'xlsx.tooManyColumns' });
      expect(await refused(stray('A1048577'), {}, 'a.xlsx')).toMatchObject({ code: 'xlsx.tooManyRows' });
      // As far as there is room, a stray cell only makes the sheet wide.
      const { values } = await read(stray('XET2'), {}, 'a.xlsx');
      expect(values).toEqual([{ amount: '1' }]);
      const rows = [
        row(1, [s('A1', 'ID'), s('B1', 'Monto'), n('XET1', 1)]),
        row(2, [s('A2', 'op-1'), n('B2', 1)]),
      ];
      const beside = workbook({ sheets: [{ name: 'Datos', xml: sheetXml(rows) }] });
      expect((await read(beside, {}, 'a.xlsx')).values).toEqual([{ amount: '1' }]);
    },
  },
  {
    n: 105,
    what: 'No changed rows',
    wanted: 'OK',
    prove: async () => {
      const sandbox = await crm();
      const at = setting(sandbox);
      const [first] = SEED.opportunities;
      writeFileSync(
        join(at.folder, 'deals.csv'),
        `ID;Nombre\n${first?.id}; "${first?.name}"\n`.replaceAll('"', ''),
      );
      const run = await opsheet(['apply', 'deals.csv', '--yes'], at);
      expect(run.status).toBe(0);
      expect(run.stdout).toContain('There is nothing to send');
      expect(sandbox.puts()).toEqual([]);
    },
  },
  {
    n: 106,
    what: 'Results file given back as input',
    wanted: 'W',
    prove: async () => {
      const content = 'ID;Nombre;_status;_message\nop-1;a;updated;x\nop-2;b;rejected;y\nop-3;c;unchanged;\n';
      const all = await read(content);
      expect(all.understanding.notices).toContainEqual({
        code: 'notice.results',
        done: 2,
        leftOut: 0,
        open: 1,
        used: 'all',
      });
      expect(all.edits.map(({ skip }) => skip)).toEqual([null, null, null]);
      const open = await read(content, { only: 'open' });
      expect(open.edits.map(({ skip }) => skip)).toEqual(['done', null, 'done']);
    },
  },
  {
    n: 107,
    what: 'File edited between preview and apply',
    wanted: 'OK',
    prove: async () => {
      // The run reads its own copy, so what was shown is what is sent; the copy is checked against the original.
      const path = file('a.csv', 'ID;Nombre\nop-1;a\n');
      const snapshot = join(temporaryFolder(), 'copy');
      const sheet = await openSheet(path, { snapshot });
      writeFileSync(path, 'ID;Nombre\nop-1;otra cosa\n');
      const rows = await rowsOf(sheet);
      expect(rows[1]?.cell(1)).toEqual(textCell('a'));
      // A saved plan is of the sheet as it was.
      const sandbox = await crm();
      const at = setting(sandbox);
      const [first] = SEED.opportunities;
      const planned = join(at.folder, 'deals.csv');
      writeFileSync(planned, `ID;Monto\n${first?.id};5\n`);
      expect((await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at)).status).toBe(0);
      writeFileSync(planned, `ID;Monto\n${first?.id};6\n`);
      const run = await opsheet(['apply', 'deals.plan', '--yes'], at);
      expect(run.status).toBe(65);
      expect(run.stderr).toContain('has changed since the plan');
      expect(sandbox.puts()).toEqual([]);
    },
  },
];
