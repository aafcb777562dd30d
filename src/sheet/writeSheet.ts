import { extname } from 'node:path';
import type { SheetWriter, WriteSheetOptions } from './writer.js';

/** Starts a sheet that will be at `file`. The library that writes it is loaded here. */
export async function writeSheet(file: string, options: WriteSheetOptions): Promise<SheetWriter> {
  if (options.format === 'csv') {
    const { CsvWriter } = await import('./csvWriter.js');
    // What programs expect behind this ending, whatever the input was divided by.
    const tabs = extname(file).toLowerCase() === '.tsv';
    return CsvWriter.create(file, tabs ? '\t' : (options.delimiter ?? ','));
  }
  const { XlsxWriter } = await import('./xlsxWriter.js');
  return XlsxWriter.create(file, options.date ?? new Date());
}
