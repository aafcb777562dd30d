import type { WorkBook } from '@e965/xlsx';
import { biff12Records, biffRecords } from './biffRecords.js';

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

/** Records of a workbook's stream (MS-XLS 2.3): a substream begins, a tab of the workbook, how a tab is looked at. */
const BOF = 0x0809;
const BOUND_SHEET = 0x0085;
const WINDOW2 = 0x023e;
/** In the flags of both: whether zeros are shown (MS-XLS 2.4.346, fDspZeros). */
const SHOWS_ZEROS = 0x10;

/** The tabs of an .xls that show nothing where a number is 0, which SheetJS does not read. */
export function zerolessTabs(stream: Buffer, { SheetNames }: WorkBook): ReadonlySet<string> {
  const tabs: number[] = [];
  const hiding = new Set<number>();
  let begin = 0;
  for (const { type, at, size } of biffRecords(stream)) {
    if (type === BOF) begin = at - 4;
    else if (type === BOUND_SHEET && size >= 4) tabs.push(stream.readUInt32LE(at));
    else if (type === WINDOW2 && size >= 2 && (stream.readUInt16LE(at) & SHOWS_ZEROS) === 0)
      hiding.add(begin);
  }
  return new Set(SheetNames.filter((_, index) => hiding.has(tabs[index] ?? -1)));
}
