import type { WorkBook } from '@e965/xlsx';
import { DisguisedCells } from './disguise.js';
import { odsCells } from './odsCells.js';
import { OdsLooks } from './odsLooks.js';
import { rowsOf } from './tabFacts.js';

/**
 * Of each tab of an OpenDocument spreadsheet, the cells that their formats disguise, which SheetJS does not read: by its
 * content, whose tabs are those of the workbook, and its styles.
 */
export function odsDisguises(
  { SheetNames, Sheets }: WorkBook,
  content: string,
  styles: string,
): ReadonlyMap<string, DisguisedCells> {
  const looks = new OdsLooks(styles + content.slice(0, Math.max(0, content.indexOf('<office:body'))));
  const found = new Map(SheetNames.map((name) => [name, new DisguisedCells()]));
  if (!looks.someDisguise) return found;
  for (const { tab, rows, columns, style, inner } of odsCells(content)) {
    const disguise = looks.of(style) ?? (looks.hasSymbols(inner) ? 'symbols' : null);
    if (disguise === null) continue;
    const name = SheetNames[tab] ?? '';
    const data = rowsOf(Sheets[name] ?? {});
    // A cell can be repeated to the end of the tab.
    for (let row = rows[0]; row < Math.min(rows[1], data.length); row += 1) {
      const width = Math.min(columns[1], data[row]?.length ?? 0);
      for (let column = columns[0]; column < width; column += 1) found.get(name)?.add(row, column, disguise);
    }
  }
  return found;
}
