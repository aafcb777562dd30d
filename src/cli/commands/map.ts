import { parsedReading, readingOptions } from '../sharedOptions.js';
import type { AddCommand } from './command.js';

/** `opsheet map <spreadsheet>` */
export const addMap: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'map <spreadsheet>',
    messages.help.commands.map,
    (yargs) =>
      readingOptions(yargs, messages)
        .option('out', {
          alias: 'o',
          type: 'string',
          requiresArg: true,
          describe: messages.help.options.mapOut,
        })
        .option('save', { type: 'boolean', default: false, describe: messages.help.options.mapSave }),
    async (typed) => {
      const { mapSheet } = await import('../mapSheet.js');
      exit(await mapSheet({ ...typed, ...parsedReading(typed) }, world, messages));
    },
  );
};
