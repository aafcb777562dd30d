import { CFB, utils, write } from '@e965/xlsx';
import { expect, it } from 'vitest';
import { read } from './reading.js';

/** An .xls as Excel had it before 97, whose letters are bytes of the code page that it names. */
function olderXls(codePage: number, letter: number): Buffer {
  const book = utils.book_new();
  const rows = [
    ['ID', 'Nombre'],
    ['op-1', 'Pe#a'],
  ];
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), 'Datos');
  const written: Buffer = write(book, { type: 'buffer', bookType: 'biff5' });
  const stream = Buffer.from(CFB.find(CFB.read(written, { type: 'buffer' }), '/Book')?.content as Uint8Array);
  for (let at = 0; at + 4 <= stream.length; at += 4 + stream.readUInt16LE(at + 2))
    if (stream.readUInt16LE(at) === 0x0042) stream.writeUInt16LE(codePage, at + 4);
  stream[stream.indexOf('Pe#a') + 2] = letter;
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/Book', stream);
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

it.each([
  [850, 0xa4, 'Peña'],
  [437, 0xa4, 'Peña'],
  [10000, 0x96, 'Peña'],
  [1252, 0xf1, 'Peña'],
  [1252, 0x80, 'Pe€a'],
  [1251, 0xe6, 'Peжa'],
])('the letters of an .xls of before 1997 are those of its code page %i', async (page, letter, name) => {
  expect((await read(olderXls(page, letter), {}, 'a.xls')).values[0]).toEqual({ name });
});
