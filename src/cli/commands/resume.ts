import { connectionOptions, parsedSendingAgain, sendingOptions } from '../sharedOptions.js';
import type { ViewWork } from '../withView.js';
import type { AddCommand } from './command.js';

/** `opsheet resume [run]` */
export const addResume: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'resume [run]',
    messages.help.commands.resume,
    (yargs) =>
      connectionOptions(sendingOptions(yargs, messages), messages)
        .positional('run', { type: 'string', describe: messages.help.positionals.run })
        // Whoever has it in the fingers from the other commands that send means no harm by it.
        .option('yes', {
          alias: 'y',
          type: 'boolean',
          default: false,
          describe: messages.help.options.resumeYes,
        }),
    async (typed) => {
      const [{ resumeRun }, { withView }] = await Promise.all([
        import('../resumeRun.js'),
        import('../withView.js'),
      ]);
      const args = { ...typed, ...parsedSendingAgain(typed) };
      const { json, color } = args;
      const work: ViewWork['work'] = (view, stops) => resumeRun(args, view, world, messages, stops);
      exit(await withView({ command: 'resume', json, color, asks: false, work }, messages, world));
    },
  );
};
