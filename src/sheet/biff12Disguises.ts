import { biff12Cells, biff12Tabs } from './biff12Tabs.js';
import { biff12Records } from './biffRecords.js';
import { type Disguise, DisguisedCells, disguiseOf, isSymbolFont } from './disguise.js';
import { readPart } from './zipPart.js';

/** Records of the parts of an .xlsb (MS-XLSB 2.3). */
const FONT = 43;
const FILL = 45;
const XF = 47;
const BEGIN_CELL_XFS = 617;
const END_CELL_XFS = 618;
const BEGIN_LIST_PARTS = 660;

/** Of each tab of an .xlsb, the cells that their formats disguise, which SheetJS does not read. */
export async function biff12Disguises(bytes: Buffer): Promise<ReadonlyMap<string, DisguisedCells>> {
  const found = new Map<string, DisguisedCells>();
  const formats = disguisesIn(await readPart(bytes, 'xl/styles.bin'));
  if (formats.every((disguise) => disguise === null)) return found;
  for (const { name, part } of await biff12Tabs(bytes)) {
    const cells = new DisguisedCells();
    const tab = await readPart(bytes, part);
    for (const { row, column, format } of biff12Cells(tab)) {
      const disguise = formats[format];
      if (disguise) cells.add(row, column, disguise);
    }
    for (const { type } of biff12Records(tab)) if (type === BEGIN_LIST_PARTS) cells.hasTables = true;
    found.set(name, cells);
  }
  return found;
}

const ALIGNED_FILL = 4;

/** Of each format of cells (MS-XLSB 2.4.840), by its font (2.4.154) and its fill (2.4.158). */
function disguisesIn(styles: Buffer): readonly (Disguise | null)[] {
  const fonts: { white: boolean; symbols: boolean }[] = [];
  const filled: boolean[] = [];
  const formats: (Disguise | null)[] = [];
  let ofCells = false;
  for (const { type, at } of biff12Records(styles)) {
    if (type === FONT) {
      const letters = at + 25;
      const name = styles.toString('utf16le', letters, letters + 2 * styles.readUInt32LE(at + 21));
      fonts.push({ white: isWhite(styles, at + 12), symbols: isSymbolFont(name) });
    } else if (type === FILL) filled.push(styles.readUInt32LE(at) !== 0 && !isWhite(styles, at + 4));
    else if (type === BEGIN_CELL_XFS) ofCells = true;
    else if (type === END_CELL_XFS) ofCells = false;
    else if (type === XF && ofCells) {
      const { white = false, symbols = false } = fonts[styles.readUInt16LE(at + 4)] ?? {};
      const ground = filled[styles.readUInt16LE(at + 6)] === true;
      const repeats = ((styles[at + 12] ?? 0) & 0x7) === ALIGNED_FILL;
      formats.push(disguiseOf({ white, symbols, filled: ground, repeats }));
    }
  }
  return formats;
}

/** How a colour is given (MS-XLSB 2.5.17): by its place in the palette, by itself, by its place in the theme. */
const INDEXED = 1;
const RGB = 2;
const THEME = 3;
/** White twice, and the paper. */
const WHITE_INDEXES: ReadonlySet<number> = new Set([1, 9, 65]);

/** White itself, or the first colour of the theme, which is that of the paper. */
export function isWhite(part: Buffer, at: number): boolean {
  const kind = (part[at] ?? 0) >> 1;
  const rgb = part.readUIntBE(at + 4, 3);
  if (kind === RGB) return rgb === 0xffffff;
  if (kind === INDEXED) return WHITE_INDEXES.has(part[at + 1] ?? 0);
  // Where the file says what it comes to, that is believed.
  const isKnown = ((part[at] ?? 0) & 1) !== 0;
  return (
    kind === THEME && part[at + 1] === 0 && part.readInt16LE(at + 2) === 0 && (!isKnown || rgb === 0xffffff)
  );
}
