import { parseDuration } from '../quantities.js';
import { connectionOptions } from '../sharedOptions.js';
import type { AddCommand } from './command.js';

/** `opsheet stages` */
export const addStages: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'stages',
    messages.help.commands.stages,
    (yargs) => connectionOptions(yargs, messages),
    async (typed) => {
      const { listStages } = await import('../listStages.js');
      const timeout = parseDuration('timeout', typed.timeout);
      exit(await listStages({ ...typed, timeout }, world, messages));
    },
  );
};
