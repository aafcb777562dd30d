import type { WorkBook } from '@e965/xlsx';
import { type BiffRecord, biffRecords } from './biffRecords.js';

/** Records of a workbook's stream (MS-XLS 2.3): a substream begins and ends, a tab of the workbook. */
const BOF = 0x0809;
const EOF = 0x000a;
const BOUND_SHEET = 0x0085;

/** A record with the tab in whose own substream it stands; `null` for those of the workbook as a whole. */
export interface TabRecord extends BiffRecord {
  readonly tab: string | null;
}

/** The records of an .xls by their tabs, but for those of charts that lie in one: a tab goes on behind them. */
export function* tabRecords(stream: Buffer, { SheetNames }: WorkBook): Generator<TabRecord> {
  const begins: number[] = [];
  const open: (string | null | undefined)[] = [];
  for (const record of biffRecords(stream)) {
    if (record.type === BOF) {
      const tab = SheetNames[begins.indexOf(record.at - 4)];
      open.push(tab ?? (open.length === 0 && begins.length === 0 ? null : undefined));
    } else if (record.type === EOF) open.pop();
    else {
      if (record.type === BOUND_SHEET && record.size >= 4) begins.push(stream.readUInt32LE(record.at));
      const tab = open.at(-1);
      if (tab !== undefined) yield { ...record, tab };
    }
  }
}
