import { type BiffRecord, biff12Records } from './biffRecords.js';
import { holdsNoCells } from './packageParts.js';
import { attribute } from './xmlText.js';
import { readPart } from './zipPart.js';

/** Records of the parts of an .xlsb (MS-XLSB 2.3). */
const ROW = 0;
/** Records of this type and below are cells, and say their column. */
const LAST_CELL = 11;
/** Cells that say no column: they stand right of the one before. */
const SHORT_BLANK = 12;
const SHORT_ISST = 18;
const CELL_RSTRING = 62;
const BUNDLE_SHEET = 156;

/** A cell of an .xlsb: where it stands, from 0, the place of its format in the list, and where its value stands. */
export interface Biff12Cell {
  readonly type: number;
  readonly row: number;
  readonly column: number;
  readonly format: number;
  readonly value: number;
}

/** The cells of a tab of an .xlsb (MS-XLSB 2.5.9). */
export function* biff12Cells(tab: Buffer): Generator<Biff12Cell> {
  let row = 0;
  let column = 0;
  for (const { type, at } of biff12Records(tab)) {
    const isShort = type >= SHORT_BLANK && type <= SHORT_ISST;
    if (type === ROW) {
      row = tab.readUInt32LE(at);
      column = -1;
      continue;
    }
    if (isShort) column += 1;
    else if (type <= LAST_CELL || type === CELL_RSTRING) column = tab.readUInt32LE(at);
    else continue;
    const style = isShort ? at : at + 4;
    yield { type, row, column, format: tab.readUIntLE(style, 3), value: style + 4 };
  }
}

interface Biff12Tab {
  readonly name: string;
  /** Where its cells are held. */
  readonly part: string;
  /** What it is, by the last word of its relationship's type; empty where there is none. */
  readonly type: string;
}

/** The tabs of an .xlsb that hold no cells. */
export async function biff12Cellless(bytes: Buffer): Promise<ReadonlySet<string>> {
  const tabs = await biff12Tabs(bytes);
  return new Set(tabs.filter(({ type }) => holdsNoCells(type)).map(({ name }) => name));
}

/** The tabs of an .xlsb. */
export async function biff12Tabs(bytes: Buffer): Promise<readonly Biff12Tab[]> {
  const book = await readPart(bytes, 'xl/workbook.bin');
  const list = (await readPart(bytes, 'xl/_rels/workbook.bin.rels')).toString();
  const related = new Map<string, Omit<Biff12Tab, 'name'>>();
  for (const [tag] of list.matchAll(/<Relationship\b[^>]*>/g)) {
    const target = attribute(tag, 'Target') ?? '';
    related.set(attribute(tag, 'Id') ?? '', {
      part: target.startsWith('/') ? target.slice(1) : `xl/${target}`,
      type: (attribute(tag, 'Type') ?? '').split('/').at(-1) ?? '',
    });
  }
  return [...biff12Records(book)]
    .filter(({ type }) => type === BUNDLE_SHEET)
    .map((record) => {
      const [id, behind] = wideString(book, record, record.at + 8);
      const [name] = wideString(book, record, behind);
      return { name, ...(related.get(id) ?? { part: '', type: '' }) };
    });
}

function wideString(part: Buffer, { at, size }: BiffRecord, from: number): [text: string, behind: number] {
  if (from + 4 > at + size) return ['', from];
  const length = part.readUInt32LE(from);
  // 0xFFFFFFFF stands for no text.
  const behind = length === 0xffffffff ? from + 4 : Math.min(from + 4 + 2 * length, at + size);
  return [part.toString('utf16le', from + 4, behind), behind];
}
