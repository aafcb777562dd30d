import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { OpenSheetOptions, Sheet, SheetOrigin } from './sheet.js';
import { sniff } from './sniff.js';

/**
 * Opens a spreadsheet, whatever its name says it is. The readers' libraries are loaded only when a file of
 * their kind is opened. Throws `SheetRefusal` with the reason when the file cannot be trusted as a sheet.
 */
export async function openSheet(file: string, options: OpenSheetOptions = {}): Promise<Sheet> {
  await sniff(file);
  let readFrom = file;
  if (options.snapshot !== undefined) {
    await copyFile(file, options.snapshot, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await chmod(options.snapshot, 0o600);
    readFrom = options.snapshot;
  }
  const { format, bytes, modifiedAt } = await sniff(readFrom);
  const origin: SheetOrigin = { file, readFrom, bytes, modifiedAt, sha256: await sha256Of(readFrom) };
  if (format === 'csv') {
    const { openCsv } = await import('./csvReader.js');
    return openCsv(origin, options.delimiter);
  }
  const { openXlsx } = await import('./xlsxReader.js');
  return openXlsx(origin, options.sheet);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
