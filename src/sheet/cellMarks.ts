import type { CellObject, WorkBook } from '@e965/xlsx';
import { type RunMark, runMark, withOwnMark } from './richText.js';
import { tabCells } from './tabCells.js';
import { innerOf } from './xmlText.js';
import { readPart } from './zipPart.js';

const FONT = /<(?:\w+:)?font\b(?:[^<>]*\/>|[^<>]*>([\s\S]*?)<\/(?:\w+:)?font>)/g;
const ON = '(?![^<>]*\\bval\\s*=\\s*["\'](?:0|false|off|baseline)["\'])';
const STRUCK = new RegExp(`<(?:\\w+:)?strike\\b${ON}`);
const RAISED = new RegExp(`<(?:\\w+:)?vertAlign\\b${ON}`);

/** The formats of cells whose font strikes out or raises, by their place in a workbook's list (ECMA-376 part 1, 18.8.10). */
export function markedFormats(styles: string): ReadonlyMap<number, RunMark> {
  const marked = new Map<number, RunMark>();
  if (!styles.includes('strike') && !styles.includes('vertAlign')) return marked;
  const fonts = [...innerOf(styles, 'fonts').matchAll(FONT)].map(([, inner = '']) =>
    runMark(STRUCK.test(inner), RAISED.test(inner)),
  );
  [...innerOf(styles, 'cellXfs').matchAll(/<(?:\w+:)?xf\b([^<>]*)/g)].forEach(
    ([, attributes = ''], format) => {
      const mark = fonts[Number(/\bfontId\s*=\s*["'](\d+)["']/.exec(attributes)?.[1] ?? 0)];
      if (mark !== undefined && mark !== 'none') marked.set(format, mark);
    },
  );
  return marked;
}

/**
 * Tells of the letters of an .xlsx that have no font of their own beside others that have: theirs is that of the cell,
 * which SheetJS does not give. `formats`: those that strike out or raise. `parts`: where the cells of each tab stand.
 */
export async function addCellMarks(
  workbook: WorkBook,
  bytes: Buffer,
  formats: ReadonlyMap<number, RunMark>,
  parts: ReadonlyMap<string, string>,
): Promise<void> {
  if (formats.size === 0) return;
  for (const [name, sheet] of Object.entries(workbook.Sheets)) {
    const data = (sheet['!data'] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[];
    if (!data.some((row) => row?.some((cell) => isUneven(cell)))) continue;
    const xml = (await readPart(bytes, parts.get(name) ?? '')).toString('latin1');
    for (const { row, column, format } of tabCells(xml)) {
      const mark = formats.get(format);
      const cell = data[row]?.[column];
      if (mark !== undefined && cell && isUneven(cell)) cell.r = withOwnMark(cell.r as string, mark);
    }
  }
}

/** Whether some of its letters have a font of their own, and others not. */
function isUneven(cell: CellObject | undefined): boolean {
  const runs = cell?.r as unknown;
  return typeof runs === 'string' && runs.includes('rPr>') && WITHOUT_FONT.test(runs);
}

const WITHOUT_FONT = /<(?:\w+:)?r>\s*<(?:\w+:)?t\b/;
