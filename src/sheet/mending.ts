import { CFB, type ParsingOptions, parse_zip, read, type WorkBook } from '@e965/xlsx';
import { withEarlyFormats } from './numberFormats.js';
import { DRAWING_ON_CELL, withEmptyResults, withoutWordlessDrawings } from './odsMending.js';
import { SheetRefusal } from './refusal.js';
import { letterOf } from './xmlText.js';
import type { Unpacked } from './zipPart.js';

declare module '@e965/xlsx' {
  /** `read` of a container that is unpacked already. SheetJS has it; its types leave it out. */
  function parse_zip(zip: unknown, options: ParsingOptions): WorkBook;
}

/**
 * What SheetJS reads wrong in a part and reads right when it is written in another way: letters by a number above 0xFFFF;
 * texts of formulas, which it unescapes twice; tags without a space behind their name; cells that do not say where they
 * stand; cells that do not say that their style is the first, of which it knows no format then; formats with large numbers;
 * of OpenDocument, pictures on cells, and formulas with the empty text as their result.
 */
export type Mend =
  | 'references'
  | 'formulaTexts'
  | 'looseTags'
  | 'unplacedCells'
  | 'firstStyle'
  | 'lateFormats'
  | 'drawings'
  | 'emptyResults';

/**
 * `read` of a zip, with what is to be mended in its parts, by their names in small letters. `unpacked`: the zip where
 * SheetJS cannot unpack it itself. Throws `SheetRefusal`.
 */
export function readMended(
  bytes: Buffer,
  options: ParsingOptions,
  mends: ReadonlyMap<string, ReadonlySet<Mend>>,
  unpacked: Unpacked | null,
  file: string,
): WorkBook {
  if (mends.size === 0 && unpacked === null) return read(bytes, options);
  const zip = unpacked ?? (CFB.read(bytes, { type: 'buffer' }) as Unpacked);
  zip.FullPaths.forEach((path, index) => {
    const name = path.replace(/^Root Entry\//, '');
    const own = mends.get(name.toLowerCase());
    const entry = zip.FileIndex[index];
    if (own === undefined || entry === undefined) return;
    const xml = Buffer.from(entry.content).toString('latin1');
    const mended = mendedXml(xml, own, () => stylesInUse(zip));
    if ('what' in mended)
      throw new SheetRefusal({ code: 'xlsx.suspicious', file, what: mended.what, entry: name });
    entry.content = Buffer.from(mended.xml, 'latin1');
  });
  return parse_zip(zip, { ...options, type: 'buffer' });
}

/** Places of the styles that cells have: of all parts, because those of the tabs may have any name. */
function stylesInUse({ FullPaths, FileIndex }: Unpacked): ReadonlySet<number> {
  // That of cells which name none.
  const styles = new Set([0]);
  FullPaths.forEach((path, index) => {
    if (!/\.xml$/i.test(path)) return;
    const xml = Buffer.from(FileIndex[index]?.content ?? []).toString('latin1');
    for (const [, style] of xml.matchAll(STYLED_CELL)) styles.add(Number(style));
  });
  return styles;
}

const STYLED_CELL = /<(?:\w+:)?c\s(?:[^<>]*\s)?s\s*=\s*["'](\d+)["']/g;

/**
 * The XML of a part, its bytes as letters, as SheetJS reads it right, or what of it cannot be written so. `inUse`: the
 * styles that cells have.
 */
function mendedXml(
  xml: string,
  mends: ReadonlySet<Mend>,
  inUse: () => ReadonlySet<number>,
): { xml: string } | { what: 'inexact' | 'drawing' } {
  // What stands in CDATA is no markup, and would be mended into other letters.
  if (xml.includes('<![CDATA[')) return { what: 'inexact' };
  let text = xml;
  if (mends.has('lateFormats')) {
    const early = withEarlyFormats(text, inUse);
    if (early === null) return { what: 'inexact' };
    text = early;
  }
  if (mends.has('drawings')) {
    text = withoutWordlessDrawings(text);
    if (DRAWING_ON_CELL.test(text)) return { what: 'drawing' };
  }
  if (mends.has('references')) text = withLetters(text);
  if (mends.has('looseTags')) text = text.replace(/<((?:\w+:)?(?:c|row))[\t\r\n]/g, '<$1 ');
  if (mends.has('unplacedCells')) text = text.replace(/>[^<>]*["'][^<>]*/g, withoutQuotes);
  if (mends.has('formulaTexts')) text = withTextsEscaped(text);
  if (mends.has('firstStyle')) text = text.replace(UNSTYLED_CELL, '<$1 s="0"');
  if (mends.has('emptyResults')) text = withEmptyResults(text);
  return { xml: text };
}

const UNSTYLED_CELL = /<((?:\w+:)?c)(?=[\s/>])(?![^<>]*\ss\s*=)/g;

/** Letters in the place of their numbers, where these are above 0xFFFF. */
function withLetters(xml: string): string {
  return xml.replace(/&#(?:x([\da-f]+)|(\d+));/gi, (whole, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const letter = code > 0xffff ? letterOf(code) : null;
    return letter === null ? whole : Buffer.from(letter).toString('latin1');
  });
}

function withoutQuotes(text: string): string {
  return text.replaceAll('"', '&quot;').replaceAll("'", '&apos;');
}

/** The texts of formulas escaped once more, so that they are themselves when they were unescaped twice. */
function withTextsEscaped(xml: string): string {
  let isText = false;
  return xml.replace(CELL_OR_VALUE, (whole, cell?: string) => {
    if (cell !== undefined) {
      isText = FORMULA_TEXT.test(cell);
      return whole;
    }
    if (!isText) return whole;
    return whole.replaceAll('&', '&amp;').replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_');
  });
}

const CELL_OR_VALUE = /<(?:\w+:)?(?:c(?=[\s/>])([^<>]*)|v(?=[\s>])[^<>]*>[^<]*)/g;
const FORMULA_TEXT = /\st\s*=\s*["']str["']/;
