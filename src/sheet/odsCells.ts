const TABLE = /<(?:[\w.-]+:)?table(?=[\s>])/g;
const TAG = /<(?:[\w.-]+:)?(table|table-column|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)>/g;

/** A cell of an OpenDocument spreadsheet that is not empty, as often as it is repeated. */
export interface OdsCell {
  /** Places from 0, the ends not counted. */
  readonly tab: number;
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  /** The name of its style: its own, that of its row or of its column; empty where none is named. */
  readonly style: string;
  readonly attributes: string;
  /** What stands within it. */
  readonly inner: string;
}

export function odsTabCount(content: string): number {
  return content.match(TABLE)?.length ?? 0;
}

export function* odsCells(content: string): Generator<OdsCell> {
  let columns: { readonly from: number; readonly style: string }[] = [];
  let rowStyle = '';
  let tab = -1;
  let [row, nextRow, nextColumn] = [0, 0, 0];
  for (const { 0: tag, 1: name, 2: attributes = '', index } of content.matchAll(TAG)) {
    if (name === 'table') {
      tab += 1;
      columns = [];
      [nextRow, nextColumn] = [0, 0];
    } else if (name === 'table-row') {
      row = nextRow;
      nextRow += Number(said(ROWS_REPEATED, attributes) || 1);
      nextColumn = 0;
      rowStyle = said(DEFAULT_STYLE, attributes);
    } else {
      const column = nextColumn;
      nextColumn += Number(said(COLUMNS_REPEATED, attributes) || 1);
      if (name === 'table-column') columns.push({ from: column, style: said(DEFAULT_STYLE, attributes) });
      if (name === 'table-column' || attributes.endsWith('/')) continue;
      const ofColumn = columns.findLast(({ from }) => from <= column)?.style ?? '';
      const from = index + tag.length;
      yield {
        tab,
        rows: [row, nextRow],
        columns: [column, nextColumn],
        style: said(STYLE_NAME, attributes) || rowStyle || ofColumn,
        attributes,
        inner: content.slice(from, content.indexOf('table-cell>', from)),
      };
    }
  }
}

const STYLE_NAME = /[\s:]style-name\s*=\s*["']([^"']*)["']/;
const DEFAULT_STYLE = /[\s:]default-cell-style-name\s*=\s*["']([^"']*)["']/;
const ROWS_REPEATED = /[\s:]number-rows-repeated\s*=\s*["'](\d+)["']/;
const COLUMNS_REPEATED = /[\s:]number-columns-repeated\s*=\s*["'](\d+)["']/;

/** What an attribute says; empty where there is none. */
function said(pattern: RegExp, attributes: string): string {
  return pattern.exec(attributes)?.[1] ?? '';
}
