import type { PartRole } from './packageParts.js';
import type { SuspiciousContainer } from './refusal.js';

/**
 * A formula whose result is text, and that has none: SheetJS gives it the empty text. Bounded (a formula has up to
 * 8,192 characters), so that no file can make the search long.
 */
const UNCOMPUTED_TEXT =
  /\bt\s{0,9}=\s{0,9}["']str["'][^<>]{0,200}>\s{0,99}<(?:\w{1,20}:)?f\b(?:[^<>]{0,200}\/>|[^<>]{0,200}>[^<]{0,9000}<\/(?:\w{1,20}:)?f>)\s{0,99}<\/(?:\w{1,20}:)?c>/;

export type MarkupFinding = Extract<
  SuspiciousContainer,
  'doctype' | 'entryTooLarge' | 'inexact' | 'uncomputed' | 'unshown'
>;

/** Of the settings of an OpenDocument spreadsheet. */
const SETTINGS_TRAPS: readonly Trap[] = [
  { words: ['ShowZeroValues'], pattern: /"ShowZeroValues"[^<>]*>\s*false\b/, finding: 'unshown' },
];

/** How a cell says that its formula's result is text. */
export const FORMULA_TEXT = ['str"', "str'"];

/**
 * What is read wrong of one sort of part. `words`: where none of them stands, the pattern need not be tried. They begin
 * with letters that are rare in such a part, or are long: to look for `"d"` is to stop at each quote.
 */
export interface Trap {
  readonly words: readonly string[];
  readonly pattern: RegExp;
  readonly finding: MarkupFinding;
}

/** Empty letters with something behind them, which SheetJS takes for the letters. */
const MARKUP_AS_TEXT = /<(?:\w+:)?t(?:\s[^<>]*)?\/>\s*<(?!\/(?:\w+:)?(?:si|is|r)\b)/;

/** Of the list of a workbook's texts. */
const TEXT_TRAPS: readonly Trap[] = [
  { words: ['/>'], pattern: MARKUP_AS_TEXT, finding: 'inexact' },
  // A text that is empty in one tag: SheetJS does not count it, and each text behind it becomes another cell's.
  { words: ['/>'], pattern: /<(?:\w+:)?si(?:\s[^<>]*)?\/>/, finding: 'inexact' },
];

/** Of a tab of a workbook. */
const TAB_TRAPS: readonly Trap[] = [
  { words: ['inlineStr'], pattern: MARKUP_AS_TEXT, finding: 'inexact' },
  // Letters within a cell that are struck out or raised: of a text in the list SheetJS tells so, of this not.
  { words: ['inlineStr'], pattern: /<(?:\w+:)?(?:strike|vertAlign)\b/, finding: 'inexact' },
  // A date written as a date, in a cell whose style does not make it one: SheetJS gives its number.
  {
    words: ['d">', 'd" ', 'd"/', "d'>", "d' ", "d'/"],
    pattern: /<(?:\w+:)?c\b(?![^<>]*\ss\s*=\s*["'][1-9])[^<>]*\st\s*=\s*["']d["'][^<>]*>/,
    finding: 'inexact',
  },
  // SheetJS does not count rows that are empty and unnumbered.
  { words: ['row/>', 'row />'], pattern: /<row ?\/>/, finding: 'inexact' },
  { words: FORMULA_TEXT, pattern: UNCOMPUTED_TEXT, finding: 'uncomputed' },
];

/** Of the tabs of an OpenDocument spreadsheet. */
const CONTENT_TRAPS: readonly Trap[] = [
  // A cell that holds a number and shows none: SheetJS leaves it out, or reads the number.
  {
    words: ['value-type='],
    pattern:
      /<(?:[\w.-]+:)?table-cell\b[^<>]*\bvalue-type=["'](?:float|currency|percentage)["'](?:[^<>]*\/>|[^<>]*>\s*(?:<(?:[\w.-]+:)?p(?:\s[^<>]*)?(?:\/>|>\s*<\/(?:[\w.-]+:)?p>)\s*)?<\/(?:[\w.-]+:)?table-cell>)/,
    finding: 'unshown',
  },
  // A format that writes letters beside a text, as "NO "@ does: SheetJS gives the text alone. Spaces are none.
  {
    words: [':text-style'],
    pattern:
      /<(?:[\w.-]+:)?text-style\b[^<>]*[^/<>]>(?:\s*<(?:[\w.-]+:)?text(?:\s[^<>]*)?>\s*<\/(?:[\w.-]+:)?text>|\s*<(?:[\w.-]+:)?text-(?:content|properties)\b[^<>]*>){0,20}\s*<(?:[\w.-]+:)?text(?:\s[^<>]*)?>\s*[^\s<]/,
    finding: 'inexact',
  },
  // Letters within a text that are struck out or raised: SheetJS does not tell.
  {
    words: ['line-through', 'text-position'],
    pattern:
      /\bfamily=["']text["'][^<>]*>\s*<(?:[\w.-]+:)?text-properties\b[^<>]*\b(?:text-line-through-(?:style|type)=["'](?!none)|text-position=["'](?!0%))/,
    finding: 'inexact',
  },
  // A formula without a result.
  {
    words: ['formula='],
    pattern:
      /<(?:[\w.-]+:)?table-cell\b(?![^<>]*\bvalue-type=)[^<>]*\bformula=(?:"[^"]*"|'[^']*')[^<>]*(?:\/>|>\s*<\/)/,
    finding: 'uncomputed',
  },
];

/** What would be read wrong, by what stands in the part. */
export const TRAPS: Readonly<Partial<Record<PartRole, readonly Trap[]>>> = {
  tab: TAB_TRAPS,
  texts: TEXT_TRAPS,
  content: CONTENT_TRAPS,
  settings: SETTINGS_TRAPS,
};
