import { foldedHeaders } from '../mapping/index.js';
import type { Messages } from '../messages/index.js';
import {
  type MappingFile,
  mappingText,
  SettingsRefusal,
  saveMapping,
  writeMappingFile,
} from '../settings/index.js';
import { checkOutput } from '../sheet/index.js';
import { proseText } from '../ui/index.js';
import { asking } from './askAnswer.js';
import { EXIT } from './exitCode.js';
import { savedMappings } from './mappingFile.js';
import { readSheet } from './prepare.js';
import type { ReadingArguments } from './sheetArguments.js';
import type { World } from './world.js';
import { mappingOf } from './writtenMapping.js';

export interface MapArguments extends ReadingArguments {
  readonly json: boolean;
  /** A new file for the mapping. */
  readonly out?: string | undefined;
  /** Whether it is saved, to be proposed for sheets with the same headers. */
  readonly save: boolean;
}

/** Writes down how a sheet is understood, as a mapping file. Returns the exit code. */
export async function mapSheet(args: MapArguments, world: World, messages: Messages): Promise<number> {
  if (args.out !== undefined) await checkOutput(args.out, args.spreadsheet);
  const written = await asking(args, { world, messages, allowed: !args.json }, async (answered) => {
    const { sheet, understanding } = await readSheet(answered);
    await sheet.close();
    const headers = understanding.mapping.columns.map(({ header }) => header);
    return { headers, content: mappingOf(answered, sheet.source, understanding), understanding };
  });
  // Without a header there is nothing by which to know the next sheet again.
  if (args.save && written.understanding.mapping.headerRow === 0) {
    throw new SettingsRefusal({ code: 'mapping.noHeader', file: args.spreadsheet });
  }
  const content: MappingFile = { ...written.content, savedAt: world.now().toISOString() };
  const tell = (sentence: string) => world.stderr.write(`${proseText(sentence, world.stderr)}\n`);
  if (args.out !== undefined) {
    await writeMappingFile(args.out, content);
    tell(messages.commands.mapWritten(args.out));
  }
  if (args.save) {
    const directory = savedMappings(world.environment);
    tell(messages.commands.mapSaved(await saveMapping(directory, foldedHeaders(written.headers), content)));
  }
  world.stdout.write(mappingText(content));
  return EXIT.ok;
}
