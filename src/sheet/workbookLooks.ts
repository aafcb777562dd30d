import type { WorkBook } from '@e965/xlsx';
import { biff12Conditions } from './biff12Conditions.js';
import { biff12Disguises } from './biff12Disguises.js';
import { addBiff12Marks } from './biff12Marks.js';
import { biff12Styles } from './biff12Styles.js';
import { biffConditions } from './biffConditions.js';
import { biffDisguises } from './biffDisguises.js';
import { addBiffMarks } from './biffMarks.js';
import { dropUncomputed } from './biffRecalculation.js';
import { biffStyles } from './biffStyles.js';
import { zerolessTabs } from './biffZeros.js';
import { disguisedCells } from './cellDisguises.js';
import { addCellMarks } from './cellMarks.js';
import type { CellSpan } from './conditionalFormats.js';
import type { DisguisedCells } from './disguise.js';
import { odsTabCount } from './odsCells.js';
import { odsConditions } from './odsConditions.js';
import { odsDisguises } from './odsDisguises.js';
import { ODS_CONTENT } from './odsHiding.js';
import { hasScaling } from './odsShown.js';
import { addShownTexts } from './odsTexts.js';
import { SheetRefusal } from './refusal.js';
import { withWhiteRuns } from './whiteRuns.js';
import type { ZipLook } from './zipLook.js';
import { readPart } from './zipPart.js';

/** What lets cells look otherwise than they are held, which SheetJS does not read. */
export interface WorkbookLooks {
  /** Tabs that show nothing where a number is 0. */
  readonly zeroless: ReadonlySet<string>;
  /** Of each tab, the cells that a condition may show otherwise than they are held. */
  readonly restyled: ReadonlyMap<string, readonly CellSpan[]>;
  /** Of each tab, the cells that their formats disguise. */
  readonly disguised: ReadonlyMap<string, DisguisedCells>;
  /** Whether an OpenDocument spreadsheet has formats that show another number than the cell's. */
  readonly scales: boolean;
}

/** Of an .xls, by its stream. Marks the letters of its texts. Throws `SheetRefusal`. */
export function looksOfStream(workbook: WorkBook, stream: Buffer, file: string): WorkbookLooks {
  try {
    addBiffMarks(workbook, stream);
    dropUncomputed(workbook, stream);
    const styles = biffStyles(stream, workbook);
    return {
      zeroless: zerolessTabs(stream, workbook),
      restyled: biffConditions(stream, workbook, styles),
      disguised: biffDisguises(stream, workbook, styles),
      scales: false,
    };
  } catch (error) {
    throw refusalOf(error, file);
  }
}

/** Of a zip. Marks the letters of its texts, and those that are shown otherwise. Throws `SheetRefusal`. */
export async function looksOfZip(
  workbook: WorkBook,
  bytes: Buffer,
  look: ZipLook,
  file: string,
): Promise<WorkbookLooks> {
  const zeroless = look.someZeroless ? new Set(workbook.SheetNames) : look.zeroless;
  if (look.format === 'ods') return { zeroless, ...(await looksOfOds(workbook, bytes, look, file)) };
  if (look.format !== 'xlsb') {
    await addCellMarks(workbook, bytes, look.markedFormats, look.tabParts);
    const own = await disguisedCells(bytes, look.disguisedFormats, look.tabParts);
    const places = { styles: look.stylesPart, parts: look.tabParts };
    const disguised = await withWhiteRuns(own, workbook, bytes, places);
    return { zeroless, restyled: look.restyled, disguised, scales: false };
  }
  try {
    await addBiff12Marks(workbook, bytes);
    const styles = biff12Styles(await readPart(bytes, 'xl/styles.bin'));
    const restyled = await biff12Conditions(bytes, styles);
    return { zeroless, restyled, disguised: await biff12Disguises(bytes, styles), scales: false };
  } catch (error) {
    throw refusalOf(error, file);
  }
}

/** Of a record that is shorter than it says. */
function refusalOf(error: unknown, file: string): unknown {
  if (!(error instanceof RangeError)) return error;
  return new SheetRefusal({ code: 'xlsx.suspicious', file, what: 'damaged', entry: null });
}

async function looksOfOds(
  workbook: WorkBook,
  bytes: Buffer,
  look: ZipLook,
  file: string,
): Promise<Omit<WorkbookLooks, 'zeroless'>> {
  const { SheetNames } = workbook;
  const content = String(await readPart(bytes, ODS_CONTENT));
  const styles = String(await readPart(bytes, 'styles.xml'));
  const unshown = new SheetRefusal({ code: 'xlsx.suspicious', file, what: 'unshown', entry: ODS_CONTENT });
  if (odsTabCount(content) !== SheetNames.length) throw unshown;
  addShownTexts(workbook, content);
  const disguised = odsDisguises(workbook, content, styles);
  const scales = hasScaling(content) || hasScaling(styles);
  if (!look.odsConditions) return { restyled: new Map(), disguised, scales };
  const { tabs, elsewhere } = odsConditions(content, styles);
  if (elsewhere) throw unshown;
  return { restyled: new Map(SheetNames.map((name, at) => [name, tabs[at] ?? []])), disguised, scales };
}
