import { refuseForPlan } from '../optionUse.js';
import { applyOptions, parsedOptions, parsedSending } from '../sharedOptions.js';
import type { ViewWork } from '../withView.js';
import type { AddCommand } from './command.js';

/** `opsheet apply <spreadsheet>` */
export const addApply: AddCommand = (program, { messages, world, exit }) => {
  program.command(
    'apply <spreadsheet>',
    messages.help.commands.apply,
    (yargs) => applyOptions(yargs, messages),
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
      const isSaved = await isPlan(args.spreadsheet);
      if (isSaved) refuseForPlan(typed, args.spreadsheet);
      const apply = isSaved
        ? (await import('../applyPlan.js')).applyPlan
        : (await import('../applySheet.js')).applySheet;
      const work: ViewWork['work'] = (view, stops) => apply(args, view, world, messages, stops);
      exit(await withView({ command: 'apply', json, color, asks: !yes, work }, messages, world));
    },
  );
};
