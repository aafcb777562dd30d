import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSheet } from '../../src/sheet/index.js';
import { zipParts } from './corpus/workbook.mjs';
import { file, refusalOf, rowsOf, temporaryFolder, textsOf } from './files.js';

async function texts(content: string | Uint8Array): Promise<string[][]> {
  return textsOf(await openSheet(file('deals.csv', content)));
}

describe('a CSV file', () => {
  it('gives each record with the row number of a spreadsheet and its physical line', async () => {
    const sheet = await openSheet(file('a.csv', 'ID;Nombre\n1;"two\nlines"\n\n;\n2;b\n'));
    const rows = await rowsOf(sheet);
    expect(rows.map(({ number, line }) => ({ number, line }))).toEqual([
      { number: 1, line: 1 },
      { number: 2, line: 2 },
      { number: 5, line: 6 },
    ]);
    expect(rows[1]?.cells[1]).toEqual({ kind: 'text', text: 'two\nlines' });
  });

  it('can be walked any number of times', async () => {
    const sheet = await openSheet(file('a.csv', 'ID;Monto\n1;2\n'));
    expect(await textsOf(sheet)).toEqual(await textsOf(sheet));
  });

  it('drops a byte-order mark, also before a quote', async () => {
    expect(await texts('\ufeff"ID","Monto"\n"1","2"\n')).toEqual([
      ['ID', 'Monto'],
      ['1', '2'],
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('reads records that end with %j', async (newline) => {
    expect(await texts(['ID;N', '1;"a"', '2;b', ''].join(newline))).toEqual([
      ['ID', 'N'],
      ['1', 'a'],
      ['2', 'b'],
    ]);
  });

  it('reads mixed line ends without merging records', async () => {
    expect(await texts('ID;N\r\n1;a\n2;b\r\n')).toEqual([
      ['ID', 'N'],
      ['1', 'a'],
      ['2', 'b'],
    ]);
  });

  it.each([
    ['semicolons beside decimal commas', 'id;monto\n1;1234,50\n2;7,25\n', ';'],
    ['commas', 'id,monto\n1,"1,5"\n', ','],
    ['tabs', 'id\tmonto\n1\t2\n', '\t'],
    ['bars', 'id|monto\n1|2\n', '|'],
  ])('finds %s', async (_, content, delimiter) => {
    expect((await openSheet(file('a.csv', content))).source.delimiter).toBe(delimiter);
  });

  it("obeys Excel's sep= line, which is not a row", async () => {
    const [first] = await rowsOf(await openSheet(file('a.csv', 'sep=|\nid|n;m\n1|2\n')));
    expect(first).toMatchObject({ number: 1, cells: [{ text: 'id' }, { text: 'n;m' }] });
  });

  it('takes the separator that the user names', async () => {
    const sheet = await openSheet(file('a.csv', 'a;b,c\n1;2,3\n'), { delimiter: ',' });
    expect(await textsOf(sheet)).toEqual([
      ['a;b', 'c'],
      ['1;2', '3'],
    ]);
  });

  it('keeps characters that stand across the blocks in which it is read', async () => {
    const long = 'ñ'.repeat(70_001);
    expect((await texts(`ID;N\nx1;${long}\n`))[1]?.[1]).toBe(long);
  });

  it('gives more rows than fit in one batch, all of them and in order', async () => {
    const lines = Array.from({ length: 12_345 }, (_, i) => `${i};x`);
    const rows = await rowsOf(await openSheet(file('a.csv', `ID;N\n${lines.join('\n')}\n`)));
    expect(rows).toHaveLength(12_346);
    expect(rows.every((row, i) => row.number === i + 1)).toBe(true);
  });

  it('can be left in the middle', async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `${i};x`);
    const sheet = await openSheet(file('a.csv', `ID;N\n${lines.join('\n')}\n`));
    for await (const batch of sheet.batches()) {
      expect(batch.length).toBeLessThanOrEqual(1000);
      break;
    }
  });

  it('gives back any table that was written with quotes', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\r\0\ufffd]/.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
        async (table) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const content = `"ID";"B";"C"\n${table.map((row) => row.map(quoted).join(';')).join('\n')}\n`;
          const expected = table.filter((row) => row.some((text) => text.trim() !== ''));
          expect((await texts(content)).slice(1)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a file that is no sheet is refused', () => {
  it('when it was changed since it was opened', async () => {
    const path = file('a.csv', 'ID;N\n1;a\n');
    const sheet = await openSheet(path);
    writeFileSync(path, 'ID;N\n1;b\n');
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    expect(await refusalOf(rowsOf(sheet))).toMatchObject({ code: 'file.changed' });
  });

  it('when it does not exist, is a folder, or is empty', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'deals.csv'));
    expect(await refusalOf(openSheet(join(folder, 'none.csv')))).toMatchObject({ code: 'file.missing' });
    expect(await refusalOf(openSheet(join(folder, 'deals.csv')))).toMatchObject({ code: 'file.folder' });
    expect(await refusalOf(openSheet(file('a.csv', '')))).toMatchObject({ code: 'file.empty' });
    expect(await refusalOf(openSheet(file('a.csv', '\ufeff \n\n')))).toMatchObject({ code: 'file.empty' });
  });

  it.each([
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1], 'file.binary'],
    ['a PDF', [...Buffer.from('%PDF-1.7 text')], 'file.pdf'],
    ['JSON', [...Buffer.from('\ufeff{\n  "deals": [{"id": 1}]}')], 'file.json'],
    ['a list in JSON', [...Buffer.from('[{"id":"a","amount":5}]')], 'file.json'],
    ['rows in JSON', [...Buffer.from('[["ID","Monto"],["a",5]]')], 'file.json'],
    ['a .gsheet', [...Buffer.from('{"":"WARNING!","doc_id":"1x","email":"a@b.pe"}')], 'file.pointer'],
    [
      'an older one',
      [...Buffer.from('{"url": "https://docs.google.com/open?id=1x", "type": 1}')],
      'file.pointer',
    ],
    ['a Word document', [...zipParts([['word/document.xml', '<w/>']])], 'file.document'],
    ['a Numbers document', [...zipParts([['Index/CalculationEngine.iwa', 'x']])], 'file.numbers'],
    ['another document of Apple', [...zipParts([['Index/Document.iwa', 'x']])], 'file.notWorkbook'],
    ['an OLE container of something else', [0xd0, 0xcf, 0x11, 0xe0, 0xa1], 'file.notWorkbook'],
    ['a workbook of before 1997', [0x09, 0x00, 0x04, 0x00, 0x07], 'file.oldDocument'],
    ['UTF-16 without text', [0xff, 0xfe], 'file.empty'],
    ['a zip of something else', [...Buffer.from('PK\u0003\u0004 nothing')], 'file.notWorkbook'],
    ['a web page', [...Buffer.from('<html><table>')], 'file.markup'],
    ['the head of one', [...Buffer.from('<head><meta charset="utf-8"></head><table>')], 'file.markup'],
    ['a row of one', [...Buffer.from('<tr><td>ID</td></tr>\n<tr><td>1</td></tr>')], 'file.markup'],
    ['one with a style', [...Buffer.from('<style>td{color:red}</style><table>')], 'file.markup'],
    ['one in a division', [...Buffer.from('<div class="x"><table>')], 'file.markup'],
    ['one behind a comment', [...Buffer.from('<!-- x -->\n<html>')], 'file.markup'],
    ['one behind a warning', [...Buffer.from('<br />\n<b>Notice</b>: Undefined')], 'file.markup'],
    ['one saved as a mail', [...Buffer.from('From: <Blink>\r\nMIME-Version: 1.0\r\n')], 'file.markup'],
  ])('when it is %s', async (_, bytes, code) => {
    expect(await refusalOf(openSheet(file('a.xlsx', Uint8Array.from(bytes))))).toMatchObject({ code });
  });

  it('but not when a word in such brackets stands in it', async () => {
    for (const text of [
      '{ID};Nombre\n1;x\n',
      '["ID"];Nombre\n1;x\n',
      '<Nombre>;ID\nx;1\n',
      '<base de datos>;ID\n<b>;1\n<p>;2\n',
      'From: ;ID\nx;1\n',
    ])
      expect(await textsOf(await openSheet(file('a.csv', text)))).toHaveLength(text.split('\n').length - 1);
  });

  it('when a quote is never closed, naming the row', async () => {
    const sheet = await openSheet(file('a.csv', 'ID;N\n1;"open\n2;b\n3;c\n'));
    expect(await refusalOf(rowsOf(sheet))).toMatchObject({ code: 'csv.quotes', row: 2, line: 2 });
  });

  it('when nothing divides it into columns', async () => {
    expect(await refusalOf(openSheet(file('a.csv', 'just some words\nand more\n')))).toMatchObject({
      code: 'csv.delimiter',
      text: 'just some words',
    });
    const long = file('long.csv', 'x'.repeat(70_000));
    expect(await refusalOf(openSheet(long))).toMatchObject({ text: `${'x'.repeat(200)}…` });
  });
});
