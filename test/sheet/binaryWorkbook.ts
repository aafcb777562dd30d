import { CFB, utils, write } from '@e965/xlsx';
import { zipParts } from './corpus/workbook.mjs';

/** A font and the format of cells that has it: struck out, above the line, or what else disguises its cells. */
export interface BinaryFont {
  readonly struck?: boolean;
  readonly raised?: boolean;
  readonly name?: string;
  /** The place of its colour, and of that of the ground, in the palette; without one they are automatic, and none. */
  readonly color?: number;
  readonly ground?: number;
  /** Whether what is in a cell is repeated across it. */
  readonly repeats?: boolean;
}

/** Letters from there on in the font of this place in the list. */
export type BinaryRun = readonly [from: number, font: number];

/** A text with its runs, in a cell whose own font is that one. */
export interface BinaryText {
  readonly text: string;
  readonly runs?: readonly BinaryRun[];
  readonly own?: number;
  /** In the place of the text, in an .xls: a whole number, beside others in one record. */
  readonly number?: number;
}

export const u16 = (...numbers: number[]) => Buffer.from(new Uint16Array(numbers).buffer);
export const u32 = (...numbers: number[]) => Buffer.from(new Uint32Array(numbers).buffer);
export const utf16 = (text: string) => Buffer.from(text, 'utf16le');
/** A colour by its letters in the order red, green, blue, and a byte more. */
const rgbBytes = (rgb: number, last: number) => Buffer.from([rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff, last]);
export const record = (type: number, ...body: Buffer[]) => {
  const bytes = Buffer.concat(body);
  return Buffer.concat([u16(type, bytes.length), bytes]);
};

/**
 * An .xls (MS-XLS) of one tab whose cells are these texts, in as many records as it takes when none is longer than `most`
 * bytes: where letters are cut in two, the next record says anew how wide they are. Fonts count without the fourth.
 * `palette`: colours from the ninth on, as RGB.
 */
export function xlsOf(
  rows: readonly (readonly BinaryText[])[],
  fonts: readonly BinaryFont[],
  most = 8_224,
  palette: readonly number[] = [],
  beforeEnd: Buffer = Buffer.alloc(0),
): Buffer {
  const texts = rows.flat().filter(({ number }) => number === undefined);
  const pieces: Buffer[] = [u32(texts.length, texts.length)];
  const room = () => most - (pieces.at(-1)?.length ?? 0);
  const put = (bytes: Buffer) => {
    if (room() < bytes.length) pieces.push(Buffer.alloc(0));
    pieces.push(Buffer.concat([pieces.pop() as Buffer, bytes]));
  };
  for (const { text, runs = [] } of texts) {
    const flags = 1 | (runs.length > 0 ? 8 : 0);
    put(Buffer.concat([u16(text.length), Buffer.from([flags]), runs.length > 0 ? u16(runs.length) : u16()]));
    for (const letter of utf16(text).toString('utf16le').split('')) {
      if (room() < 2) pieces.push(Buffer.from([1]));
      put(utf16(letter));
    }
    for (const [from, font] of runs) put(u16(from, font));
  }
  const global = [
    record(0x0809, u16(0x0600, 5, 0, 0), u32(0, 0)),
    ...fonts.map(({ struck, raised, color = 0x7fff, name = 'Arial' }) =>
      record(
        0x0031,
        u16(200, struck ? 8 : 0, color, 400, raised ? 1 : 0),
        Buffer.from([0, 0, 0, 0, name.length, 0]),
        Buffer.from(name),
      ),
    ),
    ...(palette.length === 0
      ? []
      : [record(0x0092, u16(palette.length), ...palette.map((rgb) => rgbBytes(rgb, 0)))]),
    ...fonts.map(({ ground, repeats }, font) =>
      record(
        0x00e0,
        u16(font >= 4 ? font + 1 : font, 0, 0, repeats ? 4 : 0),
        Buffer.alloc(6),
        u32(ground === undefined ? 0 : 1 << 26),
        u16((ground ?? 64) | (65 << 7)),
      ),
    ),
    ...pieces.map((piece, i) => record(i === 0 ? 0x00fc : 0x003c, piece)),
  ];
  const name = Buffer.from('Datos');
  const bound = (at: number) => record(0x0085, u32(at), Buffer.from([0, 0, name.length, 0]), name);
  const end = record(0x000a);
  const begin = Buffer.concat([...global, bound(0), end]).length;
  let index = 0;
  const cells = rows.flatMap((row, r) => {
    const numbers = row.flatMap(({ own = 0, number }) =>
      number === undefined ? [] : [u16(own), u32((number << 2) | 2)],
    );
    const first = row.length - numbers.length / 2;
    const texts = row.slice(0, first).map(({ own = 0 }, c) => record(0x00fd, u16(r, c, own), u32(index++)));
    if (numbers.length === 0) return texts;
    return [...texts, record(0x00bd, u16(r, first), ...numbers, u16(row.length - 1))];
  });
  const tab = [record(0x0809, u16(0x0600, 0x10, 0, 0), u32(0, 0)), ...cells, beforeEnd, end];
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/Workbook', Buffer.concat([...global, bound(begin), end, ...tab]));
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

/** The parts of an .xlsb of one tab, as SheetJS writes it, by their names. */
export function xlsbParts(
  rows: readonly (readonly (string | number)[])[],
): [name: string, content: Buffer][] {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), 'Datos');
  const bytes: Buffer = write(book, { type: 'buffer', bookType: 'xlsb', bookSST: true });
  const zip: { FullPaths: string[]; FileIndex: { content: Uint8Array }[] } = CFB.read(bytes, {
    type: 'buffer',
  });
  return zip.FullPaths.flatMap((path, i): [string, Buffer][] => {
    const name = path.replace(/^Root Entry\//, '');
    const content = Buffer.from(zip.FileIndex[i]?.content ?? []);
    return content.length === 0 || name.startsWith('\u0001') ? [] : [[name, content]];
  });
}

/** A colour by its place in the palette, or by itself where it is greater than these. */
export function brtColor(color?: number): Buffer {
  if (color === undefined) return Buffer.alloc(8);
  if (color <= 0xff) return Buffer.from([1 << 1, color, 0, 0, 0, 0, 0, 0xff]);
  return Buffer.concat([Buffer.from([(2 << 1) | 1, 0, 0, 0]), rgbBytes(color, 0xff)]);
}

/** An .xlsb (MS-XLSB) of one tab whose cells are these texts. */
export function xlsbOf(rows: readonly (readonly BinaryText[])[], fonts: readonly BinaryFont[]): Buffer {
  const short = (type: number, body: Buffer) => {
    const size = body.length;
    const head = size < 128 ? [size] : [(size & 0x7f) | 0x80, size >> 7];
    return Buffer.concat([Buffer.from([type, ...head]), body]);
  };
  const items = rows.flat().map(({ text, runs = [] }) => {
    const rich = runs.length > 0 ? [u32(runs.length), ...runs.map((run) => u16(...run))] : [];
    return short(
      19,
      Buffer.concat([Buffer.from([rich.length > 0 ? 1 : 0]), u32(text.length), utf16(text), ...rich]),
    );
  });
  const styles = fonts.map(({ struck, raised, color, name = 'Arial' }) =>
    short(
      43,
      Buffer.concat([
        u16(220, struck ? 8 : 0, 400, raised ? 1 : 0),
        Buffer.alloc(4),
        brtColor(color),
        Buffer.alloc(1),
        u32(name.length),
        utf16(name),
      ]),
    ),
  );
  const fills = fonts.map(({ ground }) =>
    short(
      45,
      Buffer.concat([u32(ground === undefined ? 0 : 1), brtColor(ground), brtColor(), Buffer.alloc(48)]),
    ),
  );
  const parts = xlsbParts(rows.map((row) => row.map(({ text }, i) => `${text}${i}`)));
  const replace = (name: string, by: (content: Buffer) => Buffer) => {
    const part = parts.find(([own]) => own === name);
    if (!part) throw new Error(`no part ${name}`);
    part[1] = by(part[1]);
  };
  replace('xl/sharedStrings.bin', () =>
    Buffer.concat([
      Buffer.from([0x9f, 0x01, 8]),
      u32(items.length, items.length),
      ...items,
      Buffer.from([0xa0, 0x01, 0]),
    ]),
  );
  const cellFormats = fonts.map(({ repeats }, font) =>
    short(47, Buffer.concat([u16(0, 0, font, font, 0, 0, repeats ? 4 : 0), Buffer.alloc(2)])),
  );
  // Behind BrtBeginFonts, BrtBeginFills and BrtBeginCellXFs, before what is there.
  const behind = (content: Buffer, begin: readonly number[], records: readonly Buffer[]) => {
    const at = content.indexOf(Buffer.from(begin)) + begin.length + 4;
    return Buffer.concat([content.subarray(0, at), ...records, content.subarray(at)]);
  };
  replace('xl/styles.bin', (content) =>
    behind(
      behind(behind(content, [0xe3, 0x04, 4], styles), [0xdb, 0x04, 4], fills),
      [0xe9, 0x04, 4],
      cellFormats,
    ),
  );
  let index = 0;
  const tab = rows.flatMap((row, r) => [
    short(0, Buffer.concat([u32(r, 0), Buffer.alloc(17)])),
    ...row.map(({ own = 0 }, c) => short(7, u32(c, own, index++))),
  ]);
  // Between BrtBeginSheetData and BrtEndSheetData.
  replace('xl/worksheets/sheet1.bin', (content) => {
    const begin = content.indexOf(Buffer.from([0x91, 0x01, 0])) + 3;
    return Buffer.concat([
      content.subarray(0, begin),
      ...tab,
      content.subarray(content.lastIndexOf(Buffer.from([0x92, 0x01, 0]))),
    ]);
  });
  return zipParts(parts);
}
