import { describe, expect, it } from 'vitest';
import {
  type BinaryFont,
  brtColor,
  record,
  u16,
  u32,
  utf16,
  xlsbParts,
  xlsOf,
} from '../sheet/binaryWorkbook.js';
import { zipParts } from '../sheet/corpus/workbook.mjs';
import { read } from './reading.js';

const HEADER = ['ID', 'Nombre', 'Monto'];
const PLAIN = [
  { name: 'Juan', amount: '1234' },
  { name: 'Ana', amount: '0' },
];

/** What is planned, and the columns of which a cell may look otherwise. */
async function readOf(content: Uint8Array, file: string) {
  const { values, edits } = await read(content, {}, file);
  const styled = edits.flatMap(({ problems }) =>
    problems.flatMap((one) => (one.code === 'cell.styled' ? [one.column] : [])),
  );
  return styled.length > 0 ? styled : values;
}

const WHITE = 9;
const NAVY = 18;
const KEEPS_ALL = 0x01ffffff;

describe('a condition of an .xls', () => {
  const number = (format: string) => {
    const text = Buffer.concat([u16(format.length), Buffer.from([0]), Buffer.from(format)]);
    return { flags: 1 << 25, body: Buffer.concat([u16(2 + text.length), text]) };
  };
  const font = (color: number) => ({
    flags: 1 << 26,
    body: Buffer.concat([Buffer.alloc(80), u32(color), Buffer.alloc(34)]),
  });
  const aligned = { flags: 1 << 27, body: Buffer.alloc(8) };
  const border = { flags: 1 << 28, body: Buffer.alloc(8) };
  /** A solid ground, whose colour is the background. */
  const ground = (color: number) => ({ flags: 1 << 29, body: u16(1 << 10, 0x22 | (color << 7)) });
  type Part = ReturnType<typeof font>;
  /** A format with these parts; what its ground keeps is said only where it has none. */
  const dxf = (...parts: Part[]) => {
    const flags = parts.reduce((sum, part) => sum | part.flags, KEEPS_ALL);
    const keeps = flags & (1 << 29) ? flags & ~0x70000 : flags;
    return Buffer.concat([u32(keeps), u16(flags & (1 << 25) ? 1 : 0), ...parts.map(({ body }) => body)]);
  };
  /** Rows 2 and 3, columns B and C, under the number 5. */
  const places = Buffer.concat([u16(1, 5 << 1), u16(1, 2, 1, 2), u16(1), u16(1, 2, 1, 2)]);
  const formula = Buffer.from([0x1e, 1, 0]);
  const newer = (type: number) => Buffer.concat([u16(type), Buffer.alloc(10)]);
  const old = (format: Buffer) =>
    Buffer.concat([record(0x1b0, places), record(0x1b1, Buffer.from([1, 5, 3, 0, 0, 0]), format, formula)]);
  const sized = (format: Buffer) => Buffer.concat([u32(format.length), format]);
  const new2007 = (format: Buffer) =>
    Buffer.concat([
      record(0x879, newer(0x879), places),
      record(0x87a, newer(0x87a), Buffer.from([1, 5, 3, 0, 0, 0]), sized(format), formula, Buffer.alloc(24)),
    ]);
  const added = (format: Buffer) =>
    Buffer.concat([
      old(dxf(font(NAVY))),
      record(0x1b0, u16(1, 6 << 1), u16(9, 9, 9, 9), u16(1), u16(9, 9, 9, 9)),
      record(0x87b, newer(0x87b), u32(0), u16(5), Buffer.from([0, 0, 5, 0, 1, 0, 1, 1]), sized(format)),
    ]);

  const read2 = (conditions: Buffer, looks: readonly BinaryFont[] = [{}]) => {
    const row = (id: string, name: string, amount: number) => [
      { text: id },
      { text: name },
      { text: '', number: amount },
    ];
    const rows = [HEADER.map((text) => ({ text })), row('op-1', 'Juan', 1234), row('op-2', 'Ana', 0)];
    return readOf(xlsOf(rows, looks, undefined, [], conditions), 'a.xls');
  };
  const NUMBERS = ['Monto', 'Monto'];
  const ALL = ['Nombre', 'Monto', 'Nombre', 'Monto'];

  it.each<[string, Buffer, unknown]>([
    ['a number format', dxf(number('0",000"')), NUMBERS],
    ['one that shows nothing', dxf(number(';;;')), ALL],
    ['one beside other parts', dxf(number('0.0'), font(NAVY), aligned, border), NUMBERS],
    ['General', dxf(number('General')), PLAIN],
    ['white letters', dxf(font(WHITE)), ALL],
    ['white letters on white', dxf(font(WHITE), aligned, border, ground(WHITE)), ALL],
    ['white letters on a colour', dxf(font(WHITE), aligned, border, ground(NAVY)), PLAIN],
    ['other letters', dxf(font(NAVY)), PLAIN],
    ['a colour', dxf(border, ground(NAVY)), PLAIN],
  ])('with %s is seen for what it is', async (_, format, expected) => {
    expect(await read2(old(format))).toEqual(expected);
    expect(await read2(new2007(format))).toEqual(expected);
    expect(await read2(added(format))).toEqual(expected);
  });

  it('that makes letters white hides zeros alone where cells have a colour of their own', async () => {
    expect(await read2(old(dxf(font(WHITE))), [{}, { ground: NAVY }])).toEqual(['Monto']);
  });

  it('is no matter for cells that it does not name', async () => {
    const away = Buffer.concat([
      record(0x1b0, u16(1, 2), u16(9, 9, 1, 2), u16(1), u16(9, 9, 1, 2)),
      record(0x1b1, Buffer.from([1, 5, 3, 0, 0, 0]), dxf(font(WHITE)), formula),
    ]);
    expect(await read2(away)).toEqual(PLAIN);
  });
});

describe('a condition of an .xlsb', () => {
  const short = (type: number, ...body: Buffer[]) => {
    const bytes = Buffer.concat(body);
    const head = type < 128 ? [type] : [(type & 0x7f) | 0x80, type >> 7];
    const size = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
    return Buffer.concat([Buffer.from([...head, ...size]), bytes]);
  };
  const property = (kind: number, body: Buffer) => Buffer.concat([u16(kind, 4 + body.length), body]);
  const number = (format: string) => property(38, Buffer.concat([u16(170, format.length), utf16(format)]));
  const letters = (color: number) => property(5, brtColor(color));
  const ground = (color: number) => property(2, brtColor(color));

  function read2(properties: readonly Buffer[], used = 1, rows: readonly [number, number] = [1, 2]) {
    const parts = xlsbParts([HEADER, ['op-1', 'Juan', 1234], ['op-2', 'Ana', 0]]);
    const insert = (name: string, end: readonly number[], records: Buffer) => {
      const part = parts.find(([own]) => own === name);
      const at = part?.[1].lastIndexOf(Buffer.from(end)) ?? -1;
      if (!part || at === -1) throw new Error(`no end of ${name}`);
      part[1] = Buffer.concat([part[1].subarray(0, at), records, part[1].subarray(at)]);
    };
    const dxf = (...own: Buffer[]) => short(507, u16(0, 0, own.length), ...own);
    insert('xl/styles.bin', [0x97, 0x02, 0], Buffer.concat([dxf(letters(NAVY)), dxf(...properties)]));
    insert(
      'xl/worksheets/sheet1.bin',
      [0x82, 0x01, 0],
      Buffer.concat([
        short(461, u32(1, 0, 1, rows[0], rows[1], 1, 2)),
        short(463, u32(1, 0, used, 1, 5, 0, 0), Buffer.alloc(14)),
        short(464),
        short(462),
      ]),
    );
    return readOf(zipParts(parts), 'a.xlsb');
  }

  it.each<[string, readonly Buffer[], unknown]>([
    ['a number format', [number('0",000"')], ['Monto', 'Monto']],
    ['one that shows nothing', [number(';;;')], ['Nombre', 'Monto', 'Nombre', 'Monto']],
    ['General', [number('General')], PLAIN],
    ['white letters', [letters(WHITE)], ['Nombre', 'Monto', 'Nombre', 'Monto']],
    ['white letters on white', [ground(0xffffff), letters(0xffffff)], ['Nombre', 'Monto', 'Nombre', 'Monto']],
    ['white letters on a colour', [ground(NAVY), letters(WHITE)], PLAIN],
    ['other letters', [letters(NAVY), ground(WHITE)], PLAIN],
  ])('with %s is seen for what it is', async (_, properties, expected) => {
    expect(await read2(properties)).toEqual(expected);
  });

  it('is no matter for cells that it does not name, and where no rule has it', async () => {
    expect(await read2([number(';;;')], 1, [8, 9])).toEqual(PLAIN);
    expect(await read2([number(';;;')], 0)).toEqual(PLAIN);
    expect(await read2([number(';;;')], 0xffffffff)).toEqual(PLAIN);
  });
});
