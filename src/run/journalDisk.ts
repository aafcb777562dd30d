import { close, fdatasync, ftruncateSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { syncFolder } from './folderSync.js';

/** Where a journal's bytes go. Every method throws the file system's own error. */
export interface JournalDisk {
  /** Hands all of it to the operating system, from this place on, in bytes: a killed process loses none of it. */
  write(bytes: Buffer, at: number): void;
  /** Resolves when all that was written before the call would survive a power cut. */
  sync(): Promise<void>;
  read(length: number, at: number): Buffer;
  /** Bytes at the end that are given up. */
  truncate(length: number): void;
  close(): Promise<void>;
}

/** A new file, for its owner only, whose name is on disk when this returns. Fails when the file exists. */
export function createJournalDisk(path: string): JournalDisk {
  const disk = new FileDisk(openSync(path, 'wx+', 0o600));
  syncFolder(dirname(path));
  return disk;
}

/** The file of an earlier run; only to be read, or to be gone on with. */
export function openJournalDisk(path: string, use: 'read' | 'write'): JournalDisk {
  return new FileDisk(openSync(path, use === 'read' ? 'r' : 'r+'));
}

/** Keeps what was cut off a journal's end, for whoever wants to know what had happened. */
export function keepTorn(path: string, torn: Buffer): void {
  writeFileSync(`${path}.torn`, torn, { mode: 0o600 });
}

const datasync = promisify(fdatasync);

class FileDisk implements JournalDisk {
  constructor(private readonly fd: number) {}

  write(bytes: Buffer, at: number): void {
    // By position, so that what a failed write left behind is written over and no line moves.
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.fd, bytes, written, bytes.length - written, at + written);
    }
  }

  sync(): Promise<void> {
    return datasync(this.fd);
  }

  read(length: number, at: number): Buffer {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(this.fd, bytes, 0, length, at));
  }

  truncate(length: number): void {
    ftruncateSync(this.fd, length);
  }

  close(): Promise<void> {
    return promisify(close)(this.fd);
  }
}
