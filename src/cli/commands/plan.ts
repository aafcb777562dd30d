import { connectionOptions, parsedOptions, sheetOptions } from '../sharedOptions.js';
import type { ViewWork } from '../withView.js';
import type { AddCommand } from './command.js';

/** `opsheet plan <spreadsheet>` */
export const addPlan: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'plan <spreadsheet>',
    messages.help.commands.plan,
    (yargs) =>
      connectionOptions(sheetOptions(yargs, messages), messages)
        .option('out', {
          alias: 'o',
          type: 'string',
          requiresArg: true,
          describe: messages.help.options.planOut,
        })
        .option('detailed-exitcode', {
          type: 'boolean',
          default: false,
          describe: messages.help.options.detailedExitcode,
        }),
    async (typed) => {
      const [{ planSheet }, { withView }] = await Promise.all([
        import('../planSheet.js'),
        import('../withView.js'),
      ]);
      const args = { ...typed, ...parsedOptions(typed), stopAtLimits: false };
      const { json, color, out } = args;
      const work: ViewWork['work'] = (view, stops) => planSheet(args, view, world, messages, stops);
      exit(await withView({ command: 'plan', json, color, asks: false, work }, messages, world));
      if (out !== undefined) world.stderr.write(`${messages.commands.planSaved(out)}\n`);
    },
  );
};
