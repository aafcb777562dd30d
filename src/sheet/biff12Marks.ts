import type { CellObject, WorkBook } from '@e965/xlsx';
import { biff12Cells, biff12Tabs } from './biff12Tabs.js';
import { biff12Records } from './biffRecords.js';
import { type Run, type RunMark, richXml, runMark } from './richText.js';
import { readPart } from './zipPart.js';

/** Records of the parts of an .xlsb (MS-XLSB 2.3). */
const CELL_ISST = 7;
const SHORT_ISST = 18;
const SST_ITEM = 19;
const FONT = 43;
const XF = 47;
const CELL_RSTRING = 62;
const BEGIN_CELL_XFS = 617;
const END_CELL_XFS = 618;

/** As many letters as a cell holds. */
const MOST_RUNS = 32_767;

/**
 * Gives each text of an .xlsb the runs of letters that are struck out, raised or lowered, as SheetJS gives them of an
 * .xlsx: of an .xlsb it leaves them out. Does nothing where no font does any of it.
 */
export async function addBiff12Marks(workbook: WorkBook, bytes: Buffer): Promise<void> {
  const styles = await readPart(bytes, 'xl/styles.bin');
  const { fonts, formats } = marksOf(styles);
  if (fonts.every((mark) => mark === 'none')) return;
  const list = await readPart(bytes, 'xl/sharedStrings.bin');
  const texts = [...biff12Records(list)]
    .filter(({ type }) => type === SST_ITEM)
    .map(({ at }) => runsOf(list, at, fonts));
  for (const { name, part } of await biff12Tabs(bytes)) {
    const rows = (workbook.Sheets[name]?.['!data'] ?? []) as readonly (readonly (CellObject | undefined)[])[];
    const tab = await readPart(bytes, part);
    for (const { type, row, column, format, value } of biff12Cells(tab)) {
      if (type !== CELL_ISST && type !== CELL_RSTRING && type !== SHORT_ISST) continue;
      const cell = rows[row]?.[column];
      const runs = type === CELL_RSTRING ? runsOf(tab, value, fonts) : texts[tab.readUInt32LE(value)];
      if (cell && runs) cell.r = richXml(String(cell.v ?? ''), formats[format] ?? 'none', runs);
    }
  }
}

/** Of each font, and of each format of cells by its font. */
function marksOf(styles: Buffer): { fonts: readonly RunMark[]; formats: readonly RunMark[] } {
  const fonts: RunMark[] = [];
  const formats: RunMark[] = [];
  let ofCells = false;
  for (const { type, at } of biff12Records(styles)) {
    if (type === FONT) fonts.push(fontMark(styles, at));
    else if (type === BEGIN_CELL_XFS) ofCells = true;
    else if (type === END_CELL_XFS) ofCells = false;
    else if (type === XF && ofCells) formats.push(fonts[styles.readUInt16LE(at + 4)] ?? 'none');
  }
  return { fonts, formats };
}

/** Struck out, above or below the line (MS-XLSB 2.4.154: fStrikeout, sss). */
function fontMark(styles: Buffer, at: number): RunMark {
  return runMark((styles.readUInt16LE(at + 2) & 0x8) !== 0, styles.readUInt16LE(at + 6) !== 0);
}

/** The runs of a rich text (MS-XLSB 2.5.121); `null` where it has none. */
function runsOf(part: Buffer, at: number, fonts: readonly RunMark[]): readonly Run[] | null {
  if (((part[at] ?? 0) & 0x1) === 0) return null;
  const behind = at + 5 + 2 * part.readUInt32LE(at + 1);
  return Array.from({ length: Math.min(part.readUInt32LE(behind), MOST_RUNS) }, (_, i): Run => {
    const run = behind + 4 + 4 * i;
    return { from: part.readUInt16LE(run), mark: fonts[part.readUInt16LE(run + 2)] ?? 'none' };
  });
}
