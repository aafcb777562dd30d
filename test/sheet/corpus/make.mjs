// Writes the corpus of workbooks and says what is in each of them:
//   node test/sheet/corpus/make.mjs [folder] [--no-office]
// Besides the dependencies of opsheet it needs write-excel-file, excel-builder-vanilla and xlsx-populate, and
// LibreOffice (soffice) unless told otherwise. What a file should be read as is said by whoever wrote it.
//
// In the manifest `expect` is what Excel shows (`rows` of the tab `sheet`), why the file is to be refused
// (`refused`), or that it can be read (`readable`). Beside it `shows` is what Excel would show of a file that
// is refused, `hiddenRows`, `hiddenColumns` and `hiddenTabs` say what is hidden, and `caution` what is open
// to doubt. Columns are taken to be wide enough: no number is cut short for want of room.
import './clock.mjs';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { byExceljs } from './by-exceljs.mjs';
import { byOthers } from './by-others.mjs';
import { bySheetjs } from './by-sheetjs.mjs';
import { formatJson } from './expect.mjs';
import { byOffice } from './office.mjs';
import { publicFiles } from './public.mjs';
import { rawRows } from './raw-rows.mjs';
import { rawStructure } from './raw-structure.mjs';
import { rawTabs } from './raw-tabs.mjs';
import { rawText } from './raw-text.mjs';
import { rawDates, rawFormats, rawFormulas } from './raw-values.mjs';
import { refused } from './refused.mjs';

const folder = process.argv.slice(2).find((arg) => !arg.startsWith('--'));
const out = folder ?? fileURLToPath(new URL('.', import.meta.url));
const files = join(out, 'files');

const items = [
  ...rawText(),
  ...rawDates(),
  ...rawFormulas(),
  ...rawFormats(),
  ...rawStructure(),
  ...rawRows(),
  ...rawTabs(),
  ...(await refused()),
  ...(await byExceljs()),
  ...bySheetjs(),
  ...(await byOthers()),
];
if (!process.argv.includes('--no-office')) items.push(...byOffice(items));
items.push(...publicFiles(new URL('.', import.meta.url)));

rmSync(files, { recursive: true, force: true });
mkdirSync(files, { recursive: true });
const manifest = items.map(({ file, writer, about, expect, bytes, ...more }) => {
  writeFileSync(join(files, file), bytes);
  return { file: `files/${file}`, writer, about, ...more, expect };
});
writeFileSync(join(out, 'manifest.json'), `${formatJson(manifest)}\n`);
process.stdout.write(`${manifest.length} files\n`);
