import type { CellObject } from '@e965/xlsx';
import { isSymbolFont } from './disguise.js';
import { attribute, unescaped } from './xmlText.js';

/** What strikes out a run of letters, or puts it above or below the line (ECMA-376 part 1, 18.4.7: run properties). */
const MARKS = /<(?:\w+:)?(strike|vertAlign)\b([^<>]*)>/g;
const RUN_FONT = /<(?:\w+:)?rFont\b[^<>]*>/g;
const RUN = /<(?:\w+:)?r\b[^<>]*>([\s\S]*?)<\/(?:\w+:)?r>/g;
const RUN_TEXT = /<(?:\w+:)?t\b[^<>]*>([^<]*)<\/(?:\w+:)?t>/;

/**
 * Whether parts of a cell's text are struck out, raised as the mark of a footnote is, or in a font of signs: its letters
 * are then not what it says.
 */
export function isMarked({ r }: CellObject): boolean {
  // A look for any font first: a large sheet has a million of these.
  return typeof r === 'string' && r.includes('rPr>') && (marksOf(r).length > 0 || hasSymbols(r));
}

function hasSymbols(xml: string): boolean {
  return [...xml.matchAll(RUN_FONT)].some(([tag]) => isSymbolFont(attribute(tag, 'val') ?? ''));
}

/** A cell's text with what is struck out in `~~` and what is raised or lowered in `^{}`; other text as it is. */
export function markedText({ r, v }: CellObject): string {
  const text = String(v ?? '');
  if (typeof r !== 'string' || marksOf(r).length === 0) return text;
  let marked = '';
  for (const [, run = ''] of r.matchAll(RUN)) {
    const letters = unescaped(RUN_TEXT.exec(run)?.[1] ?? '');
    const marks = marksOf(run);
    if (letters === '' || marks.length === 0) marked += letters;
    else marked += marks.includes('strike') ? `~~${letters}~~` : `^{${letters}}`;
  }
  return marked === '' ? text : marked;
}

/** What a font does to letters that changes what they say. */
export type RunMark = 'none' | 'strike' | 'raised';

export function runMark(struck: boolean, raised: boolean): RunMark {
  return struck ? 'strike' : raised ? 'raised' : 'none';
}

/** Letters of a text from there on, in UTF-16 units, up to the next run. */
export interface Run {
  readonly from: number;
  readonly mark: RunMark;
}

/** A text with its runs as SheetJS gives them of an .xlsx, for the letters before the first of them the mark of the cell. */
export function richXml(text: string, own: RunMark, runs: readonly Run[]): string {
  const all = runs[0]?.from === 0 ? runs : [{ from: 0, mark: own }, ...runs];
  return all
    .map(({ from, mark }, i) => {
      const letters = text.slice(from, all[i + 1]?.from);
      return `<r>${PROPERTIES[mark]}<t>${letters.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></r>`;
    })
    .join('');
}

/** The runs of an .xlsx, with the mark of the cell where one has no font of its own. */
export function withOwnMark(xml: string, own: RunMark): string {
  return xml.replace(/<(?:\w+:)?r>(?=\s*<(?:\w+:)?t\b)/g, (tag) => tag + PROPERTIES[own]);
}

const PROPERTIES: Readonly<Record<RunMark, string>> = {
  none: '',
  strike: '<rPr><strike/></rPr>',
  raised: '<rPr><vertAlign val="superscript"/></rPr>',
};

function marksOf(xml: string): string[] {
  return [...xml.matchAll(MARKS)].flatMap(([, name = '', attributes = '']) =>
    /val\s*=\s*["'](?:0|false|off|baseline)["']/.test(attributes) ? [] : [name],
  );
}
