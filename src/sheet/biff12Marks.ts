import type { CellObject, WorkBook } from '@e965/xlsx';
import { type BiffRecord, biff12Records } from './biffRecords.js';
import { type Run, type RunMark, richXml, runMark } from './richText.js';
import { readPart } from './zipPart.js';

/** Records of the parts of an .xlsb (MS-XLSB 2.3). */
const ROW = 0;
/** Records of this type and below are cells, and say their column. */
const LAST_CELL = 11;
const CELL_ISST = 7;
/** Cells that say no column: they stand right of the one before. */
const SHORT_BLANK = 12;
const SHORT_ISST = 18;
const SST_ITEM = 19;
const FONT = 43;
const XF = 47;
const CELL_RSTRING = 62;
const BUNDLE_SHEET = 156;
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
  for (const { name, part } of await tabsOf(bytes)) {
    const rows = (workbook.Sheets[name]?.['!data'] ?? []) as readonly (readonly (CellObject | undefined)[])[];
    const tab = await readPart(bytes, part);
    let row = 0;
    let column = 0;
    for (const { type, at } of biff12Records(tab)) {
      const isShort = type >= SHORT_BLANK && type <= SHORT_ISST;
      if (type === ROW) {
        row = tab.readUInt32LE(at);
        column = -1;
      } else if (isShort) column += 1;
      else if (type <= LAST_CELL || type === CELL_RSTRING) column = tab.readUInt32LE(at);
      if (type !== CELL_ISST && type !== CELL_RSTRING && type !== SHORT_ISST) continue;
      const style = isShort ? at : at + 4;
      const cell = rows[row]?.[column];
      const own = formats[tab.readUIntLE(style, 3)] ?? 'none';
      const value = style + 4;
      const runs = type === CELL_RSTRING ? runsOf(tab, value, fonts) : texts[tab.readUInt32LE(value)];
      if (cell && runs) cell.r = richXml(String(cell.v ?? ''), own, runs);
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

/** The tabs with the parts that hold their cells. */
async function tabsOf(bytes: Buffer): Promise<readonly { name: string; part: string }[]> {
  const book = await readPart(bytes, 'xl/workbook.bin');
  const related = (await readPart(bytes, 'xl/_rels/workbook.bin.rels')).toString();
  const parts = new Map<string, string>();
  for (const [tag] of related.matchAll(/<Relationship\b[^>]*>/g)) {
    const target = /\bTarget="([^"]*)"/.exec(tag)?.[1] ?? '';
    parts.set(
      /\bId="([^"]*)"/.exec(tag)?.[1] ?? '',
      target.startsWith('/') ? target.slice(1) : `xl/${target}`,
    );
  }
  return [...biff12Records(book)]
    .filter(({ type }) => type === BUNDLE_SHEET)
    .map((record) => {
      const [id, behind] = wideString(book, record, record.at + 8);
      const [name] = wideString(book, record, behind);
      return { name, part: parts.get(id) ?? '' };
    });
}

function wideString(part: Buffer, { at, size }: BiffRecord, from: number): [text: string, behind: number] {
  const length = part.readUInt32LE(from);
  // 0xFFFFFFFF stands for no text.
  const behind = length === 0xffffffff ? from + 4 : Math.min(from + 4 + 2 * length, at + size);
  return [part.toString('utf16le', from + 4, behind), behind];
}
