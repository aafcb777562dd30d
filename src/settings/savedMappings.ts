import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMappingFile } from './mappingFile.js';
import type { MappingFile } from './mappingShape.js';
import { printableJson } from './printableJson.js';

/** A mapping that was saved for sheets with certain headers. */
export interface SavedMapping {
  readonly file: string;
  readonly content: MappingFile;
}

/**
 * The mapping that was saved for one of these headers, the first that has one; `null` when there is none. `directory`
 * is where mappings are saved. Throws `SettingsRefusal` when the file has been damaged since.
 */
export async function findSavedMapping(
  directory: string,
  headers: readonly (readonly string[])[],
): Promise<SavedMapping | null> {
  const names = new Set(await readdir(directory).catch(() => []));
  if (names.size === 0) return null;
  for (const candidate of headers) {
    const name = nameFor(candidate);
    if (!names.has(name)) continue;
    const file = join(directory, name);
    return { file, content: await readMappingFile(file) };
  }
  return null;
}

/** Saves a mapping for sheets with these headers, in place of one that was saved before. Returns its file. */
export async function saveMapping(
  directory: string,
  headers: readonly string[],
  content: MappingFile,
): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, nameFor(headers));
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, mappingText(content), { mode: 0o600, flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return file;
}

/** Writes a mapping to a new file. Throws the file system's `EEXIST` when there is one of that name. */
export async function writeMappingFile(file: string, content: MappingFile): Promise<void> {
  await writeFile(file, mappingText(content), { flag: 'wx', mode: 0o600 });
}

/** A mapping as it stands in its file. Headers can hold anything. */
export function mappingText(content: MappingFile): string {
  return `${printableJson(content, 2)}\n`;
}

/** JSON keeps `["a b"]` and `["a","b"]` apart. */
function nameFor(headers: readonly string[]): string {
  return `${createHash('sha256').update(JSON.stringify(headers)).digest('hex')}.json`;
}
