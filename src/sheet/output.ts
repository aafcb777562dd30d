import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
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
  await checkPlace(file, 'out');
}

/** The same for a page that tells of a run: its name must end as one, so that no sheet can be meant. */
export async function checkPage(file: string): Promise<void> {
  if (!/\.html?$/i.test(file)) throw new SheetRefusal({ code: 'out.notPage', file });
  await checkPlace(file, 'report');
}

async function checkPlace(file: string, option: 'out' | 'report'): Promise<void> {
  const existing = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENAMETOOLONG') throw error;
    return null;
  });
  if (existing) throw new SheetRefusal({ code: 'out.exists', file, option });
  await access(dirname(resolve(file)), constants.W_OK).catch(() => {
    throw new SheetRefusal({ code: 'out.folder', file, option });
  });
}

/** A name beside the file, so that the rename stays on one file system, and short, so that none is too long for it. */
export function temporaryName(file: string): string {
  return join(dirname(file), `.results-${randomBytes(6).toString('hex')}.tmp`);
}

/** Whether a file system takes a name of this length: most take 255 bytes, those that encrypt names 143. */
export async function isNameTooLong(file: string): Promise<boolean> {
  return stat(file).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENAMETOOLONG',
  );
}

/** Names that are tried before it is given up; nobody has so many results of one run open. */
const MOST_NAMES = 100;

/** What a name answers that another program holds: on Windows Excel lets nobody replace a file that it has open. */
const HELD = new Set(['EBUSY', 'EPERM', 'EACCES', 'EEXIST', 'ETXTBSY']);

/**
 * Puts a finished temporary file under its name, synced first. A name that has been taken in the meantime, or that
 * is locked by the program that has it open, is left alone, and the file goes to `name (2).xlsx`. Returns the path;
 * throws the last error when no name is to be had.
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
  let held: unknown = new SheetRefusal({ code: 'out.exists', file });
  for (let n = 1; n <= MOST_NAMES; n += 1) {
    const name = n === 1 ? file : `${stem} (${n})${extension}`;
    try {
      if (await giveName(temporary, name)) return name;
    } catch (error) {
      if (!HELD.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      held = error;
    }
  }
  throw held;
}

/** Whether the file got the name; never at the cost of a file that has it already. */
async function giveName(temporary: string, name: string): Promise<boolean> {
  try {
    // Unlike a rename, a link does not replace what appeared a moment ago.
    await link(temporary, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // Not every file system has links.
    if (await stat(name).catch(() => null)) return false;
    await rename(temporary, name);
    return true;
  }
  await removeQuietly(temporary);
  return true;
}

export async function removeQuietly(file: string): Promise<void> {
  await rm(file, { force: true });
}
