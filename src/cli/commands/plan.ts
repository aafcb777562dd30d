import { refuseForPlan } from '../optionUse.js';
import { connectionOptions, parsedOptions, sheetOptions } from '../sharedOptions.js';
import { UsageRefusal } from '../usageRefusal.js';
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
        .option('format', {
          choices: ['text', 'json', 'markdown'] as const,
          describe: messages.help.options.format,
        })
        .option('detailed-exitcode', {
          type: 'boolean',
          default: false,
          describe: messages.help.options.detailedExitcode,
        }),
    async (typed) => {
      const [{ isPlan }, { planSheet }, { withView }, { proseText }] = await Promise.all([
        import('../../plan/index.js'),
        import('../planSheet.js'),
        import('../withView.js'),
        import('../../ui/index.js'),
      ]);
      const format = chosenFormat(typed);
      const json = format === 'json';
      const markdown = format === 'markdown';
      const args = { ...typed, ...parsedOptions(typed), json, stopAtLimits: false };
      const { color, out, show } = args;
      if (show) {
        if (await isPlan(args.spreadsheet)) refuseForPlan(typed, args.spreadsheet);
        const { showPlan } = await import('../showPlan.js');
        const look: ViewWork['work'] = (view) => showPlan(args.spreadsheet, view);
        exit(
          await withView(
            { command: 'plan', json, markdown, color, asks: false, work: look },
            messages,
            world,
          ),
        );
        return;
      }
      const work: ViewWork['work'] = (view, stops) => planSheet(args, view, world, messages, stops);
      exit(await withView({ command: 'plan', json, markdown, color, asks: false, work }, messages, world));
      if (out !== undefined)
        world.stderr.write(`${proseText(messages.commands.planSaved(out), world.stderr)}\n`);
    },
  );
};

type PlanFormat = 'text' | 'json' | 'markdown';

/** `--json` is short for `--format json`; with another format it is a contradiction. Throws `UsageRefusal`. */
function chosenFormat({ json, format }: { json: boolean; format: PlanFormat | undefined }): PlanFormat {
  if (json && format !== undefined && format !== 'json') {
    throw new UsageRefusal({ code: 'usage.number', option: 'format', text: `${format} --json` });
  }
  return json ? 'json' : (format ?? 'text');
}
