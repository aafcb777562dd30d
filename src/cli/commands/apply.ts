import { connectionOptions, parsedOptions, sheetOptions } from '../sharedOptions.js';
import type { ViewWork } from '../withView.js';
import type { AddCommand } from './command.js';

/** `opsheet apply <spreadsheet>` */
export const addApply: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'apply <spreadsheet>',
    messages.help.commands.apply,
    (yargs) =>
      connectionOptions(sheetOptions(yargs, messages), messages)
        .option('yes', { alias: 'y', type: 'boolean', default: false, describe: messages.help.options.yes })
        .option('out', { type: 'string', requiresArg: true, describe: messages.help.options.out }),
    async (typed) => {
      const [{ applySheet }, { withView }] = await Promise.all([
        import('../applySheet.js'),
        import('../withView.js'),
      ]);
      const args = { ...typed, ...parsedOptions(typed), stopAtLimits: true };
      const { json, color, yes } = args;
      const work: ViewWork['work'] = (view, stops) => applySheet(args, view, world, messages, stops);
      exit(await withView({ command: 'apply', json, color, asks: !yes, work }, messages, world));
    },
  );
};
