import type { CellObject, WorkBook } from '@e965/xlsx';
import { biffRecords } from './biffRecords.js';

/** Records of a workbook's stream (MS-XLS 2.3). */
const FORMULA = 0x0006;
const UNCALCED = 0x005e;
const RECALC_ID = 0x01c1;
const BOF = 0x0809;
const BOUND_SHEET = 0x0085;
/** In the flags of a formula: to be computed on opening, as programs mark it that cannot compute (HSSF writes 2). */
const ON_LOAD = 0x2;

/**
 * Whether an .xls is to be computed anew before anybody sees its results: it says that it was saved without having been
 * computed (MS-XLS, Uncalced), or that no engine has computed it, and that of every Excel is newer (RecalcId).
 */
export function recalculates(stream: Buffer): boolean {
  for (const { type, at, size } of biffRecords(stream)) {
    if (type === UNCALCED) return true;
    if (type === RECALC_ID && size >= 8 && stream.readUInt32LE(at + 4) === 0) return true;
  }
  return false;
}

/** Takes their 0 from the formulas of an .xls that are to be computed on opening and have no other result. */
export function dropUncomputed({ SheetNames, Sheets }: WorkBook, stream: Buffer): void {
  const tabs: number[] = [];
  let data: readonly (readonly (CellObject | undefined)[] | undefined)[] = [];
  for (const { type, at, size } of biffRecords(stream)) {
    if (type === BOUND_SHEET && size >= 4) tabs.push(stream.readUInt32LE(at));
    else if (type === BOF) {
      const name = SheetNames[tabs.indexOf(at - 4)];
      data = (Sheets[name ?? '']?.['!data'] ?? []) as typeof data;
    } else if (type === FORMULA && size >= 16) {
      const isZero = stream.readDoubleLE(at + 6) === 0;
      if (!isZero || (stream.readUInt16LE(at + 14) & ON_LOAD) === 0) continue;
      const cell = data[stream.readUInt16LE(at)]?.[stream.readUInt16LE(at + 2)];
      if (cell?.t === 'n' && cell.v === 0) cell.t = 'z';
    }
  }
}
