import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { SheetRefusal } from './refusal.js';
import type { SheetFormat } from './sheet.js';

/** The format that a file name asks for, or a refusal naming the ones that can be written. */
export function formatOfName(file: string): SheetFormat {
  const extension = extname(file).toLowerCase();
  if (extension === '.xlsx') return 'xlsx';
  if (extension === '.csv' || extension === '.txt' || extension === '.tsv') return 'csv';
  throw new SheetRefusal({ code: 'out.format', file, format: extension });
}

/**
 * Refuses, before anything is sent, a place where a sheet could not be written later: an existing file, the
 * input itself, or a folder that cannot be written to.
 */
export async function checkOutput(file: string, input: string): Promise<void> {
  if (resolve(file) === resolve(input)) throw new SheetRefusal({ code: 'out.isInput', file });
  const existing = await stat(file).catch(() => null);
  if (existing) throw new SheetRefusal({ code: 'out.exists', file });
  await access(dirname(resolve(file)), constants.W_OK).catch(() => {
    throw new SheetRefusal({ code: 'out.folder', file });
  });
}

/** A name beside the file, so that the rename stays on one file system. */
export function temporaryName(file: string): string {
  return join(dirname(file), `.${basename(file)}.${randomBytes(4).toString('hex')}.tmp`);
}

/**
 * Puts a finished temporary file under its name, synced first. A name that has been taken in the meantime (or
 * is locked by the program that has it open) is left alone, and the file goes to `name (2).xlsx`.
 */
export async function publish(temporary: string, file: string): Promise<string> {
  const handle = await open(temporary, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  const extension = extname(file);
  const stem = file.slice(0, file.length - extension.length);
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? file : `${stem} (${n})${extension}`;
    if (n < 100 && (await stat(name).catch(() => null))) continue;
    await rename(temporary, name);
    return name;
  }
}

export async function removeQuietly(file: string): Promise<void> {
  await rm(file, { force: true });
}
