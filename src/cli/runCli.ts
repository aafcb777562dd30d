import yargs, { type Argv } from 'yargs';
import { chooseLocale, loadMessages, type Messages } from '../messages/index.js';
import { addApply } from './commands/apply.js';
import { addCheck } from './commands/check.js';
import type { CommandContext, GlobalOptions } from './commands/command.js';
import { addMap } from './commands/map.js';
import { addPlan } from './commands/plan.js';
import { addResume } from './commands/resume.js';
import { addRuns } from './commands/runs.js';
import { addSandbox } from './commands/sandbox.js';
import { addStages } from './commands/stages.js';
import { addUndo } from './commands/undo.js';
import { EXIT } from './exitCode.js';
import { PARSER_MARKS } from './parserMarks.js';
import { UsageRefusal } from './usageRefusal.js';
import { packageVersion } from './version.js';
import type { World } from './world.js';

/** Runs what was typed and returns the exit code. Throws nothing: every error ends in words and a code. */
export async function runCli(argv: readonly string[], world: World): Promise<number> {
  const messages = await messagesFor(argv, world.environment);
  const version = packageVersion();
  const width = Math.min(110, Math.max(60, world.stdout.columns ?? 100));
  let exitCode: number = EXIT.ok;
  const context: CommandContext = {
    messages,
    world,
    exit: (code) => {
      exitCode = code;
    },
  };
  try {
    refuseTypedToken(argv);
    await createProgram(context, version, width).parseAsync([...argv], {}, (_error, typed, output) => {
      if (output === '') return;
      // Not yargs' own epilogue, which it measures letter by letter: a third of what --help costs.
      const epilogue = 'help' in typed && typed.help ? `\n${broken(messages.help.epilogue, width)}\n` : '';
      world.stdout.write(`${output}\n${epilogue}`);
    });
    return exitCode;
  } catch (error) {
    const { explain } = await import('./explain.js');
    return await explain(error, argv, context, version);
  }
}

/** The sentences in the language that was typed, or that the environment asks for. */
export function messagesFor(argv: readonly string[], environment: World['environment']): Promise<Messages> {
  const { language, locale } = chooseLocale(wantedLanguage(argv), environment);
  return loadMessages(language, locale);
}

/** Lines broken between words; there is nothing wide in them. */
function broken(text: string, width: number): string {
  return text.replace(new RegExp(`(?![^\\n]{1,${width}}$)([^\\n]{1,${width}}) `, 'gm'), '$1\n');
}

function createProgram(context: CommandContext, version: string, width: number) {
  const { help } = context.messages;
  const program: Argv<GlobalOptions> = yargs()
    .scriptName('opsheet')
    .locale(context.messages.language)
    .updateStrings({ ...help.words, ...(PARSER_MARKS as object) })
    .usage(help.usage)
    .example([
      ['opsheet apply samples/oportunidades.xlsx --sandbox', help.examples.applySandbox],
      ['opsheet check deals.xlsx', help.examples.check],
      ['opsheet plan deals.xlsx', help.examples.plan],
      ['opsheet apply deals.xlsx', help.examples.apply],
      ['opsheet apply deals.csv --map "Monto final=amount"', help.examples.map],
    ])
    .option('json', { type: 'boolean', default: false, describe: help.options.json })
    .option('lang', { choices: ['en', 'es'] as const, describe: help.options.lang })
    .option('color', { type: 'boolean', default: true, describe: help.options.color })
    .help('help', help.options.help)
    .alias('h', 'help')
    .version('version', help.options.version, version)
    .demandCommand(1)
    .strict()
    .wrap(width)
    .exitProcess(false)
    .fail((text: string | null, error: Error | undefined) => {
      // The parser's own errors, such as an option without its value, are about what was typed.
      if (error && error.name !== 'YError') throw error;
      throw new UsageRefusal(
        { code: 'usage.argument', text: text ?? error?.message ?? '' },
        optionsOf(program),
      );
    });
  const adders = [addApply, addPlan, addCheck, addMap, addResume, addUndo, addRuns, addStages, addSandbox];
  for (const add of adders) add(program, context);
  return program;
}

/** The names of the options that the parser knows for the command; it has them, but not in its types. */
function optionsOf(program: unknown): string[] {
  const { getOptions } = program as { getOptions?: () => { key: object } };
  return Object.keys(getOptions?.call(program).key ?? {});
}

/** Seen before yargs is there, because yargs' own texts depend on it. */
function wantedLanguage(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((argument) => argument === '--lang' || argument.startsWith('--lang='));
  return argv[at]?.startsWith('--lang=') ? argv[at]?.slice('--lang='.length) : argv[at + 1];
}

/** A token that is typed is in the shell's history and in the list of processes: too late, but said. */
function refuseTypedToken(argv: readonly string[]): void {
  if (argv.some((argument) => /^--?(token|api-key|apikey|password)(=|$)/i.test(argument))) {
    throw new UsageRefusal({ code: 'usage.token' });
  }
}
