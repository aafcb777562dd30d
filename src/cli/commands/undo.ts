import {
  connectionOptions,
  everyTime,
  limitOptions,
  parsedLimits,
  parsedSelection,
  parsedSendingAgain,
  sendingOptions,
} from '../sharedOptions.js';
import type { ViewWork } from '../withView.js';
import type { AddCommand } from './command.js';

/** `opsheet undo [run]` */
export const addUndo: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'undo [run]',
    messages.help.commands.undo,
    (yargs) =>
      limitOptions(connectionOptions(sendingOptions(yargs, messages), messages), messages)
        .positional('run', { type: 'string', describe: messages.help.positionals.run })
        .option('rows', { type: 'string', nargs: 1, coerce: everyTime, describe: messages.help.options.rows })
        .option('only', {
          type: 'string',
          nargs: 1,
          coerce: everyTime,
          describe: messages.help.options.undoOnly,
        })
        .option('yes', { alias: 'y', type: 'boolean', default: false, describe: messages.help.options.yes })
        .option('out', { type: 'string', requiresArg: true, describe: messages.help.options.out }),
    async (typed) => {
      const [{ undoRun }, { withView }] = await Promise.all([
        import('../undoRun.js'),
        import('../withView.js'),
      ]);
      const args = {
        ...typed,
        ...parsedSendingAgain(typed),
        ...parsedLimits(typed),
        ...parsedSelection(typed),
      };
      const { json, color, yes } = args;
      const work: ViewWork['work'] = (view, stops) => undoRun(args, view, world, messages, stops);
      exit(await withView({ command: 'undo', json, color, asks: !yes, work }, messages, world));
    },
  );
};
