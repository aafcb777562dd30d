import { columnOfLetters } from './cell.js';

/** Cells from one row and column to another, from 0, the ends included. */
export interface CellSpan {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
}

const ELEMENT = /<(?:\w+:)?conditionalFormatting\b([^<>]*)>([\s\S]*?)<\/(?:\w+:)?conditionalFormatting>/g;
const DXF = /<(?:\w+:)?dxf\b(?:[^<>]*\/>|[^<>]*>([\s\S]*?)<\/(?:\w+:)?dxf>)/g;
/** Another number format makes something else of what a cell holds; a cell that is struck out as a whole still says it. */
const CHANGES = /<(?:\w+:)?numFmt\b/;
/** Icons and bars in the place of the value (ECMA-376 part 1, 18.3.1.49 and 18.3.1.28: `showValue`). */
const HIDES_VALUE = /\bshowValue\s*=\s*["'](?:0|false)["']/;

/** Of a workbook's formats for conditions, in their order, whether each shows something else than the cell holds. */
export function changingFormats(styles: string): readonly boolean[] {
  const list = /<(?:\w+:)?dxfs\b[^<>]*>([\s\S]*?)<\/(?:\w+:)?dxfs>/.exec(styles)?.[1] ?? '';
  return [...list.matchAll(DXF)].map(([, inner = '']) => CHANGES.test(inner));
}

/**
 * The cells of a tab that a condition may show otherwise than they are held, which SheetJS does not read. Whether it is
 * fulfilled is not computed: `xml` is what the tab says of its conditions, `changing` as `changingFormats` gives it.
 */
export function restyledCells(xml: string, changing: readonly boolean[]): CellSpan[] {
  return [...xml.matchAll(ELEMENT)].flatMap(([, attributes = '', inner = '']) => {
    const own = /<(?:\w+:)?dxf\b([\s\S]*?)<\/(?:\w+:)?dxf>/.exec(inner)?.[1] ?? '';
    const named = [...inner.matchAll(/\bdxfId\s*=\s*["'](\d+)["']/g)].some(([, id]) => changing[Number(id)]);
    if (!named && !CHANGES.test(own) && !HIDES_VALUE.test(inner)) return [];
    const places =
      /\bsqref\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ??
      /<(?:\w+:)?sqref>([^<]*)</.exec(inner)?.[1] ??
      '';
    return places.trim().split(/\s+/).flatMap(spanOf);
  });
}

/** `B2:B100`, `B2`, or whole columns or rows (`B:B`, `2:9`). */
function spanOf(place: string): CellSpan[] {
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
  return [{ rows, columns }];
}
