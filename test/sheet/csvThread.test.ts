import { writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSheet, type Sheet } from '../../src/sheet/index.js';
import { file, refusalOf, rowsOf } from './files.js';

/** Records that take more bytes than a file may have that is read in the main thread. */
const RECORDS = 60_000;

/** The fields of a record; some hold what a text file writes in another way. */
function fieldsAt(i: number): string[] {
  const note = [`lote ${i}`, `dijo "sí", ${i}`, `línea ${i}\nsegunda`, '', 'Ñandú – 中文 😀'][
    i % 5
  ] as string;
  return [`op-${i}`, note, `${i},50`, `observación de la empresa número ${i} con su coma, y más`];
}

const quoted = (field: string) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** Every thousandth line is blank. */
function linesOf(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const line = fieldsAt(i).map(quoted).join(',');
    return i % 1000 === 999 ? `${line}\r\n` : line;
  });
}

function largeFile(end = ''): string {
  return file('grande.csv', `${linesOf(RECORDS).join('\r\n')}\r\n${end}`);
}

async function opened(path: string): Promise<Sheet> {
  const sheet = await openSheet(path, { delimiter: ',' });
  onTestFinished(() => sheet.close());
  expect(sheet.source.bytes).toBeGreaterThan(4 * 1024 * 1024);
  return sheet;
}

describe('a large text file, which is read in a thread of its own', () => {
  it('gives every record as it was written, with its number and its line', async () => {
    const rows = await rowsOf(await opened(largeFile()));
    expect(rows).toHaveLength(RECORDS);
    let number = 1;
    let line = 1;
    for (const [i, row] of rows.entries()) {
      const fields = fieldsAt(i);
      // Compared as one text: a million expectations take minutes.
      const seen = JSON.stringify([row.number, row.line, row.cells.map(({ text }) => text)]);
      if (seen !== JSON.stringify([number, line, fields])) expect(seen).toBe([number, line, fields]);
      number += 1;
      line += 1 + (fields.join('').match(/\n/g)?.length ?? 0);
      if (i % 1000 === 999) {
        number += 1;
        line += 1;
      }
    }
  });

  it('can be walked again, also when a walk was left early, and twice at once', async () => {
    const sheet = await opened(largeFile());
    for await (const batch of sheet.batches()) {
      expect(batch[0]?.cell(0).text).toBe('op-0');
      break;
    }
    const [one, other] = await Promise.all([rowsOf(sheet), rowsOf(sheet)]);
    expect(one).toHaveLength(RECORDS);
    expect(other.at(-1)?.cell(0).text).toBe(`op-${RECORDS - 1}`);
  });

  it('is refused with the place where it is broken', async () => {
    const sheet = await opened(largeFile('op-x,"abierta,1,2\r\n'));
    expect(await refusalOf(rowsOf(sheet))).toMatchObject({
      code: 'csv.quotes',
      row: RECORDS + RECORDS / 1000 + 1,
      line: RECORDS + RECORDS / 1000 + RECORDS / 5 + 1,
    });
  });

  it('is refused when it was changed since it was opened', async () => {
    const path = largeFile();
    const sheet = await opened(path);
    writeFileSync(path, linesOf(RECORDS + 1).join('\n'));
    expect(await refusalOf(rowsOf(sheet))).toMatchObject({ code: 'file.changed' });
  });

  it('cannot be walked any more once it is closed', async () => {
    const sheet = await opened(largeFile());
    await sheet.close();
    await expect(rowsOf(sheet)).rejects.toThrow('closed');
    await sheet.close();
  });
});
