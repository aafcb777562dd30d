import { columnOfLetters } from './cell.js';
import { hasFilledFormats, isUnseen } from './cellDisguises.js';
import { attribute, innerOf } from './xmlText.js';

/** Cells from one row and column to another, from 0, the ends included. */
export interface CellSpan {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  /** Which of them: those that hold 0, as people hide, those with numbers, or all. */
  readonly what: 'zeros' | 'numbers' | 'all';
}

/** What a format for a condition may show otherwise than it is held. */
export type Restyling = 'nothing' | CellSpan['what'];

const ELEMENT = /<(?:\w+:)?conditionalFormatting\b([^<>]*)>([\s\S]*?)<\/(?:\w+:)?conditionalFormatting>/g;
const DXF = /<(?:\w+:)?dxf\b(?:[^<>]*\/>|[^<>]*>([\s\S]*?)<\/(?:\w+:)?dxf>)/g;
const NUMBER_FORMAT = /<(?:\w+:)?numFmt\b[^<>]*>/;
/** Icons and bars in the place of a number (ECMA-376 part 1, 18.3.1.49 and 18.3.1.28: `showValue`). */
const HIDES_VALUE = /\bshowValue\s*=\s*["'](?:0|false)["']/;

/** Of a workbook's formats for conditions, in their order, what each may show otherwise. */
export function restylings(styles: string): readonly Restyling[] {
  const list = [...innerOf(styles, 'dxfs').matchAll(DXF)].map(([, inner = '']) => inner);
  const hasGround = list.some(isUnseen) && hasFilledFormats(styles);
  return list.map((inner) => restylingOf(inner, hasGround));
}

function restylingOf(dxf: string, hasGround: boolean): Restyling {
  const tag = NUMBER_FORMAT.exec(dxf)?.[0];
  const format = tag === undefined ? null : (attribute(tag, 'formatCode') ?? ';;;');
  return restylingBy(isUnseen(dxf), hasGround, format);
}

/**
 * What a condition's format may show otherwise: its letters are white on no colour (`unseen`), or it has a number format.
 * `hasGround`: whether cells have colours of their own. A cell that is struck out as a whole still says what it says.
 */
export function restylingBy(unseen: boolean, hasGround: boolean, format: string | null): Restyling {
  // Where cells have colours of their own, white letters may be seen well on them; but zeros are hidden so.
  if (unseen) return hasGround ? 'zeros' : 'all';
  if (format === null || /^general$/i.test(format)) return 'nothing';
  return changesTexts(format) ? 'all' : 'numbers';
}

/** Whether a number format shows a text otherwise: by its fourth section, or by the only one with `@` in it. */
function changesTexts(format: string): boolean {
  const sections = format.replace(/"[^"]*"|[\\].|\[[^\]]*\]/g, '"').split(';');
  const section = sections[3] ?? sections.find((one) => one.includes('@'));
  return section !== undefined && section.replace(/_./g, '').trim() !== '@';
}

/**
 * The cells of a tab that a condition may show otherwise than they are held, which SheetJS does not read. Whether it is
 * fulfilled is not computed: `xml` is what the tab says of its conditions, `formats` as `restylings` gives it.
 */
export function restyledCells(xml: string, formats: readonly Restyling[]): CellSpan[] {
  return [...xml.matchAll(ELEMENT)].flatMap(([, attributes = '', inner = '']) => {
    const named = [...inner.matchAll(/\bdxfId\s*=\s*["'](\d+)["']/g)].map(([, id]) => formats[Number(id)]);
    const own = [...inner.matchAll(DXF)].map(([, dxf = '']) => restylingOf(dxf, false));
    const all = new Set([...named, ...own, HIDES_VALUE.test(inner) ? 'numbers' : 'nothing']);
    const what = (['all', 'numbers', 'zeros'] as const).find((one) => all.has(one));
    if (what === undefined) return [];
    const places =
      /\bsqref\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ??
      /<(?:\w+:)?sqref>([^<]*)</.exec(inner)?.[1] ??
      '';
    return places
      .trim()
      .split(/\s+/)
      .flatMap((place) => spanOf(place, what));
  });
}

/** `B2:B100`, `B2`, or whole columns or rows (`B:B`, `2:9`). */
export function spanOf(place: string, what: CellSpan['what']): CellSpan[] {
  const found = /^([A-Z]{0,3})(\d*)(?::([A-Z]{0,3})(\d*))?$/i.exec(place.replaceAll('$', ''));
  if (!found || place === '') return [];
  const [, letters = '', row = '', lastLetters = letters, lastRow = row] = found;
  const columns = [
    columnOfLetters(letters) ?? 0,
    columnOfLetters(lastLetters) ?? Number.POSITIVE_INFINITY,
  ] as const;
  const rows = [
    Number(row || 1) - 1,
    lastRow === '' ? Number.POSITIVE_INFINITY : Number(lastRow) - 1,
  ] as const;
  return [{ rows, columns, what }];
}
