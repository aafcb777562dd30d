import type { Argv } from 'yargs';
import type { Messages } from '../messages/index.js';
import { parseDelimiter, parseDuration, parseWhole } from './quantities.js';

/** Requests under way at once when nobody says otherwise. */
const DEFAULT_CONCURRENCY = 4;
const MOST_CONCURRENCY = 256;

/** Where the CRM is. */
export function connectionOptions<T>(yargs: Argv<T>, { help }: Messages) {
  return yargs
    .option('workspace', { type: 'string', requiresArg: true, describe: help.options.workspace })
    .option('api-url', { type: 'string', requiresArg: true, describe: help.options.apiUrl })
    .option('sandbox', { type: 'boolean', default: false, describe: help.options.sandbox })
    .option('timeout', { type: 'string', requiresArg: true, default: '30s', describe: help.options.timeout });
}

/** How the sheet is to be read. */
export function sheetOptions<T>(yargs: Argv<T>, { help }: Messages) {
  return yargs
    .positional('spreadsheet', { type: 'string', demandOption: true, describe: help.positionals.sheet })
    .option('sheet', { type: 'string', requiresArg: true, describe: help.options.sheetName })
    .option('header-row', { type: 'number', requiresArg: true, describe: help.options.headerRow })
    .option('map', { type: 'string', nargs: 1, coerce: everyTime, describe: help.options.map })
    .option('key', { choices: ['id', 'opportCode'] as const, describe: help.options.key })
    .option('decimal', { choices: [',', '.'] as const, describe: help.options.decimal })
    .option('delimiter', {
      type: 'string',
      requiresArg: true,
      describe: help.options.delimiter,
    })
    .option('concurrency', {
      type: 'number',
      requiresArg: true,
      default: DEFAULT_CONCURRENCY,
      describe: help.options.concurrency,
    });
}

/** Those of these options that are more than their text, checked. Throws `UsageRefusal`. */
export function parsedOptions(typed: {
  concurrency: unknown;
  timeout: string;
  delimiter?: string | undefined;
}) {
  return {
    delimiter: typed.delimiter === undefined ? undefined : parseDelimiter(typed.delimiter),
    concurrency: parseWhole('concurrency', typed.concurrency, 1, MOST_CONCURRENCY),
    /** ms */
    timeout: parseDuration('timeout', typed.timeout),
  };
}

/** An option that may be repeated; not an array option, which would swallow the sheet's name behind it. */
export function everyTime(value: string | string[]): string[] {
  return [value].flat();
}
