import { FORMULA_TEXT, type MarkupFinding, TRAPS, type Trap } from './markupTraps.js';
import type { Mend } from './mending.js';
import { ODS_CONDITIONS } from './odsConditions.js';
import { ODS_HIDING } from './odsHiding.js';
import { DRAWING_ON_CELL, EMPTY_RESULT } from './odsMending.js';
import type { PartRole } from './packageParts.js';

/** Characters beyond U+FFFF written by their number: SheetJS cuts the number to 16 bits, which is another letter. */
const LARGE_REFERENCE =
  /&#(?:x0*[1-9a-f][0-9a-f]{4,}|0*(?:6553[6-9]|655[4-9]\d|65[6-9]\d\d|6[6-9]\d{3}|[7-9]\d{4}|[1-9]\d{5,}));/i;
/**
 * What is read as something else in the text of a formula's result (`t="str"`), which SheetJS unescapes twice: what is
 * escaped itself, and letters by their number, of which those above 0x7F are no UTF-8 the second time.
 */
const ESCAPED_TWICE =
  /&amp;(?:quot|apos|gt|lt|amp|#x?[\da-f]+);|_x005f_x[\da-f]{4}_|&#(?:x0*[1-9a-f][\da-f]|0*[1-9]\d\d)/i;
/** A cell or a row behind whose name no space stands: SheetJS looks for one. */
const LOOSE_TAG = /<(?:\w+:)?(?:c|row)[\t\r\n]/;
/** A cell that does not say where it stands. */
const UNPLACED_CELL = /<(?:\w+:)?c(?=[\s>])(?![^<>]*\sr\s*=)[^<>]*>/;
/** What looks, in the text of such a cell, as if it said so: SheetJS takes `IF(valor="D",…)` for a cell of column D. */
const PLACE_IN_TEXT = />[^<>]*r=["']/;
/** A tab that asks for its formulas to be computed on opening (ECMA-376 part 1, 18.3.1.80). */
const RECALCULATED = /<(?:\w+:)?sheetCalcPr\b[^<>]*\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']/;
const ZEROS_HIDDEN = /<(?:\w+:)?sheetView\b[^<>]*\bshowZeros\s*=\s*["'](?:0|false)["']/;

/** What the patterns find is no longer than this, but for a formula that fills a screen. */
const OVERLAP = 2048;
/** So much of each further piece is looked at for cells that say no place: as a rule all of a tab say one, or none. */
const SAMPLE = 4096;

/** Finds, in the XML of a part, what would be read differently from what the spreadsheet program shows. */
export class MarkupScanner {
  #tail: Buffer = Buffer.alloc(0);
  #first = true;
  #escapedTwice = false;
  #formulaText = false;
  #unplaced = false;

  /** What is to be mended in the part before SheetJS reads it. */
  readonly mends = new Set<Mend>();
  /** Whether the content of an OpenDocument spreadsheet holds what may be hidden. */
  hides = false;
  /** Whether cells in it have formats with conditions. */
  restyles = false;
  /** Whether the tab shows nothing where a number is 0. */
  hidesZeros = false;
  /** Whether the tab asks for its formulas to be computed before anybody sees them. */
  recalculates = false;
  /** What the tab says of formats with conditions. */
  conditions = '';
  /** Whether the part holds cells. */
  private readonly isTab: boolean;
  private readonly traps: readonly Trap[];

  /** `role`: what of a workbook stands in the part; of one in which nothing is read only an attack is looked for. */
  constructor(private readonly role: PartRole | null) {
    this.isTab = role === 'tab';
    this.traps = (role && TRAPS[role]) ?? [];
  }

  /** Whether the part ends as XML ends, and a sheet as a sheet: a part cut in the middle would be read as far as it goes. */
  isComplete(): boolean {
    const end = this.#tail.toString('latin1').replaceAll('\0', '').trimEnd();
    if (this.isTab) return /<\/[\w.-]*:?worksheet\s*>$|\/>$/.test(end);
    return end.endsWith('>');
  }

  add(piece: Buffer): MarkupFinding | null {
    // What stands across the edge of two pieces is looked at by itself, so that no piece has to be copied.
    const edge = Buffer.concat([this.#tail, piece.subarray(0, OVERLAP)]);
    const found = this.#look(edge) ?? this.#look(piece);
    const tooLong = this.isTab && !this.#collectConditions(edge, piece);
    this.#tail = Buffer.from(piece.length < OVERLAP ? edge.subarray(-OVERLAP) : piece.subarray(-OVERLAP));
    this.#first = false;
    return found ?? (tooLong ? 'entryTooLarge' : null);
  }

  /** They stand behind the cells: from the first of them on the part is kept. Gives false where it is too long for that. */
  #collectConditions(edge: Buffer, piece: Buffer): boolean {
    if (this.conditions.length > 0) {
      this.conditions += piece.toString('latin1');
      return this.conditions.length < LONGEST_CONDITIONS;
    }
    const inEdge = edge.subarray(0, this.#tail.length + CONDITIONS.length).indexOf(CONDITIONS);
    const inPiece = inEdge === -1 ? piece.indexOf(CONDITIONS) : -1;
    if (inEdge !== -1)
      this.conditions = `<${edge.toString('latin1', inEdge, this.#tail.length)}${piece.toString('latin1')}`;
    else if (inPiece !== -1) this.conditions = `<${piece.toString('latin1', inPiece)}`;
    return true;
  }

  #look(block: Buffer): MarkupFinding | null {
    // A document type can define entities that unpack themselves (CWE-776); it stands before the root element.
    if (this.#first && /<!(DOCTYPE|ENTITY)/i.test(block.toString('latin1'))) return 'doctype';
    if (this.role === null) return null;
    // SheetJS takes a comment inside of a text for text.
    if (block.includes('<!--')) return 'inexact';
    const references = block.includes(AMPERSAND) && (block.includes('&#') || block.includes('&amp;'));
    if (references || (this.isTab && block.includes('_x005'))) {
      const text = block.toString('latin1');
      if (LARGE_REFERENCE.test(text)) this.mends.add('references');
      this.#escapedTwice ||= this.isTab && ESCAPED_TWICE.test(text);
    }
    if (this.role === 'content') this.#lookAtContent(block);
    for (const { words, pattern, finding } of this.traps) {
      if (words.some((word) => block.includes(word)) && pattern.test(block.toString('latin1')))
        return finding;
    }
    if (!this.isTab) return null;
    if (block.includes('showZeros')) this.hidesZeros ||= ZEROS_HIDDEN.test(block.toString('latin1'));
    // Found at once among cells, which hardly have its first letter.
    if (block.includes('OnLoad')) this.recalculates ||= RECALCULATED.test(block.toString('latin1'));
    this.#formulaText ||= FORMULA_TEXT.some((word) => block.includes(word));
    if (this.#escapedTwice && this.#formulaText) this.mends.add('formulaTexts');
    if (LINE_MARKS.some((mark) => block.includes(mark)) && LOOSE_TAG.test(block.toString('latin1')))
      this.mends.add('looseTags');
    this.#unplaced ||= UNPLACED_CELL.test(block.toString('latin1', 0, this.#first ? undefined : SAMPLE));
    if (this.#unplaced && PLACE_IN_TEXT.test(block.toString('latin1'))) this.mends.add('unplacedCells');
    return null;
  }

  #lookAtContent(block: Buffer): void {
    this.hides ||= ODS_HIDING.some((mark) => block.includes(mark));
    this.restyles ||= ODS_CONDITIONS.some((word) => block.includes(word));
    if (block.includes('<draw:') && DRAWING_ON_CELL.test(block.toString('latin1')))
      this.mends.add('drawings');
    if (block.includes('formula=') && EMPTY_RESULT.test(block.toString('latin1')))
      this.mends.add('emptyResults');
  }
}

const LINE_MARKS = [0x09, 0x0a, 0x0d];
const AMPERSAND = 0x26;

const CONDITIONS = 'conditionalFormatting';
/** In bytes; they are some hundreds for each rule. */
const LONGEST_CONDITIONS = 64 * 1024 * 1024;
