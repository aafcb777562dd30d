import { readFile, stat } from 'node:fs/promises';
import { repeatedKey } from './jsonText.js';
import type { MappingFile } from './mappingShape.js';
import { SettingsRefusal } from './refusal.js';

/** The largest mapping file that is read, in bytes: value maps of tens of thousands of entries fit. */
const LARGEST = 4 * 1024 * 1024;

/**
 * Reads a mapping file: JSON in UTF-8, in the shape of docs/mapping.schema.json. Throws `SettingsRefusal` with the
 * place in the JSON when it is anything else.
 */
export async function readMappingFile(file: string): Promise<MappingFile> {
  const text = await readText(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec((error as Error).message)?.[1];
    const line = at === undefined ? null : text.slice(0, Number(at)).split('\n').length;
    throw new SettingsRefusal({ code: 'mapping.notJson', file, line });
  }
  const twice = repeatedKey(text);
  if (twice !== null) throw new SettingsRefusal({ code: 'mapping.twice', file, path: twice });
  const hidden = prototypeKey(json, []);
  if (hidden !== null)
    throw new SettingsRefusal({ code: 'mapping.unknownKey', file, path: hidden, known: [] });
  const { mappingShape } = await import('./mappingShape.js');
  const { data, error } = mappingShape.safeParse(json);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map(String);
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(path.length === 0 ? mappingShape.shape : { entries: 0, otherwise: 0 });
    const key = issue.keys[0] ?? '';
    throw new SettingsRefusal({ code: 'mapping.unknownKey', file, path: [...path, key], known });
  }
  throw new SettingsRefusal({ code: 'mapping.value', file, path });
}

async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > LARGEST) throw new SettingsRefusal({ code: 'mapping.tooLarge', file });
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof SettingsRefusal) throw error;
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new SettingsRefusal({ code: missing ? 'mapping.missing' : 'mapping.unreadable', file });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SettingsRefusal({ code: 'mapping.notText', file });
  }
}

/** The path of a key called `__proto__`, which a schema does not see; `null` when there is none. */
function prototypeKey(json: unknown, path: readonly string[]): string[] | null {
  if (typeof json !== 'object' || json === null) return null;
  for (const [key, value] of Object.entries(json)) {
    const found = key === '__proto__' ? [...path, key] : prototypeKey(value, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
