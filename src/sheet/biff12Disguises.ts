import type { Biff12Styles } from './biff12Styles.js';
import { biff12Cells, biff12Tabs } from './biff12Tabs.js';
import { biff12Records } from './biffRecords.js';
import { DisguisedCells } from './disguise.js';
import { readPart } from './zipPart.js';

/** A record of a tab of an .xlsb (MS-XLSB 2.3): its tables begin. */
const BEGIN_LIST_PARTS = 660;

/** Of each tab of an .xlsb, the cells that their formats disguise, which SheetJS does not read. */
export async function biff12Disguises(
  bytes: Buffer,
  { disguises }: Biff12Styles,
): Promise<ReadonlyMap<string, DisguisedCells>> {
  const found = new Map<string, DisguisedCells>();
  if (disguises.every((disguise) => disguise === null)) return found;
  for (const { name, part } of await biff12Tabs(bytes)) {
    const cells = new DisguisedCells();
    const tab = await readPart(bytes, part);
    for (const { row, column, format } of biff12Cells(tab)) {
      const disguise = disguises[format];
      if (disguise) cells.add(row, column, disguise);
    }
    for (const { type } of biff12Records(tab)) if (type === BEGIN_LIST_PARTS) cells.hasTables = true;
    found.set(name, cells);
  }
  return found;
}
