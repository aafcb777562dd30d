import type { Messages } from '../messages/index.js';
import { lineText, proseText, safeText, wrapLine } from '../ui/index.js';
import { type Answer, answersTo } from './answers.js';
import { withMappingFile } from './mappingFile.js';
import { Interrupted, MisunderstoodSheet, refusalFact } from './refuse.js';
import type { ReadingArguments } from './sheetArguments.js';
import type { StopSignals } from './stopSignals.js';
import { openTypedLines } from './typedLines.js';
import type { World } from './world.js';

/** The most questions about one sheet: each answer settles something, so there is an end to them. */
const MOST_QUESTIONS = 20;

export interface Asking {
  readonly world: World;
  readonly messages: Messages;
  /** Whether somebody is there to answer: with `--json`, `--yes` or a pipe nobody is. */
  readonly allowed: boolean;
  readonly stops?: StopSignals;
}

/**
 * Does work that a sheet can leave open, and asks the person in the terminal for what is missing until it is done or
 * they leave it. Throws the refusal itself where nobody can be asked or nothing answers it.
 */
export async function asking<Args extends ReadingArguments, Result>(
  args: Args,
  { world, messages, allowed, stops }: Asking,
  work: (args: Args) => Promise<Result>,
): Promise<Result> {
  const { stdin, stderr, environment } = world;
  const terminal = Boolean(stdin.isTTY && stderr.isTTY && environment.TERM !== 'dumb' && !environment.CI);
  let current = args;
  const given: string[] = [];
  for (let questions = 0; ; questions += 1) {
    try {
      return await work(await withMappingFile(current, environment));
    } catch (error) {
      // Of what a person has left already nothing else is asked.
      if (error instanceof MisunderstoodSheet && error.wasLeft) throw error;
      const fact = allowed && terminal && questions < MOST_QUESTIONS ? refusalFact(error) : null;
      const answers = fact === null ? [] : answersTo(fact, messages);
      if (fact === null || answers.length === 0) throw error;
      stderr.write(`\n${proseText(messages.refusal(fact).problem, stderr)}\n\n`);
      const answer = await choose(answers, world, messages, stops);
      if (answer === null) {
        if (given.length > 0) {
          stderr.write(`\n${proseText(messages.answers.soFar(given.join(' ')), stderr)}\n`);
        }
        throw error;
      }
      given.push(answer.typed);
      current = withAnswer(current, answer.sets);
    }
  }
}

/** What was typed and answered so far, and this answer: of options that can be given more than once none is lost. */
function withAnswer<Args extends ReadingArguments>(args: Args, sets: Answer['sets']): Args {
  const placeholder = [...(args.placeholder ?? []), ...(sets.placeholder ?? [])];
  const map = [...(args.map ?? []), ...(sets.map ?? [])];
  return { ...args, ...sets, ...(placeholder.length > 0 && { placeholder }), ...(map.length > 0 && { map }) };
}

async function choose(
  answers: readonly Answer[],
  world: World,
  { answers: words }: Messages,
  stops: StopSignals | undefined,
): Promise<Answer | null> {
  const { stderr } = world;
  const print = (text: string) => {
    const lines = wrapLine([{ text: safeText(text) }], stderr.columns ?? 80, 5);
    stderr.write(lines.map((line) => `${lineText(line, false)}\n`).join(''));
  };
  answers.forEach(({ says, typed, shows }, index) => {
    print(`  ${index + 1}  ${says}${shows === '' ? '' : `: ${shows}`}  (${typed})`);
  });
  print(`  Enter  ${words.leave}`);
  const lines = openTypedLines(world);
  const question = `\n${words.choose(answers.length)}`;
  try {
    for (;;) {
      const typed = await lines.ask(question, stops?.signal);
      const answer = answers[Number(typed) - 1];
      // A slip of the finger is not a wish to leave.
      if (answer !== undefined || typed === '') return answer ?? null;
    }
  } catch (error) {
    if (stops?.signal.aborted) throw new Interrupted(stops.received);
    throw error;
  } finally {
    lines.close();
  }
}
