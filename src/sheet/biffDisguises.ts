import type { WorkBook } from '@e965/xlsx';
import type { BiffRecord } from './biffRecords.js';
import { tabRecords } from './biffTabs.js';
import { type Disguise, DisguisedCells, disguiseOf, isSymbolFont } from './disguise.js';

/** Records of the stream of an .xls (MS-XLS 2.3). */
const FONT = 0x0031;
const PALETTE = 0x0092;
const XF = 0x00e0;
/** Cells: a formula, a text with runs, one of the list and one of its own, numbers, what is true or false. */
const CELLS: ReadonlySet<number> = new Set([0x0006, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e]);
/** Numbers side by side. */
const MULRK = 0x00bd;
/** Tables, from Excel 2003 and from 2007. */
const TABLES: ReadonlySet<number> = new Set([0x0872, 0x0878]);

/** Of each tab of an .xls, the cells that their formats disguise, which SheetJS does not read. */
export function biffDisguises(stream: Buffer, workbook: WorkBook): ReadonlyMap<string, DisguisedCells> {
  const found = new Map<string, DisguisedCells>();
  const fonts: FontLook[] = [];
  const formats: BiffRecord[] = [];
  let white = WHITE_INDEXES;
  let disguises: readonly (Disguise | null)[] | null = null;
  for (const record of tabRecords(stream, workbook)) {
    const { tab, type, at, size } = record;
    if (tab === null) {
      if (type === FONT) fonts.push(fontLook(stream, record));
      else if (type === XF) formats.push(record);
      else if (type === PALETTE) white = whiteIndexes(stream, record);
      continue;
    }
    disguises ??= formats.map((format) => disguiseOfFormat(stream, format, fonts, white));
    if (disguises.every((disguise) => disguise === null)) return found;
    const cells = found.get(tab) ?? new DisguisedCells();
    found.set(tab, cells);
    if (TABLES.has(type)) cells.hasTables = true;
    const isMany = type === MULRK;
    if (!isMany && !CELLS.has(type)) continue;
    const [row, first] = [stream.readUInt16LE(at), stream.readUInt16LE(at + 2)];
    // Each of many has six bytes, and behind them stands the last column.
    for (let i = 0; isMany ? 4 + 6 * (i + 1) + 2 <= size : i === 0; i += 1) {
      const disguise = disguises[stream.readUInt16LE(at + 4 + 6 * i)];
      if (disguise) cells.add(row, first + i, disguise);
    }
  }
  return found;
}

interface FontLook {
  /** The place of its colour. */
  readonly color: number;
  readonly symbols: boolean;
}

/** MS-XLS 2.4.122; the letters of its name have one byte each in BIFF5, and in BIFF8 where a byte before them says so. */
function fontLook(stream: Buffer, { at, size }: BiffRecord): FontLook {
  const name = stream.toString('latin1', at + 15, at + size).replace(/[^\x20-\x7f]/g, '');
  return { color: stream.readUInt16LE(at + 4), symbols: isSymbolFont(name) };
}

/** Places of colours that are white where a workbook has no palette of its own: white twice, and the paper (MS-XLS 2.5.161). */
const WHITE_INDEXES: ReadonlySet<number> = new Set([1, 9, 65]);
/** The first colour that a palette changes. */
const FIRST_OWN = 8;

/** The same by the palette of a workbook (MS-XLS 2.4.188). */
function whiteIndexes(stream: Buffer, { at, size }: BiffRecord): ReadonlySet<number> {
  const own = Array.from({ length: Math.floor((size - 2) / 4) }, (_, i) => i).filter(
    (i) => stream.readUIntLE(at + 2 + 4 * i, 3) === 0xffffff,
  );
  return new Set([1, 65, ...own.map((i) => FIRST_OWN + i)]);
}

/** Bytes of a format from Excel 97 on; before, it had fewer. */
const FORMAT_BYTES = 20;
const ALIGNED_FILL = 4;

/** MS-XLS 2.4.353. */
function disguiseOfFormat(
  stream: Buffer,
  { at, size }: BiffRecord,
  fonts: readonly FontLook[],
  white: ReadonlySet<number>,
): Disguise | null {
  const font = stream.readUInt16LE(at);
  // There is no font 4 (MS-XLS 2.5.129).
  const { color = 0, symbols = false } = fonts[font > 4 ? font - 1 : font] ?? {};
  const isLong = size >= FORMAT_BYTES;
  const pattern = isLong ? stream.readUInt32LE(at + 14) >>> 26 : (stream.readUInt32LE(at + 8) >>> 16) & 0x3f;
  const ground = stream.readUInt16LE(at + (isLong ? 18 : 8)) & 0x7f;
  return disguiseOf({
    white: white.has(color),
    filled: pattern !== 0 && !white.has(ground),
    symbols,
    repeats: ((stream[at + 6] ?? 0) & 0x7) === ALIGNED_FILL,
  });
}
