import type { CellObject, WorkBook } from '@e965/xlsx';
import { filledFormats, isWhite } from './cellDisguises.js';
import { DisguisedCells } from './disguise.js';
import { tabCells } from './tabCells.js';
import { readPart } from './zipPart.js';

/** A run of letters with a font of its own (ECMA-376 part 1, 18.4.4), its font and its letters. */
const RUN = /<(?:\w+:)?rPr\b[^<>]*>([\s\S]*?)<\/(?:\w+:)?rPr>\s*<(?:\w+:)?t\b[^<>]*>([^<]*)<\/(?:\w+:)?t>/g;
const COLOR = /<(?:\w+:)?color\b[^<>]*>/;

/**
 * The disguised cells of each tab of an .xlsx, with those in which some letters alone are white, on no colour: the cell
 * shows less than it holds. `styles` is where the formats stand in the zip, `parts` the cells of each tab.
 */
export async function withWhiteRuns(
  disguised: ReadonlyMap<string, DisguisedCells>,
  workbook: WorkBook,
  bytes: Buffer,
  { styles, parts }: { readonly styles: string; readonly parts: ReadonlyMap<string, string> },
): Promise<ReadonlyMap<string, DisguisedCells>> {
  const all = new Map(disguised);
  let filled: ReadonlySet<number> | null = null;
  for (const [name, sheet] of Object.entries(workbook.Sheets)) {
    const data = (sheet['!data'] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[];
    if (!data.some((row) => row?.some(hasWhiteRun))) continue;
    filled ??= filledFormats(String(await readPart(bytes, styles)));
    const cells = all.get(name) ?? new DisguisedCells();
    const xml = (await readPart(bytes, parts.get(name) ?? '')).toString('latin1');
    for (const { row, column, format } of tabCells(xml)) {
      if (!filled.has(format) && hasWhiteRun(data[row]?.[column])) cells.add(row, column, 'unseen');
    }
    all.set(name, cells);
  }
  return all;
}

function hasWhiteRun(cell: CellObject | undefined): boolean {
  const runs = cell?.r as unknown;
  // A look for any colour first: a large sheet has a million of these.
  if (typeof runs !== 'string' || !runs.includes('color')) return false;
  return [...runs.matchAll(RUN)].some(
    ([, font = '', letters = '']) => letters.trim() !== '' && isWhite(COLOR.exec(font)?.[0]),
  );
}
