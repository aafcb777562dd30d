/** A drawing on a cell: SheetJS takes what is written in it for the cell's text, or forgets the text before it. */
export const DRAWING_ON_CELL =
  /(?:<(?:[\w.-]+:)?table-cell\b[^<>]*>|<\/(?:[\w.-]+:)?(?:p|annotation)>|<(?:[\w.-]+:)?p\s*\/>)\s*<draw:(?:frame|custom-shape|rect|line|ellipse|circle|polygon|polyline|path|g|connector|caption|control|measure|regular-polygon|a)\b/;

/** A cell that is empty but for what follows, which is up to its end pictures, objects and controls without a word. */
const WORDLESS_CELL =
  /(<(?:[\w.-]+:)?table-cell\b(?![^<>]*value-type=)[^<>]*[^/<>]>|<(?:[\w.-]+:)?table-cell>)(?:\s*(?:<draw:frame\b[^<>]*>(?:\s*(?:<svg:(title|desc)>[^<]*<\/svg:\2>|<\/?(?:draw:(?:image|object|object-ole|plugin|glue-point)|text:p|loext:[\w-]+|svg:(?:title|desc))\b[^<>]*>))*\s*<\/draw:frame>|<draw:control\b[^<>]*\/>|<draw:control\b[^<>]*[^/<>]>\s*(?:<svg:(title|desc)>[^<]*<\/svg:\3>\s*)*<\/draw:control>))+\s*(?=<\/(?:[\w.-]+:)?table-cell>)/g;

/** The content without the pictures, objects and controls on cells that hold nothing else. */
export function withoutWordlessDrawings(content: string): string {
  return content.replace(WORDLESS_CELL, '$1');
}

const EMPTY_PARAGRAPH = '<((?:[\\w.-]+:)?p)\\s*\\/>(?=\\s*<\\/(?:[\\w.-]+:)?table-cell>)';
/** Without a type, or with that of a text that is empty: LibreOffice writes both. */
const EMPTY_FORMULA =
  '<(?:[\\w.-]+:)?table-cell\\b(?=[^<>]*\\bformula=)(?![^<>]*\\bvalue-type=["\'](?!string))(?![^<>]*\\bstring-value=["\'][^"\'])[^<>]*[^/<>]>\\s*';

/** A formula whose result is the empty text, which SheetJS takes for none. */
export const EMPTY_RESULT = new RegExp(EMPTY_FORMULA + EMPTY_PARAGRAPH);
const EMPTY_RESULTS = new RegExp(`(${EMPTY_FORMULA})${EMPTY_PARAGRAPH}`, 'g');

/** The content with those results as SheetJS knows them. */
export function withEmptyResults(content: string): string {
  return content.replace(EMPTY_RESULTS, '$1<$2></$2>');
}
