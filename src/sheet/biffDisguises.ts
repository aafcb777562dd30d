import type { WorkBook } from '@e965/xlsx';
import type { BiffStyles } from './biffStyles.js';
import { tabRecords } from './biffTabs.js';
import { DisguisedCells } from './disguise.js';

/** Records of the stream of an .xls (MS-XLS 2.3). */
/** Cells: a formula, a text with runs, one of the list and one of its own, numbers, what is true or false. */
const CELLS: ReadonlySet<number> = new Set([0x0006, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e]);
/** Numbers side by side. */
const MULRK = 0x00bd;
/** Tables, from Excel 2003 and from 2007. */
const TABLES: ReadonlySet<number> = new Set([0x0872, 0x0878]);

/** Of each tab of an .xls, the cells that their formats disguise, which SheetJS does not read. */
export function biffDisguises(
  stream: Buffer,
  workbook: WorkBook,
  { disguises }: BiffStyles,
): ReadonlyMap<string, DisguisedCells> {
  const found = new Map<string, DisguisedCells>();
  if (disguises.every((disguise) => disguise === null)) return found;
  for (const { tab, type, at, size } of tabRecords(stream, workbook)) {
    if (tab === null) continue;
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
