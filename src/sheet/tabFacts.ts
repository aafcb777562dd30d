import { type CellObject, utils, type WorkSheet } from '@e965/xlsx';
import { SUMMARY_MARK } from './summaryMark.js';

/** Cells that are named in a notice before the rest is left out. */
const NAMED_CELLS = 5;

/** One tab of a workbook, before it is read. */
export interface TabFacts {
  readonly name: string;
  readonly visible: boolean;
  /** Whether it holds a table of cells with anything in them; a chart does not. */
  readonly hasData: boolean;
  /** The summary that opsheet itself adds to a results workbook. */
  readonly summary: boolean;
  /** Rows with data, and how many of them are hidden. */
  readonly rows: number;
  /** Number of the last row and of the last column that hold anything, from 1. */
  readonly lastRow: number;
  readonly lastColumn: number;
  readonly hiddenRows: number;
  readonly filtered: boolean;
  readonly hiddenColumns: readonly string[];
  readonly commentsOnly: readonly string[];
  /** Columns with formulas whose result depends on when it is computed. */
  readonly volatileColumns: readonly string[];
  readonly pivot: boolean;
}

/** Functions that Excel computes anew each time: what the file holds is what they gave when it was saved. */
const VOLATILE = /\b(?:NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|OFFSET|INDIRECT)\(/i;

/** What a tab holds, as SheetJS has it. */
export function tabFacts(
  name: string,
  visible: boolean,
  sheet: WorkSheet | undefined,
  pivot: boolean,
): TabFacts {
  const data = sheet && sheet['!type'] !== 'chart' ? rowsOf(sheet) : [];
  const used = Object.keys(data)
    .map(Number)
    .filter((index) => data[index]?.some((cell) => cell !== undefined && cell.t !== 'z'));
  const commentsOnly: string[] = [];
  const volatile = new Set<number>();
  for (const index of Object.keys(data).map(Number)) {
    data[index]?.forEach((cell, column) => {
      if (typeof cell?.f === 'string' && VOLATILE.test(cell.f)) volatile.add(column);
      const bare = cell?.t === 'z' && cell.c !== undefined && cell.c.length > 0;
      if (bare && commentsOnly.length < NAMED_CELLS)
        commentsOnly.push(utils.encode_cell({ r: index, c: column }));
    });
  }
  const columns = sheet?.['!cols'] ?? [];
  return {
    name,
    visible,
    hasData: used.length > 0,
    summary: data[0]?.[0]?.v === SUMMARY_MARK,
    rows: used.length,
    lastRow: (used.at(-1) ?? -1) + 1,
    lastColumn: used.reduce((most, index) => Math.max(most, widthOf(data[index] ?? [])), 0),
    hiddenRows: sheet ? used.filter((index) => isHidden(sheet, index)).length : 0,
    filtered: sheet?.['!autofilter'] !== undefined,
    hiddenColumns: Object.keys(columns)
      .filter((index) => columns[Number(index)]?.hidden || columns[Number(index)]?.width === 0)
      .map((index) => utils.encode_col(Number(index))),
    commentsOnly,
    volatileColumns: [...volatile].sort((a, b) => a - b).map((index) => utils.encode_col(index)),
    pivot,
  };
}

/** Cells up to the last that holds anything; one that is only coloured holds nothing. */
function widthOf(row: readonly (CellObject | undefined)[]): number {
  return row.findLastIndex((cell) => cell !== undefined && cell.t !== 'z') + 1;
}

export function isHidden(sheet: WorkSheet, index: number): boolean {
  const row = sheet['!rows']?.[index];
  return row !== undefined && (row.hidden === true || row.hpt === 0);
}

/** A sparse array of rows: only rows that exist are keys. */
export function rowsOf(sheet: WorkSheet): readonly ((CellObject | undefined)[] | undefined)[] {
  return (sheet['!data'] ?? []) as readonly ((CellObject | undefined)[] | undefined)[];
}
