import { ODS_CONTENT, ODS_HIDING } from './odsHiding.js';
import type { SuspiciousContainer } from './refusal.js';

/** Characters beyond U+FFFF written by their number: SheetJS cuts the number to 16 bits, which is another letter. */
const LARGE_REFERENCE =
  /&#(?:x0*[1-9a-f][0-9a-f]{4,}|0*(?:6553[6-9]|655[4-9]\d|65[6-9]\d\d|6[6-9]\d{3}|[7-9]\d{4}|[1-9]\d{5,}));/i;
/** What would be decoded twice in the text of a formula's result (`t="str"`), where SheetJS unescapes twice. */
const ESCAPED_TWICE = /&amp;(?:quot|apos|gt|lt|amp|#x?[\da-f]+);|_x005f_x[\da-f]{4}_/i;
/**
 * A formula whose result is text, and that has none: SheetJS gives it the empty text. Bounded (a formula has up to
 * 8,192 characters), so that no file can make the search long.
 */
const UNCOMPUTED_TEXT =
  /\bt\s{0,9}=\s{0,9}["']str["'][^<>]{0,200}>\s{0,99}<(?:\w{1,20}:)?f\b(?:[^<>]{0,200}\/>|[^<>]{0,200}>[^<]{0,9000}<\/(?:\w{1,20}:)?f>)\s{0,99}<\/(?:\w{1,20}:)?c>/;
const ZEROS_HIDDEN = /<(?:\w+:)?sheetView\b[^<>]*\bshowZeros\s*=\s*["'](?:0|false)["']/;

type MarkupFinding = Extract<
  SuspiciousContainer,
  'doctype' | 'drawing' | 'inexact' | 'uncomputed' | 'unshown'
>;

/** Of the settings of an OpenDocument spreadsheet. */
const SETTINGS_TRAPS: readonly Trap[] = [
  { words: ['ShowZeroValues'], pattern: /"ShowZeroValues"[^<>]*>\s*false\b/, finding: 'unshown' },
];

/** How a cell says that its formula's result is text. */
const FORMULA_TEXT = ['str"', "str'"];

/**
 * What is read wrong of one sort of part. `words`: where none of them stands, the pattern need not be tried. They begin
 * with letters that are rare in such a part, or are long: to look for `"d"` is to stop at each quote.
 */
interface Trap {
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
  // A drawing on a cell: SheetJS takes what is written in it for the cell's text, or forgets the text before it.
  {
    words: ['<draw:'],
    pattern:
      /(?:<(?:[\w.-]+:)?table-cell\b[^<>]*>|<\/(?:[\w.-]+:)?(?:p|annotation)>|<(?:[\w.-]+:)?p\s*\/>)\s*<draw:(?:frame|custom-shape|rect|line|ellipse|circle|polygon|polyline|path|g|connector|caption|control|measure|regular-polygon|a)\b/,
    finding: 'drawing',
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

/** What the patterns above find is no longer than this, but for a formula that fills a screen. */
const OVERLAP = 2048;

/** Finds, in the XML of a part, what would be read differently from what the spreadsheet program shows. */
export class MarkupScanner {
  #tail: Buffer = Buffer.alloc(0);
  #first = true;
  #escapedTwice = false;
  #formulaText = false;

  /** Whether the content of an OpenDocument spreadsheet holds what may be hidden. */
  hides = false;
  /** Whether the tab shows nothing where a number is 0. */
  hidesZeros = false;
  /** What the tab says of formats with conditions. */
  conditions = '';
  /** Whether the part holds cells. */
  private readonly isTab: boolean;
  private readonly traps: readonly Trap[];

  constructor(private readonly name: string) {
    this.isTab = /^xl\/worksheets\//i.test(name);
    const isTexts = /(?:^|\/)sharedStrings[^/]*\.xml$/i.test(name);
    if (name === ODS_CONTENT) this.traps = CONTENT_TRAPS;
    else if (name === 'settings.xml') this.traps = SETTINGS_TRAPS;
    else this.traps = this.isTab ? TAB_TRAPS : isTexts ? TEXT_TRAPS : [];
  }

  /** Whether the part ends as XML ends, and a sheet as a sheet: a part cut in the middle would be read as far as it goes. */
  isComplete(): boolean {
    const end = this.#tail.toString('latin1').replaceAll('\0', '').trimEnd();
    if (/^xl\/worksheets\/[^/]+\.xml$/i.test(this.name)) return /<\/[\w.-]*:?worksheet\s*>$|\/>$/.test(end);
    return end.endsWith('>');
  }

  add(piece: Buffer): MarkupFinding | null {
    // What stands across the edge of two pieces is looked at by itself, so that no piece has to be copied.
    const edge = Buffer.concat([this.#tail, piece.subarray(0, OVERLAP)]);
    const found = this.#look(edge) ?? this.#look(piece);
    if (this.isTab) this.#collectConditions(edge, piece);
    this.#tail = Buffer.from(piece.length < OVERLAP ? edge.subarray(-OVERLAP) : piece.subarray(-OVERLAP));
    this.#first = false;
    return found;
  }

  /** They stand behind the cells: from the first of them on the part is kept, up to a length that no real sheet needs. */
  #collectConditions(edge: Buffer, piece: Buffer): void {
    if (this.conditions.length > 0) {
      if (this.conditions.length < LONGEST_CONDITIONS) this.conditions += piece.toString('utf8');
      return;
    }
    const inPiece = piece.indexOf(CONDITIONS);
    if (inPiece !== -1) this.conditions = `<${piece.toString('utf8', inPiece)}`;
    else if (edge.length > piece.length || this.#tail.length > 0) {
      const inEdge = edge.subarray(0, this.#tail.length + CONDITIONS.length).indexOf(CONDITIONS);
      if (inEdge !== -1)
        this.conditions = `<${edge.toString('utf8', inEdge, this.#tail.length)}${piece.toString('utf8')}`;
    }
  }

  #look(block: Buffer): MarkupFinding | null {
    // A document type can define entities that unpack themselves (CWE-776); it stands before the root element.
    if (this.#first && /<!(DOCTYPE|ENTITY)/i.test(block.toString('latin1'))) return 'doctype';
    // SheetJS takes a comment inside of a text for text.
    if (block.includes('<!--')) return 'inexact';
    const references = block.includes(AMPERSAND) && (block.includes('&#') || block.includes('&amp;'));
    if (references || (this.isTab && block.includes('_x005'))) {
      const text = block.toString('latin1');
      if (LARGE_REFERENCE.test(text)) return 'inexact';
      this.#escapedTwice ||= this.isTab && ESCAPED_TWICE.test(text);
    }
    if (this.name === ODS_CONTENT) this.hides ||= ODS_HIDING.some((mark) => block.includes(mark));
    for (const { words, pattern, finding } of this.traps) {
      if (words.some((word) => block.includes(word)) && pattern.test(block.toString('latin1')))
        return finding;
    }
    if (!this.isTab) return null;
    if (block.includes('showZeros')) this.hidesZeros ||= ZEROS_HIDDEN.test(block.toString('latin1'));
    this.#formulaText ||= FORMULA_TEXT.some((word) => block.includes(word));
    return this.#escapedTwice && this.#formulaText ? 'inexact' : null;
  }
}

const AMPERSAND = 0x26;

const CONDITIONS = 'conditionalFormatting';
/** In characters. */
const LONGEST_CONDITIONS = 4 * 1024 * 1024;
