import type { WorkBook } from '@e965/xlsx';
import type { BiffRecord } from './biffRecords.js';
import { tabRecords } from './biffTabs.js';
import { type Disguise, disguiseOf, type FormatLook, isSymbolFont } from './disguise.js';

/** Records of the stream of an .xls (MS-XLS 2.3). */
const FONT = 0x0031;
const PALETTE = 0x0092;
const XF = 0x00e0;

/** What an .xls says of how its cells look. */
export interface BiffStyles {
  /** Of each format, how it disguises its cells. */
  readonly disguises: readonly (Disguise | null)[];
  /** Whether a format has a colour as its ground. */
  readonly someFilled: boolean;
  /** Places of the colours that are white. */
  readonly white: ReadonlySet<number>;
}

export function biffStyles(stream: Buffer, workbook: WorkBook): BiffStyles {
  const fonts: FontLook[] = [];
  const formats: BiffRecord[] = [];
  let white = WHITE_INDEXES;
  for (const record of tabRecords(stream, workbook)) {
    // They stand before all tabs.
    if (record.tab !== null) break;
    if (record.type === FONT) fonts.push(fontLook(stream, record));
    else if (record.type === XF) formats.push(record);
    else if (record.type === PALETTE) white = whiteIndexes(stream, record);
  }
  const looks = formats.map((format) => lookOf(stream, format, fonts, white));
  return { disguises: looks.map(disguiseOf), someFilled: looks.some(({ filled }) => filled), white };
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
function lookOf(
  stream: Buffer,
  { at, size }: BiffRecord,
  fonts: readonly FontLook[],
  white: ReadonlySet<number>,
): FormatLook {
  const font = stream.readUInt16LE(at);
  // There is no font 4 (MS-XLS 2.5.129).
  const { color = 0, symbols = false } = fonts[font > 4 ? font - 1 : font] ?? {};
  const isLong = size >= FORMAT_BYTES;
  const pattern = isLong ? stream.readUInt32LE(at + 14) >>> 26 : (stream.readUInt32LE(at + 8) >>> 16) & 0x3f;
  const ground = stream.readUInt16LE(at + (isLong ? 18 : 8)) & 0x7f;
  return {
    white: white.has(color),
    filled: pattern !== 0 && !white.has(ground),
    symbols,
    repeats: ((stream[at + 6] ?? 0) & 0x7) === ALIGNED_FILL,
  };
}
