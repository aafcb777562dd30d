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
        .option('show', { type: 'boolean', default: false, describe: messages.help.options.show })
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
      const args = { ...typed, ...parsedOptions(typed) };
      const { json, color, out, show } = args;
      if (show) {
        const { showPlan } = await import('../showPlan.js');
        const work: ViewWork['work'] = (view) => showPlan(args.spreadsheet, view);
        exit(await withView({ command: 'plan', json, color, asks: false, work }, messages, world));
        return;
      }
      const work: ViewWork['work'] = (view, stops) => planSheet(args, view, world, messages, stops);
      exit(await withView({ command: 'plan', json, color, asks: false, work }, messages, world));
      if (out !== undefined) world.stderr.write(`${messages.commands.planSaved(out)}\n`);
    },
  );
};
