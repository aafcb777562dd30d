import { everyTime } from '../sharedOptions.js';
import type { AddCommand } from './command.js';

/** `opsheet sandbox` */
export const addSandbox: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'sandbox',
    messages.help.commands.sandbox,
    (yargs) => {
      const { options } = messages.help;
      return yargs
        .option('port', { type: 'number', requiresArg: true, describe: options.port })
        .option('latency', { type: 'string', requiresArg: true, describe: options.latency })
        .option('rate-limit', { type: 'number', requiresArg: true, describe: options.rateLimit })
        .option('fail', { type: 'string', nargs: 1, coerce: everyTime, describe: options.fail })
        .option('cut-before', { type: 'string', requiresArg: true, describe: options.cutBefore })
        .option('cut-after', { type: 'string', requiresArg: true, describe: options.cutAfter })
        .option('refuse', { type: 'string', requiresArg: true, describe: options.refuse })
        .option('concurrent-edits', { type: 'string', requiresArg: true, describe: options.concurrentEdits })
        .option('token-expires-after', {
          type: 'number',
          requiresArg: true,
          describe: options.tokenExpiresAfter,
        })
        .option('replace-custom-fields', {
          type: 'boolean',
          default: false,
          describe: options.replaceCustomFields,
        })
        .option('blank-omitted', { type: 'boolean', default: false, describe: options.blankOmitted });
    },
    async (typed) => {
      const { serveSandbox } = await import('../serveSandbox.js');
      exit(await serveSandbox(typed, world, messages));
    },
  );
};
