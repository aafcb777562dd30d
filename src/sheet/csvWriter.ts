import { type FileHandle, open } from 'node:fs/promises';
import Papa from 'papaparse';
import { ESCAPE_COLUMN, ESCAPE_VERSION } from './escapeColumn.js';
import { neutraliseText } from './formulaText.js';
import { publish, removeQuietly, temporaryName } from './output.js';
import { countCsvRows, refuseUnlessWhole } from './readBack.js';
import type { OutputCell, SheetWriter, TabWriter } from './writer.js';

const BATCH_ROWS = 1000;

/**
 * Writes a CSV that spreadsheet programs open right: UTF-8 with a byte-order mark (without it Excel reads
 * accents as Windows-1252), CRLF, every field quoted, formulas neutralised. A last column says so, and is what
 * tells the reader to take the apostrophes off again.
 */
export class CsvWriter implements SheetWriter {
  readonly tabs = false;
  #waiting: string[][] = [];
  #headerWritten = false;
  #rows = 0;
  #begun = false;

  private constructor(
    private readonly file: string,
    private readonly temporary: string,
    private readonly handle: FileHandle,
    private readonly delimiter: string,
  ) {}

  static async create(file: string, delimiter: string): Promise<CsvWriter> {
    const temporary = temporaryName(file);
    return new CsvWriter(file, temporary, await open(temporary, 'wx', 0o600), delimiter);
  }

  tab(): TabWriter {
    return {
      row: async (cells: readonly OutputCell[]) => {
        const fields = cells.map((cell) => neutraliseText(cell.text));
        fields.push(this.#headerWritten ? ESCAPE_VERSION : ESCAPE_COLUMN);
        this.#headerWritten = true;
        this.#rows += 1;
        this.#waiting.push(fields);
        if (this.#waiting.length >= BATCH_ROWS) await this.#flush();
      },
    };
  }

  async finish(): Promise<string> {
    await this.#flush();
    await this.handle.close();
    refuseUnlessWhole(this.file, this.#rows, await countCsvRows(this.temporary, this.delimiter));
    return publish(this.temporary, this.file);
  }

  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await removeQuietly(this.temporary);
  }

  async #flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const text = Papa.unparse(this.#waiting, { quotes: true, delimiter: this.delimiter, newline: '\r\n' });
    this.#waiting = [];
    const mark = this.#begun ? '' : '\ufeff';
    this.#begun = true;
    // Not `write`, which may write a part and say nothing.
    await this.handle.writeFile(`${mark}${text}\r\n`);
  }
}
