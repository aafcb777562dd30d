import { type FileHandle, open } from 'node:fs/promises';
import type { PlanHeader } from './planHeader.js';
import { readPlanLines } from './planLines.js';
import { type PlannedRow, type PlannedUpdate, VERDICTS, type Verdict } from './plannedRow.js';
import { PlanWriter } from './planWriter.js';
import { type ScannedBlock, ScannedRow } from './scannedRow.js';
import type { PlanSummary } from './summary.js';

/** Rows that are read from the plan's file at once; where each such block begins is kept in memory. */
const INDEXED_ROWS = 50;

/** Such blocks that a scan reads at once: a millisecond or two of work, so that a screen stays awake beside it. */
const SCANNED_BLOCKS = 2;

/** Such blocks that sending reads at once: asking the disk costs more than what it gives. */
const SENT_BLOCKS = 8;

/**
 * A plan on disk: one JSON line for the header, one a row in the sheet's order, one for the summary, and one with the
 * SHA-256 of all before it. It holds customer data (the before-images), so only its owner may read it. In memory there
 * is only an index, so a plan of a million rows costs a megabyte or two.
 */
export class PlanFile {
  /** Where every `INDEXED_ROWS`th row begins in the file, in bytes. */
  readonly #offsets: number[] = [];
  /** The verdict of each row, as its position in `VERDICTS`: a byte a row. */
  #verdicts = new Uint8Array(1024);
  #rows = 0;
  #rowsEnd = 0;
  #summary: PlanSummary | null = null;
  #sha256: string | null = null;
  #recent: { block: number; rows: Promise<readonly PlannedRow[]> } = { block: -1, rows: Promise.resolve([]) };

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    readonly header: PlanHeader,
    /** `null` where the plan was finished before. */
    private readonly writer: PlanWriter | null = null,
  ) {}

  /** Starts a plan in a new file with mode 0600; fails when the file exists. */
  static async create(path: string, header: PlanHeader): Promise<PlanFile> {
    const handle = await open(path, 'wx+', 0o600);
    const writer = new PlanWriter(handle);
    writer.add(header);
    return new PlanFile(path, handle, header, writer);
  }

  /** Opens a finished plan. Throws `PlanRefusal` when the file is none, or is not as it was finished. */
  static async open(path: string): Promise<PlanFile> {
    const handle = await open(path, 'r');
    try {
      let plan: PlanFile | null = null;
      const { header, summary, sha256 } = await readPlanLines(handle, path, (row, at, ownHeader) => {
        plan ??= new PlanFile(path, handle, ownHeader);
        plan.#index(row, at);
      });
      const opened = plan ?? new PlanFile(path, handle, header);
      opened.#summary = summary.value;
      opened.#rowsEnd = summary.at;
      opened.#sha256 = sha256;
      return opened;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Takes the next row; gives a promise only when it has to be waited for. */
  append(row: PlannedRow): Promise<void> | undefined {
    const writer = this.#unfinished();
    this.#index(row.verdict, writer.end);
    writer.addRow(row);
    return writer.full ? writer.flush() : undefined;
  }

  #index(verdict: Verdict, at: number): void {
    if (this.#rows % INDEXED_ROWS === 0) this.#offsets.push(at);
    if (this.#rows === this.#verdicts.length) {
      const larger = new Uint8Array(this.#rows * 2);
      larger.set(this.#verdicts);
      this.#verdicts = larger;
    }
    this.#verdicts[this.#rows] = VERDICTS.indexOf(verdict);
    this.#rows += 1;
  }

  /** Writes the summary and syncs: from here on the plan, with its before-images, survives a crash. */
  async finish(summary: PlanSummary): Promise<void> {
    const writer = this.#unfinished();
    this.#summary = summary;
    this.#rowsEnd = writer.end;
    writer.add({ kind: 'summary', ...summary });
    await writer.flush();
    const sha256 = writer.sha256();
    writer.add({ kind: 'end', sha256 });
    await writer.flush();
    await writer.written;
    await this.handle.sync();
    this.#sha256 = sha256;
  }

  /** SHA-256 of all that the plan says, in hexadecimal: what an approval is bound to. */
  get sha256(): string {
    if (this.#sha256 === null) throw new Error('the plan is not finished');
    return this.#sha256;
  }

  get summary(): PlanSummary {
    if (!this.#summary) throw new Error('the plan is not finished');
    return this.#summary;
  }

  get rowCount(): number {
    return this.#rows;
  }

  /** Positions, in the sheet's order, of the rows with one of these verdicts. */
  positions(verdicts: readonly Verdict[]): Uint32Array {
    const wanted = VERDICTS.map((verdict) => verdicts.includes(verdict));
    const isWanted = (row: number) => wanted[this.#verdicts[row] ?? -1] === true;
    let count = 0;
    for (let row = 0; row < this.#rows; row += 1) if (isWanted(row)) count += 1;
    const positions = new Uint32Array(count);
    for (let row = 0, at = 0; at < count; row += 1) {
      if (!isWanted(row)) continue;
      positions[at] = row;
      at += 1;
    }
    return positions;
  }

  /** The row at a position. */
  async rowAt(position: number): Promise<PlannedRow> {
    const block = Math.floor(position / INDEXED_ROWS);
    // Rows are mostly asked for one after another: the block of the last one is kept.
    if (this.#recent.block !== block) this.#recent = { block, rows: this.#read(block) };
    const row = position < this.#rows && (await this.#recent.rows)[position % INDEXED_ROWS];
    if (!row) throw new RangeError(`no planned row at ${position}`);
    return row;
  }

  /** All rows in the sheet's order, read as they are asked for. */
  async *rows(): AsyncGenerator<PlannedRow> {
    for await (const block of this.blocks()) yield* block;
  }

  /** The same, some at a time. */
  async *blocks(): AsyncGenerator<readonly PlannedRow[]> {
    for (let block = 0; block < this.#offsets.length; block += 1) yield await this.#read(block);
  }

  /** Walks the rows from that at `from` on, in blocks, and parses none of them. */
  async *scan(from: number): AsyncGenerator<ScannedBlock> {
    const first = Math.floor(from / INDEXED_ROWS);
    // One for all blocks: thousands of them would stay in memory until somebody collects them.
    const memory = { buffer: Buffer.alloc(0) };
    for (let block = first; block < this.#offsets.length; block += SCANNED_BLOCKS) {
      const lines = await this.#lines(block, SCANNED_BLOCKS, memory);
      const at = Math.max(from, block * INDEXED_ROWS);
      yield { at, rows: lines.slice(at - block * INDEXED_ROWS).map((line) => new ScannedRow(line)) };
    }
  }

  /** Those that are to be sent, in the sheet's order. */
  async *updates(): AsyncGenerator<PlannedUpdate> {
    for await (const block of this.updateBlocks()) yield* block;
  }

  /** The same, some at a time. Each is parsed only when it is asked for, so that no answer waits behind all of them. */
  async *updateBlocks(): AsyncGenerator<Generator<PlannedUpdate, void>> {
    for (let block = 0; block < this.#offsets.length; block += SENT_BLOCKS) {
      yield updatesAmong(await this.#lines(block, SENT_BLOCKS));
    }
  }

  async close(): Promise<void> {
    await this.writer?.written.catch(() => undefined);
    await this.handle.close();
  }

  async #read(block: number): Promise<PlannedRow[]> {
    return (await this.#lines(block, 1)).map((line) => new ScannedRow(line).row());
  }

  async #lines(block: number, count: number, memory = { buffer: Buffer.alloc(0) }): Promise<string[]> {
    const start = this.#offsets[block];
    if (start === undefined) return [];
    const end = this.#offsets[block + count] ?? this.#rowsEnd;
    const length = end - start;
    if (memory.buffer.length < length) memory.buffer = Buffer.alloc(length);
    await this.handle.read(memory.buffer, 0, length, start);
    // Not readline: it also breaks lines at U+2028, which JSON leaves in a cell's text as it is.
    return memory.buffer.toString('utf8', 0, length).trimEnd().split('\n');
  }

  #unfinished(): PlanWriter {
    if (!this.writer || this.#sha256 !== null) throw new Error('the plan is finished');
    return this.writer;
  }
}

function* updatesAmong(lines: readonly string[]): Generator<PlannedUpdate, void> {
  for (const line of lines) {
    const row = new ScannedRow(line).row();
    if (row.verdict === 'update') yield row;
  }
}
