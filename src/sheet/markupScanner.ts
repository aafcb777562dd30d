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
  /\bt=["']str["'][^<>]{0,200}>\s{0,99}<(?:\w{1,20}:)?f\b(?:[^<>]{0,200}\/>|[^<>]{0,200}>[^<]{0,9000}<\/(?:\w{1,20}:)?f>)\s{0,99}<\/(?:\w{1,20}:)?c>/;
/** What the patterns above find is no longer than this, but for a formula that fills a screen. */
const OVERLAP = 2048;

type MarkupFinding = Extract<SuspiciousContainer, 'doctype' | 'inexact' | 'uncomputed'>;

/** Finds, in the XML of a part, what would be read differently from what the spreadsheet program shows. */
export class MarkupScanner {
  #tail: Buffer = Buffer.alloc(0);
  #first = true;
  #escapedTwice = false;
  #formulaText = false;

  /** Whether the content of an OpenDocument spreadsheet holds what may be hidden. */
  hides = false;
  /** Whether the part holds cells. */
  private readonly isTab: boolean;

  constructor(private readonly name: string) {
    this.isTab = /^xl\/worksheets\//i.test(name);
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
    this.#tail = Buffer.from(piece.length < OVERLAP ? edge.subarray(-OVERLAP) : piece.subarray(-OVERLAP));
    this.#first = false;
    return found;
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
    if (!this.isTab) return null;
    // SheetJS does not count rows that are empty and unnumbered.
    if (block.includes('<row/>') || block.includes('<row />')) return 'inexact';
    if (block.includes('t="str"') || block.includes("t='str'")) {
      this.#formulaText = true;
      if (UNCOMPUTED_TEXT.test(block.toString('latin1'))) return 'uncomputed';
    }
    return this.#escapedTwice && this.#formulaText ? 'inexact' : null;
  }
}

const AMPERSAND = 0x26;
