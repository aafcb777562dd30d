import type { ParsingOptions, WorkBook, WorkSheet } from '@e965/xlsx';
import { set_cptable, utils } from '@e965/xlsx';
import { biff12Cellless } from './biff12Tabs.js';
import { recalculates } from './biffRecalculation.js';
import { hasCodePage, workbookStream } from './biffRecords.js';
import { type Cell, EMPTY_CELL, isBlank, MERGED_CELL } from './cell.js';
import type { CellSpan } from './conditionalFormats.js';
import type { Disguise } from './disguise.js';
import { type Mend, readMended } from './mending.js';
import { addHiding, ODS_CONTENT } from './odsHiding.js';
import { type PackedRows, RowPacker } from './packedRows.js';
import { SheetRefusal } from './refusal.js';
import type { SourceFormat } from './sheet.js';
import { withStrictNumbers } from './strictNumbers.js';
import { isHidden, rowsOf, type TabFacts, tabFacts } from './tabFacts.js';
import { toCell } from './workbookCell.js';
import { looksOfStream, looksOfZip, type WorkbookLooks } from './workbookLooks.js';
import { lookIntoZip, type ZipLook } from './zipLook.js';
import { type Unpacked, unpackedFar } from './zipPart.js';

const BATCH_ROWS = 1000;
export interface WorkbookFacts {
  readonly format: SourceFormat;
  readonly tabs: readonly TabFacts[];
  readonly date1904: boolean;
  readonly externalLinks: boolean;
  /** Whether the results of formulas in it are to be computed anew before anybody sees them. */
  readonly recalculates: boolean;
  /** Whether a formula with the result 0 may be one that nobody has computed. */
  readonly bareZeros: boolean;
  /** Whether an OpenDocument spreadsheet has formats that show another number than the cell's. */
  readonly scales: boolean;
}

/**
 * A workbook in memory, as SheetJS parses it. It runs in a worker, because parsing takes seconds in which a screen would
 * stand still, and memory that a bad file must not take from the run.
 */
export class WorkbookReader {
  private constructor(
    private readonly workbook: WorkBook,
    private readonly file: string,
    readonly facts: WorkbookFacts,
    private readonly looks: WorkbookLooks,
  ) {}

  /** Throws `SheetRefusal` when the bytes are no workbook, have a password, or hold what no program writes. */
  static async read(bytes: Buffer, kind: 'zip' | 'ole', file: string): Promise<WorkbookReader> {
    const look = kind === 'zip' ? await lookIntoZip(bytes, file) : null;
    // MS-OFFCRYPTO 2.3.4.4: a workbook with a password is a stream of this name in an OLE container.
    if (kind === 'ole' && bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
      throw new SheetRefusal({ code: 'file.password', file });
    }
    // MS-XLS 2.1.2: the stream of a workbook has this name; SheetJS reads anything else as if it were text.
    const isWorkbook = ['Workbook', 'Book'].some((name) => bytes.includes(Buffer.from(name, 'utf16le')));
    if (kind === 'ole' && !isWorkbook) throw new SheetRefusal({ code: 'file.notWorkbook', file });
    const stream = kind === 'ole' ? streamOf(bytes, file) : null;
    if (stream && hasCodePage(stream)) set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'));
    const workbook = parse(bytes, file, look?.mends ?? new Map(), look && (await unpackedFar(bytes)));
    if (look?.odsHiding && !(await addHiding(workbook, bytes))) {
      throw new SheetRefusal({ code: 'xlsx.suspicious', file, what: 'hiding', entry: ODS_CONTENT });
    }
    // SheetJS leaves out a tab that it cannot read, and says so to nobody. It cannot read a funnel or a treemap that
    // has a tab of its own, either; there is nothing to lose in that.
    const missing = workbook.SheetNames.filter((name) => workbook.Sheets[name] === undefined);
    const isBinary = look?.format === 'xlsb' && missing.length > 0;
    const cellless = isBinary ? await biff12Cellless(bytes) : look?.cellless;
    const lost = missing.find((name) => !cellless?.has(name));
    if (lost !== undefined) {
      throw new SheetRefusal({ code: 'xlsx.suspicious', file, what: 'damaged', entry: lost });
    }
    if (stream) {
      const looks = looksOfStream(workbook, stream, file);
      const facts = factsOf(workbook, null, { recalculates: recalculates(stream), scales: looks.scales });
      return new WorkbookReader(workbook, file, facts, looks);
    }
    if (look === null) throw new TypeError(`${file} is neither kind of workbook`);
    const looks = await looksOfZip(workbook, bytes, look, file);
    const facts = factsOf(workbook, look, { recalculates: look.recalculates, scales: looks.scales });
    return new WorkbookReader(workbook, file, facts, looks);
  }

  readonly #covered = new Map<string, ReadonlyMap<number, readonly number[]>>();

  #coveredOf(tab: string, sheet: WorkSheet): ReadonlyMap<number, readonly number[]> {
    const known = this.#covered.get(tab);
    if (known) return known;
    const covered = coveredCells(sheet, this.file);
    this.#covered.set(tab, covered);
    return covered;
  }

  /** The next rows of a tab from a row index on; `next` is where to go on, `null` at the end. */
  rows(tab: string, from: number, hidden: 'include' | 'skip'): { rows: PackedRows; next: number | null } {
    const sheet = this.workbook.Sheets[tab] as WorkSheet;
    const data = rowsOf(sheet);
    const packer = new RowPacker();
    const covered = this.#coveredOf(tab, sheet);
    const hidesZeros = this.looks.zeroless.has(tab);
    const restyled = this.looks.restyled.get(tab) ?? [];
    const disguised = this.looks.disguised.get(tab);
    // The header, whose ground a table's style or a condition may colour.
    const first = data.findIndex((row) => row?.some((cell) => cell !== undefined && cell.t !== 'z'));
    for (let index = from; index < data.length; index += 1) {
      const row = data[index];
      const merged = covered.get(index);
      if (row === undefined && merged === undefined) continue;
      if (hidden === 'skip' && isHidden(sheet, index)) continue;
      const cells: Cell[] = [];
      const width = row?.length ?? 0;
      for (let column = 0; column < width; column += 1) {
        const cell = row?.[column];
        if (cell?.t === 'n' && !Number.isFinite(cell.v)) this.#refuseNumber(index, column);
        cells.push(toCell(cell, this.facts, hidesZeros, this.file));
      }
      for (const { rows, columns, what } of restyled) {
        if (index < rows[0] || index > rows[1]) continue;
        for (let column = columns[0]; column <= Math.min(columns[1], cells.length - 1); column += 1)
          restyle(cells, column, RESTYLED[what]);
      }
      for (const [column, disguise] of disguised?.in(index) ?? []) {
        const isGround = disguised?.hasTables || index === first;
        restyle(cells, column, RESTYLED[isGround && disguise === 'unseen' ? 'numbers' : DISGUISED[disguise]]);
      }
      for (const column of merged ?? []) {
        while (cells.length <= column) cells.push(EMPTY_CELL);
        cells[column] = MERGED_CELL;
      }
      while (cells.length > 0 && cells.at(-1)?.kind === 'empty') cells.pop();
      if (cells.every(isBlank)) continue;
      packer.add(index + 1, cells);
      if (packer.size >= BATCH_ROWS) return { rows: packer.pack(), next: index + 1 };
    }
    return { rows: packer.pack(), next: null };
  }

  #refuseNumber(row: number, column: number): never {
    const entry = utils.encode_cell({ r: row, c: column });
    throw new SheetRefusal({ code: 'xlsx.suspicious', file: this.file, what: 'number', entry });
  }
}

/** Position of the first of these ascending numbers that is not below `least`. */
function firstFrom(numbers: readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cells that a format may show otherwise. */
const RESTYLED: Readonly<Record<CellSpan['what'], (cell: Cell) => boolean>> = {
  zeros: (cell) => cell.kind === 'number' && cell.number === 0,
  numbers: ({ kind }) => kind === 'number' || kind === 'date',
  all: ({ kind }) => kind === 'text' || kind === 'number' || kind === 'date' || kind === 'boolean',
};

/** A text that is repeated says what it says; people let long ones be repeated so that they end with their cell. */
const DISGUISED: Readonly<Record<Disguise, CellSpan['what']>> = {
  unseen: 'all',
  symbols: 'all',
  repeated: 'numbers',
};

function restyle(cells: Cell[], column: number, isRestyled: (cell: Cell) => boolean): void {
  const cell = cells[column];
  if (cell && isRestyled(cell)) cells[column] = { kind: 'styled', text: cell.text };
}

/** Merged cells in one sheet beyond which it is no list of rows any more. */
const MOST_COVERED = 2_000_000;

function streamOf(bytes: Buffer, file: string): Buffer {
  try {
    return workbookStream(bytes);
  } catch {
    throw new SheetRefusal({ code: 'file.notWorkbook', file });
  }
}

function parse(
  bytes: Buffer,
  file: string,
  mends: ReadonlyMap<string, ReadonlySet<Mend>>,
  unpacked: Unpacked | null,
): WorkBook {
  try {
    const options: ParsingOptions = {
      dense: true,
      cellNF: true,
      cellFormula: true,
      cellHTML: false,
      // Without stubs a formula that nobody has computed yet would be gone like an empty cell.
      sheetStubs: true,
      // Hidden rows and columns come only with the styles.
      cellStyles: true,
    };
    return withStrictNumbers(() => readMended(bytes, options, mends, unpacked, file));
  } catch (error) {
    if (error instanceof SheetRefusal) throw error;
    const password = error instanceof Error && /password|encrypt/i.test(error.message);
    throw new SheetRefusal({ code: password ? 'file.password' : 'file.notWorkbook', file });
  }
}

function factsOf(
  workbook: WorkBook,
  look: ZipLook | null,
  numbers: Pick<WorkbookFacts, 'recalculates' | 'scales'>,
): WorkbookFacts {
  const tabs = workbook.SheetNames.map((name, index): TabFacts => {
    const sheet = workbook.Sheets[name];
    const visible = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) === 0;
    return tabFacts(name, visible, sheet, look?.pivotSheets.has(name) ?? false);
  });
  return {
    format: look?.format ?? 'xls',
    tabs,
    date1904: workbook.Workbook?.WBProps?.date1904 === true,
    externalLinks: look?.externalLinks ?? false,
    ...numbers,
    bareZeros: look?.bareZeros ?? false,
  };
}

/**
 * Columns covered by merged cells, by row: the first cell of a range holds the value, the others none. Only rows
 * that exist and columns that are used count, because a range can be as large as the sheet.
 */
function coveredCells(sheet: WorkSheet, file: string): ReadonlyMap<number, readonly number[]> {
  const covered = new Map<number, number[]>();
  const merges = sheet['!merges'] ?? [];
  if (merges.length === 0) return covered;
  const data = rowsOf(sheet);
  const width = data.reduce((most, row) => Math.max(most, row?.length ?? 0), 0);
  const existing = Object.keys(data).map(Number);
  let cells = 0;
  for (const { s, e } of merges) {
    for (let at = firstFrom(existing, s.r); at < existing.length; at += 1) {
      const row = existing[at] as number;
      if (row > e.r) break;
      const columns = covered.get(row) ?? [];
      for (let column = s.c; column <= Math.min(e.c, width - 1); column += 1) {
        if (row !== s.r || column !== s.c) columns.push(column);
      }
      covered.set(row, columns);
      cells += Math.max(0, Math.min(e.c, width - 1) - s.c) + 1;
      if (cells > MOST_COVERED) throw new SheetRefusal({ code: 'xlsx.tooMuch', file, what: 'memory' });
    }
  }
  return covered;
}
