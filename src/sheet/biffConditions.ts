import type { WorkBook } from '@e965/xlsx';
import type { BiffStyles } from './biffStyles.js';
import { tabRecords } from './biffTabs.js';
import { type CellSpan, type Restyling, restylingBy } from './conditionalFormats.js';

/** Records of a tab of an .xls (MS-XLS 2.3): the cells of conditions, a condition, and both since Excel 2007. */
const CONDFMT = 0x01b0;
const CF = 0x01b1;
const CONDFMT12 = 0x0879;
const CF12 = 0x087a;
/** What Excel 2007 adds to a condition before it, or says of the one behind it. */
const CFEX = 0x087b;
/** Bytes at the beginning of the records since Excel 2007. */
const NEW_HEADER = 12;

/** Of each tab of an .xls, the cells that a condition may show otherwise, which SheetJS does not read. */
export function biffConditions(
  stream: Buffer,
  workbook: WorkBook,
  styles: BiffStyles,
): ReadonlyMap<string, readonly CellSpan[]> {
  const found = new Map<string, CellSpan[]>();
  let places: readonly Place[] = [];
  const numbered = new Map<string, readonly Place[]>();
  for (const { tab, type, at, size } of tabRecords(stream, workbook)) {
    if (tab === null) continue;
    const record = stream.subarray(at, at + size);
    let what: Restyling = 'nothing';
    if (type === CONDFMT || type === CONDFMT12) {
      const begin = type === CONDFMT ? 0 : NEW_HEADER;
      places = placesIn(record.subarray(begin));
      numbered.set(`${tab}/${record.readUInt16LE(begin + 2) >> 1}`, places);
    } else if (type === CF) what = restylingOf(record.subarray(6), styles);
    else if (type === CF12) what = restylingOf12(record.subarray(NEW_HEADER + 6), styles);
    else if (type === CFEX) {
      places = numbered.get(`${tab}/${record.readUInt16LE(NEW_HEADER + 4)}`) ?? [];
      const isOfNext = record.readUInt32LE(NEW_HEADER) !== 0;
      const hasFormat = !isOfNext && record[NEW_HEADER + 13] === 1;
      if (hasFormat) what = restylingOf12(record.subarray(NEW_HEADER + 14), styles);
    }
    if (what === 'nothing') continue;
    const spans = found.get(tab) ?? [];
    for (const place of places) spans.push({ ...place, what });
    found.set(tab, spans);
  }
  return found;
}

type Place = Omit<CellSpan, 'what'>;

/** MS-XLS 2.5.39: how many conditions, flags with a number, the cells around all, how many places, and these. */
function placesIn(body: Buffer): Place[] {
  return Array.from({ length: body.readUInt16LE(12) }, (_, i): Place => {
    const at = 14 + 8 * i;
    return {
      rows: [body.readUInt16LE(at), body.readUInt16LE(at + 2)],
      columns: [body.readUInt16LE(at + 4), body.readUInt16LE(at + 6)],
    };
  });
}

/** With its length before it (MS-XLS 2.5.77). */
function restylingOf12(body: Buffer, styles: BiffStyles): Restyling {
  const size = body.readUInt32LE(0);
  return size === 0 ? 'nothing' : restylingOf(body.subarray(4, 4 + size), styles);
}

/** Which parts of a format a condition has (MS-XLS 2.5.76), and which of its ground it leaves as they are. */
const NUMBER = 1 << 25;
const FONT = 1 << 26;
const ALIGNMENT = 1 << 27;
const BORDER = 1 << 28;
const PATTERN = 1 << 29;
const KEEPS_PATTERN = 1 << 16;
const KEEPS_FORE = 1 << 17;
const KEEPS_BACK = 1 << 18;
/** Bytes of those that have always as many. */
const FONT_BYTES = 118;
const OTHER_BYTES = 8;
/** Within a font, the place of its colour. */
const COLOR_AT = 80;
/** The number of `@`; those that a workbook defines itself come later. */
const TEXT_FORMAT = 49;

function restylingOf(dxf: Buffer, { white, someFilled }: BiffStyles): Restyling {
  const flags = dxf.readUInt32LE(0);
  let at = 6;
  let format: string | null = null;
  if (flags & NUMBER) {
    const isOwn = (dxf.readUInt16LE(4) & 1) !== 0;
    if (isOwn) format = textOf(dxf.subarray(at + 2));
    // Which of Excel's own it is: none of them changes a text.
    else format = [0, TEXT_FORMAT].includes(dxf[at + 1] ?? 0) ? 'General' : '0';
    at += isOwn ? dxf.readUInt16LE(at) : 2;
  }
  let isWhite = false;
  if (flags & FONT) {
    isWhite = white.has(dxf.readInt32LE(at + COLOR_AT));
    at += FONT_BYTES;
  }
  if (flags & ALIGNMENT) at += OTHER_BYTES;
  if (flags & BORDER) at += OTHER_BYTES;
  let isFilled = false;
  if (flags & PATTERN) {
    const hasPattern = flags & KEEPS_PATTERN || dxf.readUInt16LE(at) >> 10 !== 0;
    const colors = dxf.readUInt16LE(at + 2);
    // A solid ground has its colour as the background.
    const color = flags & KEEPS_BACK ? (flags & KEEPS_FORE ? null : colors & 0x7f) : (colors >> 7) & 0x7f;
    isFilled = hasPattern !== false && color !== null && !white.has(color);
  }
  return restylingBy(isWhite && !isFilled, someFilled, format);
}

/** A text with its length in letters, and how wide they are, before it (MS-XLS 2.5.294). */
function textOf(body: Buffer): string {
  const letters = body.readUInt16LE(0);
  const isWide = ((body[2] ?? 0) & 1) !== 0;
  return body.toString(isWide ? 'utf16le' : 'latin1', 3, 3 + letters * (isWide ? 2 : 1));
}
