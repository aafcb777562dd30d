import {
  careOptions,
  connectionOptions,
  parsedOptions,
  parsedSending,
  sheetOptions,
} from '../sharedOptions.js';
import type { ViewWork } from '../withView.js';
import type { AddCommand } from './command.js';

/** `opsheet apply <spreadsheet>` */
export const addApply: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'apply <spreadsheet>',
    messages.help.commands.apply,
    (yargs) =>
      careOptions(connectionOptions(sheetOptions(yargs, messages), messages), messages)
        .option('yes', { alias: 'y', type: 'boolean', default: false, describe: messages.help.options.yes })
        .option('recheck-after', {
          type: 'string',
          requiresArg: true,
          default: '60s',
          describe: messages.help.options.recheckAfter,
        })
        .option('force-unlock', {
          type: 'string',
          requiresArg: true,
          describe: messages.help.options.forceUnlock,
        })
        .option('out', { type: 'string', requiresArg: true, describe: messages.help.options.out }),
    async (typed) => {
      const [{ isPlan }, { withView }] = await Promise.all([
        import('../../plan/index.js'),
        import('../withView.js'),
      ]);
      const args = {
        ...typed,
        ...parsedOptions(typed),
        ...parsedSending(typed),
        stopAtLimits: true,
      };
      const { json, color, yes } = args;
      const apply = (await isPlan(args.spreadsheet))
        ? (await import('../applyPlan.js')).applyPlan
        : (await import('../applySheet.js')).applySheet;
      const work: ViewWork['work'] = (view, stops) => apply(args, view, world, messages, stops);
      exit(await withView({ command: 'apply', json, color, asks: !yes, work }, messages, world));
    },
  );
};
