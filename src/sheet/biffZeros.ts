import type { WorkBook } from '@e965/xlsx';
import { biff12Records } from './biffRecords.js';
import { tabRecords } from './biffTabs.js';

/** Records of a tab of an .xlsb (MS-XLSB 2.3): how it is looked at, and where its cells begin. */
const BEGIN_WS_VIEW = 137;
const BEGIN_SHEET_DATA = 145;

/** Whether a tab of an .xlsb shows nothing where a number is 0, by the beginning of its part (MS-XLSB 2.4.28, fDspZeros). */
export function hidesZeros(part: Buffer): boolean {
  for (const { type, at, size } of biff12Records(part)) {
    if (type === BEGIN_SHEET_DATA) return false;
    if (type === BEGIN_WS_VIEW) return size >= 2 && (part.readUInt16LE(at) & SHOWS_ZEROS) === 0;
  }
  return false;
}

/** A record of a tab of an .xls (MS-XLS 2.3): how it is looked at. */
const WINDOW2 = 0x023e;
/** In the flags of both: whether zeros are shown (MS-XLS 2.4.346, fDspZeros). */
const SHOWS_ZEROS = 0x10;

/** The tabs of an .xls that show nothing where a number is 0, which SheetJS does not read. */
export function zerolessTabs(stream: Buffer, workbook: WorkBook): ReadonlySet<string> {
  const hiding = new Set<string>();
  for (const { tab, type, at, size } of tabRecords(stream, workbook)) {
    if (tab !== null && type === WINDOW2 && size >= 2 && (stream.readUInt16LE(at) & SHOWS_ZEROS) === 0)
      hiding.add(tab);
  }
  return hiding;
}
