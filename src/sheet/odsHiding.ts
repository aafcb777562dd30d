import type { WorkBook } from '@e965/xlsx';
import { readPart } from './zipPart.js';

/** The part of an OpenDocument spreadsheet that holds its tabs. */
export const ODS_CONTENT = 'content.xml';

/** One of these stands in the content wherever a tab, a row or a column is hidden (OpenDocument 1.3, part 3, 19.749). */
export const ODS_HIDING = [
  '="collapse"',
  '="filter"',
  'display="false"',
  "='collapse'",
  "='filter'",
  "display='false'",
];

/** Positions from 0, the end not counted. */
type Span = readonly [from: number, to: number];

interface HiddenParts {
  readonly style: string;
  filtered: boolean;
  readonly rows: Span[];
  readonly columns: Span[];
}

const TAG =
  /<(\/?)(?:[\w.-]+:)?(style|table-properties|table-row-group|table-column-group|table-row|table-column|table)(?=[\s/>])([^>]*)>/g;

/**
 * Puts into a workbook what SheetJS does not read of OpenDocument: which tabs, rows and columns are hidden. Gives
 * false when the tabs are others than SheetJS found, so that it cannot be told.
 */
export async function addHiding(workbook: WorkBook, bytes: Buffer): Promise<boolean> {
  const { tabs, hiddenStyles } = hidingIn((await readPart(bytes, ODS_CONTENT)).toString());
  if (tabs.length !== workbook.SheetNames.length) return false;
  const hidden = tabs.map(({ style }) => ({ Hidden: hiddenStyles.has(style) ? 1 : 0 }) as const);
  workbook.Workbook = { ...workbook.Workbook, Sheets: hidden };
  tabs.forEach(({ filtered, rows, columns }, at) => {
    const sheet = workbook.Sheets[workbook.SheetNames[at] as string];
    if (sheet === undefined) return;
    const data = (sheet['!data'] ?? []) as readonly (readonly unknown[])[];
    const width = data.reduce((most, row) => Math.max(most, row?.length ?? 0), 0);
    sheet['!rows'] = hiddenWithin(rows, data.length);
    sheet['!cols'] = hiddenWithin(columns, width);
    if (filtered) sheet['!autofilter'] = { ref: 'A1' };
  });
  return true;
}

/** A sparse array of what is hidden before `end`: a span may reach to the end of the sheet. */
function hiddenWithin(spans: readonly Span[], end: number): { hidden: true }[] {
  const found: { hidden: true }[] = [];
  for (const [from, to] of spans) {
    for (let at = from; at < Math.min(to, end); at += 1) found[at] = { hidden: true };
  }
  return found;
}

function hidingIn(content: string): { tabs: readonly HiddenParts[]; hiddenStyles: ReadonlySet<string> } {
  const tabs: HiddenParts[] = [];
  const hiddenStyles = new Set<string>();
  let style = '';
  let row = 0;
  let column = 0;
  // Groups that are open, and whether each is folded.
  const groups: boolean[] = [];
  for (const [, closing, name, attributes = ''] of content.matchAll(TAG)) {
    const tab = tabs.at(-1);
    const folded = attribute(attributes, DISPLAY) === 'false';
    if (closing) {
      if (name?.endsWith('-group')) groups.pop();
      continue;
    }
    if (name?.endsWith('-group')) {
      if (!attributes.endsWith('/')) groups.push(folded);
    } else if (name === 'style') {
      style = attribute(attributes, NAME);
    } else if (name === 'table-properties') {
      if (folded) hiddenStyles.add(style);
    } else if (name === 'table') {
      tabs.push({ style: attribute(attributes, STYLE_NAME), filtered: false, rows: [], columns: [] });
      row = 0;
      column = 0;
    } else if (tab !== undefined) {
      const isRow = name === 'table-row';
      const count = Number(attribute(attributes, isRow ? ROWS_REPEATED : COLUMNS_REPEATED) || 1);
      const visibility = attribute(attributes, VISIBILITY);
      const from = isRow ? row : column;
      const hidden = visibility === 'collapse' || visibility === 'filter' || groups.includes(true);
      if (hidden) (isRow ? tab.rows : tab.columns).push([from, from + count]);
      tab.filtered ||= visibility === 'filter';
      if (isRow) row += count;
      else column += count;
    }
  }
  return { tabs, hiddenStyles };
}

const pattern = (name: string) => new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
const DISPLAY = pattern('display');
const NAME = pattern('name');
const STYLE_NAME = pattern('style-name');
const VISIBILITY = pattern('visibility');
const ROWS_REPEATED = pattern('number-rows-repeated');
const COLUMNS_REPEATED = pattern('number-columns-repeated');

function attribute(attributes: string, name: RegExp): string {
  const found = name.exec(attributes);
  return found?.[1] ?? found?.[2] ?? '';
}
