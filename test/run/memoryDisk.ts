import type { JournalDisk } from '../../src/run/index.js';

/** A disk in memory: it can fail at any write or sync, and be looked at as a power cut would leave it. */
export class MemoryDisk implements JournalDisk {
  bytes: Buffer;
  writes = 0;
  syncs = 0;
  /** Bytes that would survive a power cut. */
  synced = 0;
  /** Asked at each operation, by its number from 1: an error to fail with, or nothing. */
  fails: (operation: 'write' | 'sync', nth: number) => string | undefined = () => undefined;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.bytes = bytes;
    this.synced = bytes.length;
  }

  write(bytes: Buffer, at: number): void {
    this.writes += 1;
    const code = this.fails('write', this.writes);
    // A full disk takes the beginning of what it is given.
    const taken = code === undefined ? bytes : bytes.subarray(0, bytes.length >> 1);
    const all = Buffer.alloc(Math.max(this.bytes.length, at + taken.length));
    this.bytes.copy(all);
    taken.copy(all, at);
    this.bytes = all;
    if (code !== undefined) throw diskError(code, 'write');
  }

  async sync(): Promise<void> {
    const length = this.bytes.length;
    this.syncs += 1;
    const code = this.fails('sync', this.syncs);
    await Promise.resolve();
    if (code !== undefined) throw diskError(code, 'fdatasync');
    this.synced = Math.max(this.synced, length);
  }

  read(length: number, at: number): Buffer {
    return this.bytes.subarray(at, at + length);
  }

  truncate(length: number): void {
    this.bytes = this.bytes.subarray(0, length);
  }

  async close(): Promise<void> {}

  /** Every entry, without its time and checksum. */
  entries(): Record<string, unknown>[] {
    return this.bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line.split('\t')[0] ?? '') as Record<string, unknown>);
  }
}

export function diskError(code: string, syscall: string): Error {
  return Object.assign(new Error(code), { code, syscall });
}
