import { parseAge } from '../quantities.js';
import type { AddCommand } from './command.js';

/** Days that a run is kept when nobody says otherwise. */
const RETENTION = '30d';

/** `opsheet runs [run]` */
export const addRuns: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'runs [run]',
    messages.help.commands.runs,
    (yargs) => {
      const { options, positionals } = messages.help;
      return yargs
        .positional('run', { type: 'string', describe: positionals.run })
        .option('results', { type: 'string', describe: options.rebuild })
        .option('report', {
          type: 'string',
          requiresArg: true,
          conflicts: 'results',
          describe: options.report,
        })
        .option('purge', { type: 'boolean', default: false, describe: options.purge })
        .option('yes', { type: 'boolean', default: false, alias: 'y', describe: options.purgeYes })
        .option('older-than', {
          type: 'string',
          requiresArg: true,
          default: world.environment.OPSHEET_RETENTION ?? RETENTION,
          describe: options.olderThan,
        });
    },
    async (typed) => {
      const { listRuns } = await import('../listRuns.js');
      const olderThan = parseAge('older-than', typed.olderThan);
      exit(await listRuns({ ...typed, olderThan }, world, messages));
    },
  );
};
