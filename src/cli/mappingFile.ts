import { join } from 'node:path';
import { possibleHeaders } from '../mapping/index.js';
import {
  configDirectory,
  findSavedMapping,
  type MappingFile,
  readMappingFile,
  type SavedMapping,
  SettingsRefusal,
} from '../settings/index.js';
import { openSheet } from '../sheet/index.js';
import { openOptions } from './prepare.js';
import { parseDelimiter } from './quantities.js';
import type { ReadingArguments } from './sheetArguments.js';

/** What `--mapping` takes for the mapping that was saved for sheets with the same headers. */
export const SAVED = 'saved';

/** Where mappings are saved that are proposed again. */
export function savedMappings(environment: Readonly<Record<string, string | undefined>>): string {
  return join(configDirectory(environment), 'mappings');
}

/**
 * The arguments with what the mapping file answers, where nothing else was typed. Throws `SettingsRefusal` when there
 * is no such file or it cannot be used.
 */
export async function withMappingFile<Args extends ReadingArguments>(
  args: Args,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Args> {
  const directory = savedMappings(environment);
  if (args.mapping === undefined) return { ...args, savedMappings: directory };
  const { file, content } =
    args.mapping === SAVED
      ? await savedFor(args, directory)
      : { file: args.mapping, content: await readMappingFile(args.mapping) };
  return { ...args, ...answersOf(content, args), given: givenOf(file, content) };
}

/** The saved mapping by the sheet's headers, which are looked for as far as the sheet opens without it. */
async function savedFor(args: ReadingArguments, directory: string): Promise<SavedMapping> {
  const sheet = await openSheet(args.spreadsheet, openOptions(args));
  try {
    const saved = await findSavedMapping(directory, await possibleHeaders(sheet));
    if (saved === null) throw new SettingsRefusal({ code: 'mapping.noneSaved', file: args.spreadsheet });
    return saved;
  } finally {
    await sheet.close();
  }
}

function answersOf(content: MappingFile, args: ReadingArguments): Partial<ReadingArguments> {
  const { delimiter } = content;
  const typed = args.placeholder ?? [];
  // One that was typed for all columns is the whole answer.
  const ofFile = typed.some((text) => !text.includes('=')) ? [] : Object.entries(content.placeholders ?? {});
  const placeholder = [
    ...typed,
    ...ofFile.map(([column, meaning]) => (column === '*' ? meaning : `${column}=${meaning}`)),
  ];
  return {
    sheet: args.sheet ?? content.sheet,
    headerRow: args.headerRow ?? content.headerRow,
    key: args.key ?? content.key,
    decimal: args.decimal ?? content.decimal,
    round: args.round ?? content.round,
    hidden: args.hidden ?? content.hidden,
    encoding: args.encoding ?? content.encoding,
    mojibake: args.mojibake ?? content.mojibake,
    delimiter: args.delimiter ?? (delimiter === undefined ? undefined : parseDelimiter(delimiter)),
    quoteEscape: args.quoteEscape ?? content.quoteEscape,
    placeholder,
  };
}

function givenOf(file: string, content: MappingFile): NonNullable<ReadingArguments['given']> {
  const values = Object.entries(content.values ?? {}).map(
    ([column, { entries, otherwise = 'refuse' }]) => [column, { entries, otherwise }] as const,
  );
  return {
    file,
    columns: content.columns ?? {},
    constants: content.constants ?? {},
    values: Object.fromEntries(values),
    placeholders: Object.keys(content.placeholders ?? {}).filter((column) => column !== '*'),
  };
}
