import type { Argv } from 'yargs';
import type { Messages } from '../messages/index.js';
import { ENCODINGS } from '../sheet/encoding.js';
import { parseDelimiter, parseDuration, parseWhole } from './quantities.js';

/** Requests under way at once when nobody says otherwise. */
const DEFAULT_CONCURRENCY = 4;
const MOST_CONCURRENCY = 256;
const HIGHEST_RATE = 10_000;

/** Where the CRM is. */
export function connectionOptions<T>(yargs: Argv<T>, { help }: Messages) {
  return yargs
    .option('workspace', { type: 'string', requiresArg: true, describe: help.options.workspace })
    .option('api-url', { type: 'string', requiresArg: true, describe: help.options.apiUrl })
    .option('sandbox', { type: 'boolean', default: false, describe: help.options.sandbox })
    .option('rate', { type: 'number', requiresArg: true, describe: help.options.rate })
    .option('timeout', { type: 'string', requiresArg: true, default: '30s', describe: help.options.timeout });
}

/** How the sheet is to be read; these are all that `check` needs. */
export function readingOptions<T>(yargs: Argv<T>, { help }: Messages) {
  const { options } = help;
  return yargs
    .positional('spreadsheet', { type: 'string', demandOption: true, describe: help.positionals.sheet })
    .option('sheet', { type: 'string', requiresArg: true, describe: options.sheetName })
    .option('header-row', { type: 'number', requiresArg: true, describe: options.headerRow })
    .option('map', { type: 'string', nargs: 1, coerce: everyTime, describe: options.map })
    .option('key', { choices: ['id', 'opportCode'] as const, describe: options.key })
    .option('decimal', { choices: [',', '.'] as const, describe: options.decimal })
    .option('round', { type: 'boolean', default: false, describe: options.round })
    .option('placeholder', { type: 'string', nargs: 1, coerce: everyTime, describe: options.placeholder })
    .option('hidden', { choices: ['include', 'skip'] as const, describe: options.hidden })
    .option('only', { choices: ['open'] as const, describe: options.only })
    .option('encoding', { choices: ENCODINGS, describe: options.encoding })
    .option('mojibake', { choices: ['repair', 'keep'] as const, describe: options.mojibake })
    .option('delimiter', { type: 'string', requiresArg: true, describe: options.delimiter })
    .option('quote-escape', { choices: ['quote', 'backslash'] as const, describe: options.quoteEscape });
}

/** What `plan` and `apply` need of the sheet and of the way to the CRM. */
export function sheetOptions<T>(yargs: Argv<T>, messages: Messages) {
  return readingOptions(yargs, messages)
    .option('concurrency', {
      type: 'number',
      requiresArg: true,
      default: DEFAULT_CONCURRENCY,
      describe: messages.help.options.concurrency,
    })
    .option('read', { choices: ['rows', 'list'] as const, describe: messages.help.options.read });
}

/** The most rows that a spreadsheet program can show. */
const MOST_ROWS = 1_048_576;

/** Those of the reading options that are more than their text, checked. Throws `UsageRefusal`. */
export function parsedReading(typed: { delimiter?: string | undefined; headerRow?: number | undefined }) {
  const { delimiter, headerRow } = typed;
  return {
    delimiter: delimiter === undefined ? undefined : parseDelimiter(delimiter),
    headerRow: headerRow === undefined ? undefined : parseWhole('header-row', headerRow, 0, MOST_ROWS),
  };
}

/** The same for all options of `plan` and `apply`. Throws `UsageRefusal`. */
export function parsedOptions(
  typed: { concurrency: unknown } & Parameters<typeof parsedConnection>[0] &
    Parameters<typeof parsedReading>[0],
) {
  return {
    ...parsedReading(typed),
    ...parsedConnection(typed),
    concurrency: parseWhole('concurrency', typed.concurrency, 1, MOST_CONCURRENCY),
  };
}

/** Those of the connection's options that are more than their text, checked. Throws `UsageRefusal`. */
export function parsedConnection({ timeout, rate }: { timeout: string; rate?: number | undefined }) {
  return {
    /** ms */
    timeout: parseDuration('timeout', timeout),
    rate: rate === undefined ? undefined : parseWhole('rate', rate, 1, HIGHEST_RATE),
  };
}

/** An option that may be repeated; not an array option, which would swallow the sheet's name behind it. */
export function everyTime(value: string | string[]): string[] {
  return [value].flat();
}
