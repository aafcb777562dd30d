import { isWhite } from './biff12Color.js';
import { biff12Records } from './biffRecords.js';
import { type Restyling, restylingBy } from './conditionalFormats.js';
import { type Disguise, disguiseOf, type FormatLook, isSymbolFont } from './disguise.js';

/** Records of the styles of an .xlsb (MS-XLSB 2.3). */
const FONT = 43;
const FILL = 45;
const XF = 47;
const DXF = 507;
const BEGIN_CELL_XFS = 617;
const END_CELL_XFS = 618;

/** What an .xlsb says of how its cells look. */
export interface Biff12Styles {
  /** Of each format, how it disguises its cells. */
  readonly disguises: readonly (Disguise | null)[];
  /** Of each format for conditions, what it may show otherwise. */
  readonly restylings: readonly Restyling[];
}

const ALIGNED_FILL = 4;

/** Of each format of cells (MS-XLSB 2.4.840), by its font (2.4.154) and its fill (2.4.158). */
export function biff12Styles(styles: Buffer): Biff12Styles {
  const fonts: { white: boolean; symbols: boolean }[] = [];
  const filled: boolean[] = [];
  const formats: FormatLook[] = [];
  const conditions: Buffer[] = [];
  let ofCells = false;
  for (const { type, at, size } of biff12Records(styles)) {
    if (type === FONT) {
      const letters = at + 25;
      const name = styles.toString('utf16le', letters, letters + 2 * styles.readUInt32LE(at + 21));
      fonts.push({ white: isWhite(styles, at + 12), symbols: isSymbolFont(name) });
    } else if (type === FILL) filled.push(styles.readUInt32LE(at) !== 0 && !isWhite(styles, at + 4));
    else if (type === DXF) conditions.push(styles.subarray(at, at + size));
    else if (type === BEGIN_CELL_XFS) ofCells = true;
    else if (type === END_CELL_XFS) ofCells = false;
    else if (type === XF && ofCells) {
      const { white = false, symbols = false } = fonts[styles.readUInt16LE(at + 4)] ?? {};
      const ground = filled[styles.readUInt16LE(at + 6)] === true;
      const repeats = ((styles[at + 12] ?? 0) & 0x7) === ALIGNED_FILL;
      formats.push({ white, symbols, filled: ground, repeats });
    }
  }
  const someFilled = formats.some(({ filled }) => filled);
  const restylings = conditions.map((one) => restylingOf(one, someFilled));
  return { disguises: formats.map(disguiseOf), restylings };
}

/** Kinds of what a format for conditions may say (MS-XLSB 2.5.164): of its ground, of its letters, of numbers. */
const PATTERN = 0;
const FORE = 1;
const BACK = 2;
const GRADIENT = 3;
const LETTERS = 5;
const NUMBER_FORMAT = 38;

/** MS-XLSB 2.4.348: how many things it says, and of each the kind, how many bytes it has with these four, and itself. */
function restylingOf(dxf: Buffer, hasGround: boolean): Restyling {
  const said = new Map<number, Buffer>();
  for (let i = 0, at = 6; i < dxf.readUInt16LE(4); i += 1) {
    const size = dxf.readUInt16LE(at + 2);
    said.set(dxf.readUInt16LE(at), dxf.subarray(at + 4, at + size));
    at += Math.max(4, size);
  }
  const letters = said.get(LETTERS);
  // A solid ground has its colour as the background.
  const ground = said.get(BACK) ?? said.get(FORE);
  const isBare = said.get(PATTERN)?.[0] === 0;
  const isFilled = said.has(GRADIENT) || (!isBare && ground !== undefined && !isWhite(ground, 0));
  const format = said.get(NUMBER_FORMAT);
  // Its number, and how many letters it has.
  const code = format?.toString('utf16le', 4, 4 + 2 * format.readUInt16LE(2)) ?? null;
  return restylingBy(letters !== undefined && isWhite(letters, 0) && !isFilled, hasGround, code);
}
