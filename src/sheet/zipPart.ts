import { buffer } from 'node:stream/consumers';
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
