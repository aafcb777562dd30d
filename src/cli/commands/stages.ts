import { connectionOptions, parsedConnection } from '../sharedOptions.js';
import type { AddCommand } from './command.js';

/** `opsheet stages` */
export const addStages: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'stages',
    messages.help.commands.stages,
    (yargs) => connectionOptions(yargs, messages),
    async (typed) => {
      const { listStages } = await import('../listStages.js');
      exit(await listStages({ ...typed, ...parsedConnection(typed) }, world, messages));
    },
  );
};
