import type { UsageFact } from '../messages/index.js';
import { nearNames } from '../plan/nearNames.js';

/** All commands that there are. */
const COMMANDS = ['apply', 'plan', 'check', 'map', 'resume', 'undo', 'runs', 'stages', 'sandbox'] as const;

/** What is wrong with what was typed, from the parser's text with the marks of `PARSER_MARKS`. `options` are those that the command has. */
export function typedWrong(text: string, argv: readonly string[], options: readonly string[]): UsageFact {
  const [mark, first = '', given = '', choices = ''] = text.split('\n').map((line) => line.trim());
  const command = argv.find((word) => (COMMANDS as readonly string[]).includes(word)) ?? null;
  switch (mark) {
    case 'few':
      return command === null ? { code: 'usage.noCommand' } : { code: 'usage.noSheet', command };
    case 'value':
      return { code: 'usage.noValue', option: first };
    case 'choice': {
      const names = choices.split(', ').map(unquoted);
      // Without a value the parser takes the option for a switch.
      if (given === 'true') return { code: 'usage.noValue', option: first };
      return { code: 'usage.choice', option: first, text: unquoted(given), choices: names };
    }
    case 'unknown': {
      const unknown = first.split(', ');
      const typed = argv.flatMap((word) => /^--?([^=]+)/.exec(word)?.[1] ?? []);
      // The parser names an option with a dash twice, once without it.
      const wrong = unknown.filter((name) => typed.includes(name));
      const [option] = wrong;
      if (option !== undefined) {
        const [suggestion = null] = nearNames(
          option,
          options.filter((name) => name.length > 1),
        );
        return { code: 'usage.unknownOption', command, options: wrong, suggestion };
      }
      const word = unknown.find((one) => argv.includes(one)) ?? first;
      if (command !== null) return { code: 'usage.extra', command, text: word };
      const [suggestion = null] = nearNames(word, COMMANDS);
      return { code: 'usage.unknownCommand', text: word, suggestion };
    }
    default:
      return { code: 'usage.argument', text };
  }
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1');
}
