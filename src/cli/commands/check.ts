import { parsedReading, readingOptions } from '../sharedOptions.js';
import type { AddCommand } from './command.js';

/** `opsheet check <spreadsheet>` */
export const addCheck: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'check <spreadsheet>',
    messages.help.commands.check,
    (yargs) => readingOptions(yargs, messages),
    async (typed) => {
      const { checkSheet } = await import('../checkSheet.js');
      exit(await checkSheet({ ...typed, ...parsedReading(typed) }, world, messages));
    },
  );
};
