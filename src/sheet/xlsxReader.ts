import { readFile } from 'node:fs/promises';
import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx';
import { read, SSF } from '@e965/xlsx';
import { type Cell, EMPTY_CELL, isBlank, textCell } from './cell.js';
import { SheetRefusal } from './refusal.js';
import type { Sheet, SheetOrigin, SheetRow } from './sheet.js';
import { SUMMARY_MARK } from './summaryMark.js';

const BATCH_ROWS = 1000;

/** Days between the epochs of the 1904 and the 1900 date systems (ECMA-376 part 1, 18.17.4.1). */
const DAYS_1904 = 1462;

export async function openXlsx(origin: SheetOrigin, wanted: string | undefined): Promise<Sheet> {
  const workbook = parse(await readFile(origin.readFrom), origin.file);
  const withData = workbook.SheetNames.filter((name, index) => {
    const visible = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) === 0;
    const sheet = workbook.Sheets[name];
    return visible && sheet !== undefined && hasData(sheet) && !isSummary(sheet);
  });
  const sheetName = chooseSheet(origin.file, workbook, withData, wanted);
  const sheet = workbook.Sheets[sheetName] as WorkSheet;
  const epochOffset = workbook.Workbook?.WBProps?.date1904 ? DAYS_1904 : 0;
  return {
    source: {
      file: origin.file,
      format: 'xlsx',
      bytes: origin.bytes,
      sha256: origin.sha256,
      sheetName,
      sheetNames: withData,
      delimiter: null,
    },
    batches: () => xlsxBatches(sheet, epochOffset),
  };
}

function parse(bytes: Buffer, file: string): WorkBook {
  // Names of parts are not compressed, so a workbook shows itself before anything is unpacked.
  if (!bytes.includes('xl/') || !bytes.includes('.xml'))
    throw new SheetRefusal({ code: 'file.notWorkbook', file });
  try {
    // Without stubs a formula that nobody has computed yet would be gone like an empty cell.
    return read(bytes, { dense: true, cellNF: true, cellFormula: true, cellHTML: false, sheetStubs: true });
  } catch {
    throw new SheetRefusal({ code: 'file.notWorkbook', file });
  }
}

function chooseSheet(
  file: string,
  workbook: WorkBook,
  withData: readonly string[],
  wanted: string | undefined,
): string {
  if (wanted !== undefined) {
    const found = workbook.SheetNames.find((name) => name === wanted);
    if (found === undefined) {
      throw new SheetRefusal({ code: 'xlsx.noSuchSheet', file, sheet: wanted, sheets: workbook.SheetNames });
    }
    return found;
  }
  if (withData.length > 1) throw new SheetRefusal({ code: 'xlsx.severalSheets', file, sheets: withData });
  const [only] = withData;
  if (only === undefined) throw new SheetRefusal({ code: 'xlsx.noData', file });
  return only;
}

async function* xlsxBatches(sheet: WorkSheet, epochOffset: number): AsyncGenerator<readonly SheetRow[]> {
  let batch: SheetRow[] = [];
  const rows = rowsOf(sheet);
  for (const key of Object.keys(rows)) {
    const index = Number(key);
    const cells = Array.from(rows[index] ?? [], (cell) => toCell(cell, epochOffset));
    while (cells.length > 0 && cells.at(-1)?.kind === 'empty') cells.pop();
    if (cells.every(isBlank)) continue;
    batch.push({ number: index + 1, line: null, cells });
    if (batch.length >= BATCH_ROWS) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function toCell(cell: CellObject | undefined, epochOffset: number): Cell {
  if (cell === undefined) return EMPTY_CELL;
  const formula = typeof cell.f === 'string' ? cell.f : null;
  const shown = cell.w ?? (cell.v === undefined || cell.v === null ? '' : String(cell.v));
  switch (cell.t) {
    case 'n': {
      const number = cell.v as number;
      const format = typeof cell.z === 'string' ? cell.z : undefined;
      if (format !== undefined && SSF.is_date(format)) {
        return { kind: 'date', text: shown, number: number + epochOffset, format };
      }
      const named = format !== undefined && format !== 'General';
      return named
        ? { kind: 'number', text: shown, number, format }
        : { kind: 'number', text: shown, number };
    }
    case 'b':
      return { kind: 'boolean', text: shown, boolean: cell.v === true };
    case 'e':
      return { kind: 'error', text: shown };
    case 's':
      // Empty text that a formula gave is a result: `=IF(A2="","",…)`.
      return textCell(typeof cell.v === 'string' ? cell.v : shown);
    default:
      return formula === null ? EMPTY_CELL : { kind: 'uncomputed', text: `=${formula}` };
  }
}

/** A sparse array of rows: only rows that exist are keys. */
function rowsOf(sheet: WorkSheet): readonly (readonly (CellObject | undefined)[])[] {
  return (sheet['!data'] ?? []) as readonly (readonly (CellObject | undefined)[])[];
}

function hasData(sheet: WorkSheet): boolean {
  return Object.values(rowsOf(sheet)).some((row) =>
    Object.values(row ?? []).some((cell) => cell !== undefined),
  );
}

/** The summary tab that opsheet itself adds to a results workbook. */
function isSummary(sheet: WorkSheet): boolean {
  return rowsOf(sheet)[0]?.[0]?.v === SUMMARY_MARK;
}
