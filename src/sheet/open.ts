import { constants } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { SheetRefusal } from './refusal.js';
import type { OpenSheetOptions, Sheet, SheetOrigin } from './sheet.js';
import { type Sniffed, sniff } from './sniff.js';
import { scanText } from './textScan.js';

/** A text file of so many bytes is worth a thread of its own, which takes some 50 ms to start. */
const THREAD_BYTES = 4 * 1024 * 1024;

/**
 * Opens a spreadsheet, whatever its name says it is. The readers' libraries are loaded only when a file of
 * their kind is opened. Throws `SheetRefusal` with the reason when the file cannot be trusted as a sheet.
 */
export async function openSheet(file: string, options: OpenSheetOptions = {}): Promise<Sheet> {
  const sniffing = { asUtf16: options.encoding?.startsWith('utf-16') ?? false };
  const original = await sniff(file, sniffing);
  let readFrom = file;
  let copied: Sniffed = original;
  if (options.snapshot !== undefined) {
    await copyFile(file, options.snapshot, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await chmod(options.snapshot, 0o600);
    readFrom = options.snapshot;
    copied = await sniff(readFrom, sniffing);
    // A program that was writing the file during the copy has left half of it here.
    const after = await sniff(file, sniffing);
    if (after.modifiedAt !== original.modifiedAt || after.bytes !== copied.bytes) {
      throw new SheetRefusal({ code: 'file.changed', file });
    }
  }
  const { bytes, modifiedAt } = copied;
  // Begins now, while the bytes are looked at.
  const thread = copied.kind === 'text' && bytes >= THREAD_BYTES ? await startThread() : null;
  try {
    const scan = await scanText(readFrom);
    const origin: SheetOrigin = { file, readFrom, bytes, modifiedAt, sha256: scan.sha256 };
    if (copied.kind === 'text') {
      const { chooseEncoding } = await import('./chooseEncoding.js');
      const encoding = await chooseEncoding(origin, scan, copied.unicode, options.encoding);
      const { openCsv } = await import('./csvReader.js');
      return await openCsv(origin, encoding, scan.loneReturns, options, thread);
    }
    const { openWorkbook } = await import('./workbook.js');
    return await openWorkbook(origin, copied.kind, options);
  } catch (error) {
    await thread?.close();
    throw error;
  }
}

async function startThread() {
  const { CsvThread } = await import('./csvThread.js');
  return new CsvThread();
}
