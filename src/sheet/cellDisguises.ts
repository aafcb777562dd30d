import { type Disguise, DisguisedCells, disguiseOf, isSymbolFont } from './disguise.js';
import { tabCells } from './tabCells.js';
import { attribute, innerOf } from './xmlText.js';
import { readPart } from './zipPart.js';

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
  return filledFormats(styles).size > 0;
}

/** The formats of cells that have a colour as their ground, by their place in a workbook's list. */
export function filledFormats(styles: string): ReadonlySet<number> {
  const filled = [...innerOf(styles, 'fills').matchAll(FILL)].map(([, fill = '']) => isFilled(fill));
  const formats = [...innerOf(styles, 'cellXfs').matchAll(/<(?:\w+:)?xf\b[^<>]*>/g)].map(([xf]) =>
    Number(attribute(xf, 'fillId') ?? 0),
  );
  return new Set(formats.flatMap((fill, format) => (filled[fill] ? [format] : [])));
}

/** Formats that disguise their cells, by their place in a workbook's list (ECMA-376 part 1, 18.8.10). */
export function disguisedFormats(styles: string): ReadonlyMap<number, Disguise> {
  const disguised = new Map<number, Disguise>();
  const fonts = [...innerOf(styles, 'fonts').matchAll(FONT)].map(([, font = '']) => ({
    white: isWhite(COLOR.exec(font)?.[0]),
    symbols: isSymbolFont(attribute(NAME.exec(font)?.[0] ?? '', 'val') ?? ''),
  }));
  if (!fonts.some(({ white, symbols }) => white || symbols) && !REPEATS.test(styles)) return disguised;
  const filled = [...innerOf(styles, 'fills').matchAll(FILL)].map(([, fill = '']) => isFilled(fill));
  [...innerOf(styles, 'cellXfs').matchAll(CELL_FORMAT)].forEach(([xf], format) => {
    const of = (name: string) => Number(attribute(xf, name) ?? 0);
    const { white = false, symbols = false } = fonts[of('fontId')] ?? {};
    const look = { white, symbols, filled: filled[of('fillId')] === true, repeats: REPEATS.test(xf) };
    const disguise = disguiseOf(look);
    if (disguise !== null) disguised.set(format, disguise);
  });
  return disguised;
}

const NAME = /<(?:\w+:)?name\b[^<>]*>/;
/** With what stands within it, which is how its cells are aligned. */
const CELL_FORMAT = /<(?:\w+:)?xf\b[^<>]*?(?:\/>|>[\s\S]*?<\/(?:\w+:)?xf>)/g;
const REPEATS = /\bhorizontal\s*=\s*["']fill["']/;

/** White itself, or the first colour of the theme, which is that of the paper (ECMA-376 part 1, 18.8.3). */
export function isWhite(color: string | undefined): boolean {
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
export async function disguisedCells(
  bytes: Buffer,
  formats: ReadonlyMap<number, Disguise>,
  parts: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, DisguisedCells>> {
  const found = new Map<string, DisguisedCells>();
  if (formats.size === 0) return found;
  for (const [tab, part] of parts) {
    const cells = new DisguisedCells();
    const xml = (await readPart(bytes, part)).toString('latin1');
    for (const { row, column, format } of tabCells(xml)) {
      const disguise = formats.get(format);
      if (disguise !== undefined) cells.add(row, column, disguise);
    }
    cells.hasTables = /<(?:\w+:)?tablePart\b/.test(xml);
    found.set(tab, cells);
  }
  return found;
}
