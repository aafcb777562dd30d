import { type EventEmitter, once } from 'node:events';
import Excel from 'exceljs';
import type { Cell } from './cell.js';
import { cutText } from './cutText.js';
import { publish, removeQuietly, temporaryName } from './output.js';
import { countWorkbookRows, refuseUnlessWhole } from './readBack.js';
import type { OutputCell, SheetWriter, TabOptions, TabWriter, Tint } from './writer.js';

/** Rows between two pauses in which the screen, signals and timers get their turn. */
const ROWS_PER_TURN = 500;

const FILLS: Record<Tint, { fill: string; bold: boolean }> = {
  green: { fill: 'FFD9EAD3', bold: false },
  grey: { fill: 'FFEFEFEF', bold: false },
  red: { fill: 'FFF4CCCC', bold: true },
  amber: { fill: 'FFFFE599', bold: true },
  heading: { fill: 'FFD9E2F3', bold: true },
};

// One shared style object a tint: exceljs looks styles up by identity, a fresh one each row costs 40%.
const STYLES = Object.fromEntries(
  Object.entries(FILLS).map(([tint, { fill, bold }]) => [
    tint,
    {
      numFmt: '@',
      font: { name: 'Calibri', size: 11, bold },
      fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: fill } },
    } satisfies Partial<Excel.Style>,
  ]),
) as Record<Tint, Partial<Excel.Style>>;
const TEXT_STYLE: Partial<Excel.Style> = { numFmt: '@' };

type ZipAppend = (source: unknown, data: object) => unknown;

/** What exceljs' writer has and its types do not tell. */
interface WriterInside {
  readonly created: Date;
  zip: { append: ZipAppend };
  addThemes(): Promise<void>;
}

const Base = Excel.stream.xlsx.WorkbookWriter as unknown as new (
  options: Partial<Excel.stream.xlsx.WorkbookWriterOptions> & { created: Date },
) => Excel.stream.xlsx.WorkbookWriter & WriterInside;

/**
 * Gives every entry of the zip the workbook's own date: exceljs has no option for it, and archiver takes the moment at
 * which an entry is written. The themes are the first entry, added while the writer is still being made.
 */
class DatedWorkbookWriter extends Base {
  override addThemes(): Promise<void> {
    const append = this.zip.append.bind(this.zip);
    const date = this.created;
    this.zip.append = (source, data) => append(source, { ...data, date });
    return super.addThemes();
  }
}

/** Writes a workbook row by row with flat memory. Only plain values are written: no formula, no link. */
export class XlsxWriter implements SheetWriter {
  readonly tabs = true;
  readonly #formatStyles = new Map<string, Partial<Excel.Style>>();
  #closeCurrent: () => void = () => undefined;
  #rows = 0;
  #committed = false;

  private constructor(
    private readonly file: string,
    private readonly temporary: string,
    private readonly workbook: Excel.stream.xlsx.WorkbookWriter,
  ) {}

  static create(file: string, date: Date): XlsxWriter {
    const temporary = temporaryName(file);
    const workbook = new DatedWorkbookWriter({
      created: date,
      filename: temporary,
      useStyles: true,
      useSharedStrings: false,
    });
    workbook.creator = 'opsheet';
    return new XlsxWriter(file, temporary, workbook);
  }

  tab(options: TabOptions): TabWriter {
    this.#closeTab();
    const results = options.purpose === 'results';
    const sheet = this.workbook.addWorksheet(options.name, {
      views: results ? [{ state: 'frozen', xSplit: 0, ySplit: 1 }] : [],
    });
    sheet.columns = options.widths.map((width) => ({ width }));
    let written = 0;
    let widest = 1;
    this.#closeCurrent = () => {
      const to = { row: Math.max(1, written), column: widest };
      if (results) sheet.autoFilter = { from: { row: 1, column: 1 }, to };
      sheet.commit();
    };
    return {
      row: async (cells) => {
        const row = sheet.getRow(written + 1);
        cells.forEach((cell, index) => {
          this.#fill(row.getCell(index + 1), cell);
        });
        row.commit();
        written += 1;
        // A row without any value takes no place in the file.
        if (cells.some(({ kind }) => kind !== 'empty' && kind !== 'merged')) this.#rows += 1;
        widest = Math.max(widest, cells.length);
        if (written % ROWS_PER_TURN === 0) await drained(sheet);
      },
    };
  }

  async finish(): Promise<string> {
    this.#closeTab();
    this.#committed = true;
    await this.workbook.commit();
    refuseUnlessWhole(this.file, this.#rows, await countWorkbookRows(this.temporary));
    return publish(this.temporary, this.file);
  }

  async discard(): Promise<void> {
    this.#closeTab();
    if (!this.#committed) await this.workbook.commit().catch(() => undefined);
    await removeQuietly(this.temporary);
  }

  #closeTab(): void {
    this.#closeCurrent();
    this.#closeCurrent = () => undefined;
  }

  #fill(target: Excel.Cell, cell: OutputCell): void {
    const value = plainValue(cell);
    if (value !== null) target.value = value;
    if (cell.tint) target.style = STYLES[cell.tint];
    else if (cell.kind === 'text' || cell.kind === 'uncomputed' || cell.kind === 'styled')
      target.style = TEXT_STYLE;
    else if ((cell.kind === 'number' || cell.kind === 'date') && cell.format !== undefined) {
      target.style = this.#formatStyle(cell.format);
    }
  }

  #formatStyle(format: string): Partial<Excel.Style> {
    const known = this.#formatStyles.get(format);
    if (known) return known;
    const style: Partial<Excel.Style> = { numFmt: format };
    this.#formatStyles.set(format, style);
    return style;
  }
}

type OldWritable = EventEmitter & { readonly _writableState: { readonly needDrain: boolean } };

/**
 * Waits until the zip has taken what was written, and gives the screen, signals and timers their turn. Exceljs
 * itself never waits (exceljs #734, #2916): half a million rows would pile up to hundreds of megabytes.
 */
async function drained(sheet: Excel.Worksheet): Promise<void> {
  // Its streams are of readable-stream 3, which has no `writableNeedDrain` yet.
  const { pipes } = (sheet as unknown as { stream: { pipes: OldWritable[] } }).stream;
  for (const pipe of pipes) if (pipe._writableState.needDrain) await once(pipe, 'drain');
  await new Promise((resolve) => setImmediate(resolve));
}

/**
 * What goes into the file: a number, boolean or error, or text as one run of rich text. Bare text exceljs writes in
 * the kind of cell that formulas have their results in (`t="str"`), which some readers decode twice.
 */
function plainValue(cell: Cell): number | boolean | Excel.CellErrorValue | Excel.CellRichTextValue | null {
  switch (cell.kind) {
    case 'empty':
    case 'merged':
      return null;
    case 'number':
    case 'date':
      return Number.isFinite(cell.number) ? cell.number : textValue(cell.text);
    case 'boolean':
      return cell.boolean;
    case 'error':
      return isErrorValue(cell.text) ? { error: cell.text } : textValue(cell.text);
    case 'text':
    case 'uncomputed':
    case 'styled':
      return textValue(cell.text);
  }
}

function textValue(text: string): Excel.CellRichTextValue {
  return { richText: [{ text: workbookText(text) }] };
}

const ERROR_VALUES = ['#N/A', '#REF!', '#NAME?', '#DIV/0!', '#NULL!', '#VALUE!', '#NUM!'] as const;

function isErrorValue(text: string): text is (typeof ERROR_VALUES)[number] {
  return (ERROR_VALUES as readonly string[]).includes(text);
}

/**
 * Text as a workbook can hold it: characters that XML forbids, and text that looks like their escape, are
 * written as `_xHHHH_` (ECMA-376 part 1, 22.9.2.19); half a surrogate pair becomes U+FFFD.
 */
function workbookText(text: string): string {
  return cutText(text)
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      FORBIDDEN_IN_XML,
      (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
}

/** Control characters but tab, line feed and the C1 set (which XML allows), and the two code points that are none. */
const FORBIDDEN_IN_XML = /(?![\t\n\u0080-\u009f])[\p{Cc}\ufffe\uffff]/gu;
