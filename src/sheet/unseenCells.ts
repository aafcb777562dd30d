import { tabCells } from './tabCells.js';
import { attribute, innerOf } from './xmlText.js';
import { readPart } from './zipPart.js';

/** Columns of cells by their row, both from 0. */
export type CellColumns = ReadonlyMap<number, readonly number[]>;

/** Cells of a tab that nobody sees; where it has tables, their style may colour the ground of headers. */
export interface UnseenCells {
  readonly cells: CellColumns;
  readonly hasTables: boolean;
}

const FONT = /<(?:\w+:)?font\b(?:[^<>]*\/>|[^<>]*>([\s\S]*?)<\/(?:\w+:)?font>)/g;
const FILL = /<(?:\w+:)?fill\b(?:[^<>]*\/>|[^<>]*>([\s\S]*?)<\/(?:\w+:)?fill>)/g;
const COLOR = /<(?:\w+:)?color\b[^<>]*>/;

/** Whether letters in this format are white, on no colour: people hide with it what is not to be seen. */
export function isUnseen(format: string): boolean {
  const font = [...format.matchAll(FONT)][0]?.[1] ?? '';
  const fill = [...format.matchAll(FILL)][0]?.[1] ?? '';
  return isWhite(COLOR.exec(font)?.[0]) && !isFilled(fill);
}

/** Whether a format of cells has a colour as its ground. */
export function hasFilledFormats(styles: string): boolean {
  const filled = [...innerOf(styles, 'fills').matchAll(FILL)].map(([, fill = '']) => isFilled(fill));
  return [...innerOf(styles, 'cellXfs').matchAll(/<(?:\w+:)?xf\b[^<>]*>/g)].some(
    ([xf]) => filled[Number(attribute(xf, 'fillId') ?? 0)],
  );
}

/** Formats of cells whose letters are white on no colour, by their place in a workbook's list (ECMA-376 part 1, 18.8.10). */
export function unseenFormats(styles: string): ReadonlySet<number> {
  const unseen = new Set<number>();
  const white = [...innerOf(styles, 'fonts').matchAll(FONT)].map(([, font = '']) =>
    isWhite(COLOR.exec(font)?.[0]),
  );
  if (!white.includes(true)) return unseen;
  const filled = [...innerOf(styles, 'fills').matchAll(FILL)].map(([, fill = '']) => isFilled(fill));
  [...innerOf(styles, 'cellXfs').matchAll(/<(?:\w+:)?xf\b[^<>]*>/g)].forEach(([xf], format) => {
    const of = (name: string) => Number(attribute(xf, name) ?? 0);
    if (white[of('fontId')] && !filled[of('fillId')]) unseen.add(format);
  });
  return unseen;
}

/** White itself, or the first colour of the theme, which is that of the paper (ECMA-376 part 1, 18.8.3). */
function isWhite(color: string | undefined): boolean {
  if (color === undefined) return false;
  // Whatever its first byte says: Excel takes no notice of it.
  if (/^(?:[\da-f]{2})?FFFFFF$/i.test(attribute(color, 'rgb') ?? '')) return true;
  if (WHITE_INDEXES.has(attribute(color, 'indexed') ?? '')) return true;
  return attribute(color, 'theme') === '0' && Number(attribute(color, 'tint') ?? 0) === 0;
}

/** White twice, and the paper (ECMA-376 part 1, 18.8.27). */
const WHITE_INDEXES: ReadonlySet<string> = new Set(['1', '9', '65']);

/** A fill of a condition names no pattern when it is solid, and has its colour as the background (18.8.32). */
function isFilled(fill: string): boolean {
  if (/patternType\s*=\s*["']none["']/.test(fill)) return false;
  const colors = fill.match(/<(?:\w+:)?(?:fgColor|bgColor|color)\b[^<>]*>/g) ?? [];
  return /<(?:\w+:)?gradientFill\b/.test(fill) || /patternType/.test(fill)
    ? !isWhite(colors[0])
    : colors.some((color) => !isWhite(color));
}

/** Of each tab, the cells in one of these formats. `parts`: where the cells of each tab stand. */
export async function unseenCells(
  bytes: Buffer,
  formats: ReadonlySet<number>,
  parts: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, UnseenCells>> {
  const found = new Map<string, UnseenCells>();
  if (formats.size === 0) return found;
  for (const [tab, part] of parts) {
    const rows = new Map<number, number[]>();
    const xml = (await readPart(bytes, part)).toString('latin1');
    for (const { row, column, format } of tabCells(xml)) {
      if (!formats.has(format)) continue;
      const columns = rows.get(row) ?? [];
      columns.push(column);
      rows.set(row, columns);
    }
    found.set(tab, { cells: rows, hasTables: /<(?:\w+:)?tablePart\b/.test(xml) });
  }
  return found;
}
