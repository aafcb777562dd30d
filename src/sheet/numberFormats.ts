import { attribute, innerOf, withinFirst } from './xmlText.js';

const XF = /<(?:\w+:)?xf\b[^<>]*>/g;
const DEFINED = /<(?:\w+:)?numFmt\b[^<>]*\/>/g;

/** The last number that SheetJS has for a format of a workbook's own; it puts those above into the places of others. */
const LAST_KNOWN = 0x188;
/** Numbers that neither Excel nor SheetJS gives a format of its own (ECMA-376 part 1, 18.8.30). */
const FREE = [...numbersFrom(164, LAST_KNOWN), ...numbersFrom(82, 163)];

function numbersFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Whether the cells that name no style have a number format: theirs is the first style (ECMA-376 part 1, 18.3.1.4). */
export function firstStyleHasFormat(styles: string): boolean {
  const first = /<(?:\w+:)?xf\b[^<>]*>/.exec(innerOf(styles, 'cellXfs'))?.[0] ?? '';
  return Number(attribute(first, 'numFmtId') ?? 0) !== 0;
}

/** Whether formats have numbers above those that SheetJS has. */
export function hasLateFormats(styles: string): boolean {
  return definedIn(styles).some(([id]) => id > LAST_KNOWN);
}

/**
 * The styles of a workbook with other numbers for its own formats, those left out that no cell can have: where there are
 * too many, those that no cell has. `inUse`: the styles that cells have, by their place. `null` where these are too many.
 */
export function withEarlyFormats(styles: string, inUse: () => ReadonlySet<number>): string | null {
  const all = [...innerOf(styles, 'cellXfs').matchAll(XF)].map(([xf]) =>
    Number(attribute(xf, 'numFmtId') ?? 0),
  );
  const defined = definedIn(styles);
  const numbers = earlyNumbers(defined, new Set(all));
  if (numbers !== null) return renumberedIn(styles, numbers);
  const inCells = inUse();
  const some = earlyNumbers(defined, new Set(all.filter((_, place) => inCells.has(place))));
  return some && renumberedIn(styles, some);
}

/** New numbers for those formats that are used; `null` where there are too many. */
function earlyNumbers(
  defined: readonly (readonly [id: number, code: string])[],
  used: ReadonlySet<number>,
): ReadonlyMap<number, number> | null {
  const numbers = new Map<number, number>();
  const byCode = new Map<string, number>();
  for (const [id, code] of defined) {
    // Below are the places of Excel's own formats, which a workbook may define again.
    if (!used.has(id) || (id < 164 && !FREE.includes(id))) continue;
    const known = byCode.get(code) ?? FREE[byCode.size];
    if (known === undefined) return null;
    byCode.set(code, known);
    numbers.set(id, known);
  }
  return numbers;
}

function renumberedIn(styles: string, numbers: ReadonlyMap<number, number>): string {
  const renumbered = (tag: string) =>
    tag.replace(
      /(\snumFmtId\s*=\s*["'])(\d+)/,
      (_, before: string, id: string) => before + (numbers.get(Number(id)) ?? id),
    );
  const keep = (tag: string) => numbers.has(idOf(tag)) || (idOf(tag) < 164 && !FREE.includes(idOf(tag)));
  const formats = withinFirst(styles, 'numFmts', (inner) =>
    inner.replace(DEFINED, (tag) => (keep(tag) ? renumbered(tag) : '')),
  );
  return withinFirst(formats, 'cellXfs', (inner) => inner.replace(XF, renumbered));
}

function definedIn(styles: string): [id: number, code: string][] {
  return [...innerOf(styles, 'numFmts').matchAll(DEFINED)].map(([tag]) => [
    idOf(tag),
    attribute(tag, 'formatCode') ?? '',
  ]);
}

function idOf(tag: string): number {
  return Number(attribute(tag, 'numFmtId') ?? 0);
}
