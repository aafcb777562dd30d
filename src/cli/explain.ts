import type { RefusalFact } from '../messages/index.js';
import { printableJson } from '../settings/index.js';
import { proseText, safeText } from '../ui/index.js';
import type { CommandContext } from './commands/command.js';
import { EXIT, exitCodeOfRefusal, exitCodeOfSignal } from './exitCode.js';
import { Interrupted, refusalFact } from './refuse.js';
import { UsageRefusal } from './usageRefusal.js';

/** Says what went wrong: a sentence and a cure for the user's errors, the whole trace only for our bugs. */
export async function explain(
  error: unknown,
  argv: readonly string[],
  { messages, world }: CommandContext,
  version: string,
): Promise<number> {
  if (error instanceof Interrupted) {
    const { resuming } = error;
    world.stderr.write(
      resuming === null
        ? `${messages.help.interrupted}\n`
        : `${messages.help.interruptedAgain}\n${messages.screens.nextResume(resuming.run, resuming.targetOptions)}\n`,
    );
    return exitCodeOfSignal(error.signal);
  }
  const fact = await factOf(error, argv);
  if (!fact) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    world.stderr.write(`${messages.help.bug(version)}\n\n${trace.split('\n').map(safeText).join('\n')}\n`);
    return EXIT.bug;
  }
  const exitCode = exitCodeOfRefusal(fact);
  const { problem, cure } = messages.refusal(fact);
  if (wantsJson(argv)) {
    world.stdout.write(`${printableJson({ error: { ...fact, problem, cure }, exitCode })}\n`);
  }
  const say = (label: string, text: string) =>
    world.stderr.write(`${proseText(`${label}: ${text}`, world.stderr)}\n`);
  say(messages.help.errorLabel, problem);
  say(messages.help.cureLabel, cure);
  return exitCode;
}

async function factOf(error: unknown, argv: readonly string[]): Promise<RefusalFact | null> {
  if (error instanceof UsageRefusal && error.fact.code === 'usage.argument') {
    const { typedWrong } = await import('./typedWrong.js');
    return typedWrong(error.fact.text, argv, error.options);
  }
  return refusalFact(error);
}

function wantsJson(argv: readonly string[]): boolean {
  if (argv.includes('--json') || argv.includes('--format=json')) return true;
  return argv.some((argument, at) => argument === 'json' && argv[at - 1] === '--format');
}
