import type { Biff12Styles } from './biff12Styles.js';
import { biff12Tabs } from './biff12Tabs.js';
import { biff12Records } from './biffRecords.js';
import type { CellSpan } from './conditionalFormats.js';
import { readPart } from './zipPart.js';

/** Records of a tab of an .xlsb (MS-XLSB 2.3): the cells of conditions, and one of these. */
const BEGIN_CONDITIONS = 461;
const BEGIN_RULE = 463;

/** Of each tab of an .xlsb, the cells that a condition may show otherwise, which SheetJS does not read. */
export async function biff12Conditions(
  bytes: Buffer,
  { restylings }: Biff12Styles,
): Promise<ReadonlyMap<string, readonly CellSpan[]>> {
  const found = new Map<string, readonly CellSpan[]>();
  if (restylings.every((what) => what === 'nothing')) return found;
  for (const { name, part } of await biff12Tabs(bytes)) {
    const tab = await readPart(bytes, part);
    const spans: CellSpan[] = [];
    let places: readonly Omit<CellSpan, 'what'>[] = [];
    for (const { type, at } of biff12Records(tab)) {
      if (type === BEGIN_CONDITIONS) places = placesIn(tab, at + 8);
      if (type !== BEGIN_RULE) continue;
      const what = restylings[tab.readUInt32LE(at + 8)] ?? 'nothing';
      if (what !== 'nothing') spans.push(...places.map((place) => ({ ...place, what })));
    }
    found.set(name, spans);
  }
  return found;
}

/** How many places, and of each the first and the last row, and the first and the last column (MS-XLSB 2.5.150). */
function placesIn(tab: Buffer, from: number): Omit<CellSpan, 'what'>[] {
  return Array.from({ length: tab.readUInt32LE(from) }, (_, i): Omit<CellSpan, 'what'> => {
    const at = from + 4 + 16 * i;
    return {
      rows: [tab.readUInt32LE(at), tab.readUInt32LE(at + 4)],
      columns: [tab.readUInt32LE(at + 8), tab.readUInt32LE(at + 12)],
    };
  });
}
