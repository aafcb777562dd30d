import { readSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { isSameId } from '../opportunity/index.js';
import { KeyTable } from './keyTable.js';

/** Text is written when this much waits, in characters. */
const WRITE_AT = 256 * 1024;
/** Bytes that are read at once: neighbours in the list are often neighbours in the sheet. */
const BLOCK = 32 * 1024;

/**
 * Values put away by key on the disk while a plan is made: the records of a walked list would not fit in memory.
 * They are customer data, so the file is its owner's alone and has no name for as long as it is in use.
 */
export class RecordShelf<Item> {
  readonly #table = new KeyTable();
  #waiting: string[] = [];
  #waitingLength = 0;
  #end = 0;
  /** What was read last, of which only the first `#blockLength` bytes count. */
  #block = Buffer.allocUnsafe(BLOCK);
  #blockStart = 0;
  #blockLength = 0;

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
    private readonly keyOf: (item: Item) => string | null,
  ) {}

  /** Makes an empty one; `path` must not exist. */
  static async create<Item>(path: string, keyOf: (item: Item) => string | null): Promise<RecordShelf<Item>> {
    const handle = await open(path, 'wx+', 0o600);
    // Where a file in use cannot lose its name, it goes when it is closed.
    await rm(path, { force: true }).catch(() => undefined);
    return new RecordShelf(path, handle, keyOf);
  }

  async put(item: Item): Promise<void> {
    const key = this.keyOf(item);
    if (key === null) return;
    const text = `${JSON.stringify(item)}\n`;
    this.#table.add(key, this.#end);
    this.#end += Buffer.byteLength(text);
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    if (this.#waitingLength >= WRITE_AT) await this.finish();
  }

  /** Writes what waits: what was put before can be found after. */
  async finish(): Promise<void> {
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#waitingLength = 0;
    await this.handle.appendFile(text);
  }

  /** Whether anything seems to be there under this key. */
  mayHave(key: string): boolean {
    return this.#table.find(key).length > 0;
  }

  /** Everything with this key, in the order in which it was put. */
  find(key: string): Item[] {
    return this.#table
      .find(key)
      .map((start) => this.#read(start))
      .filter((item) => isSameId(this.keyOf(item) ?? '', key));
  }

  async close(): Promise<void> {
    await this.handle.close();
    await rm(this.path, { force: true });
  }

  /** Reads without leaving the turn: a few microseconds from the system's cache, where a thread would take fifty. */
  #read(start: number): Item {
    for (let tries = 0; ; tries += 1) {
      const from = start - this.#blockStart;
      const held = this.#block.subarray(0, this.#blockLength);
      const end = from >= 0 && from < held.length ? held.indexOf(0x0a, from) : -1;
      if (end >= 0) return JSON.parse(held.toString('utf8', from, end)) as Item;
      // A record that is longer than the block from its own beginning.
      if (tries > 0) this.#block = Buffer.allocUnsafe(this.#block.length * 2);
      this.#blockLength = readSync(this.handle.fd, this.#block, 0, this.#block.length, start);
      this.#blockStart = start;
      if (this.#blockLength === 0) throw new Error('a record is not where it was put');
    }
  }
}
