import { buffer } from 'node:stream/consumers';
import { CFB } from '@e965/xlsx';
import yauzl from 'yauzl';

/**
 * One part of a workbook's zip, unpacked; without bytes where there is none of this name, in whatever letters. For a file
 * whose sizes `lookIntoZip` has found to be in order.
 */
export async function readPart(bytes: Buffer, name: string): Promise<Buffer> {
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.toLowerCase() === name.toLowerCase())
      return buffer(await zip.openReadStreamPromise(entry));
  }
  return Buffer.alloc(0);
}

/** A container as SheetJS unpacks it. */
export interface Unpacked {
  readonly FullPaths: readonly string[];
  readonly FileIndex: readonly { content: Uint8Array }[];
}

/** Ends of a zip's directory: its own, and what says before it where that of a large zip begins (APPNOTE 4.3.15, 4.3.16). */
const DIRECTORY_END = Buffer.from('PK\x05\x06', 'latin1');
const FAR_END = Buffer.from('PK\x06\x07', 'latin1');
const FAR_END_BYTES = 20;

/**
 * A zip unpacked in SheetJS's way, where its places are written as those of a zip beyond 4 GB, which SheetJS does not
 * read: some programs write each file so. `null` for any other.
 */
export async function unpackedFar(bytes: Buffer): Promise<Unpacked | null> {
  const far = bytes.lastIndexOf(DIRECTORY_END) - FAR_END_BYTES;
  if (far < 0 || !bytes.subarray(far).subarray(0, FAR_END.length).equals(FAR_END)) return null;
  const container = CFB.utils.cfb_new();
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const content = await buffer(await zip.openReadStreamPromise(entry));
    CFB.utils.cfb_add(container, entry.fileName, content, { unsafe: true });
  }
  return container as Unpacked;
}
