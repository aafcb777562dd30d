import { type FileHandle, open } from 'node:fs/promises';
import { publish, removeQuietly, temporaryName } from './output.js';
import { SheetRefusal } from './refusal.js';

/** Text is handed to the file when this much waits, in characters. */
const WRITE_AT = 256 * 1024;

/** A text file being written in UTF-8, readable by its owner only. Nothing appears under its name until `finish`. */
export class TextOutput {
  #waiting: string[] = [];
  #waitingLength = 0;

  private constructor(
    private readonly file: string,
    private readonly temporary: string,
    private readonly handle: FileHandle,
  ) {}

  /** Throws `SheetRefusal` when the folder is gone, else the file system's error when nothing can be written there. */
  static async create(file: string): Promise<TextOutput> {
    const temporary = temporaryName(file);
    try {
      return new TextOutput(file, temporary, await open(temporary, 'wx', 0o600));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') throw error;
      throw new SheetRefusal({ code: 'out.folder', file, option: 'report' });
    }
  }

  async write(text: string): Promise<void> {
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    if (this.#waitingLength >= WRITE_AT) await this.#flush();
  }

  /** Syncs and renames; the file is there, whole, or not at all. Returns the path, another one if the name was taken. */
  async finish(): Promise<string> {
    await this.#flush();
    await this.handle.close();
    return publish(this.temporary, this.file);
  }

  /** Gives up: removes what was written so far. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await removeQuietly(this.temporary);
  }

  async #flush(): Promise<void> {
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#waitingLength = 0;
    await this.handle.writeFile(text);
  }
}
