import type { Argv } from 'yargs';
import type { Messages } from '../messages/index.js';
import { ENCODINGS } from '../sheet/encoding.js';
import {
  parseAmountLimit,
  parseDelimiter,
  parseDuration,
  parseOnly,
  parseRowRanges,
  parseWhole,
} from './quantities.js';

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
    .option('only', { type: 'string', nargs: 1, coerce: everyTime, describe: options.only })
    .option('rows', { type: 'string', nargs: 1, coerce: everyTime, describe: options.rows })
    .option('encoding', { choices: ENCODINGS, describe: options.encoding })
    .option('mojibake', { choices: ['repair', 'keep'] as const, describe: options.mojibake })
    .option('delimiter', { type: 'string', requiresArg: true, describe: options.delimiter })
    .option('quote-escape', { choices: ['quote', 'backslash'] as const, describe: options.quoteEscape });
}

/** What `plan` and `apply` need of the sheet and of the way to the CRM. */
export function sheetOptions<T>(yargs: Argv<T>, messages: Messages) {
  const { options } = messages.help;
  return readingOptions(yargs, messages)
    .option('max-changes', { type: 'number', requiresArg: true, describe: options.maxChanges })
    .option('max-amount-change', { type: 'string', requiresArg: true, describe: options.maxAmountChange })
    .option('concurrency', {
      type: 'number',
      requiresArg: true,
      default: DEFAULT_CONCURRENCY,
      describe: options.concurrency,
    });
}

/** The most rows that a spreadsheet program can show. */
const MOST_ROWS = 1_048_576;

/** Those of the reading options that are more than their text, checked. Throws `UsageRefusal`. */
export function parsedReading(typed: {
  delimiter?: string | undefined;
  headerRow?: number | undefined;
  only?: readonly string[] | undefined;
  rows?: readonly string[] | undefined;
}) {
  const { delimiter, headerRow, only, rows } = typed;
  return {
    ...parseOnly(only),
    rows: parseRowRanges('rows', rows, MOST_ROWS),
    delimiter: delimiter === undefined ? undefined : parseDelimiter(delimiter),
    headerRow: headerRow === undefined ? undefined : parseWhole('header-row', headerRow, 0, MOST_ROWS),
  };
}

/** The same for all options of `plan` and `apply`. Throws `UsageRefusal`. */
export function parsedOptions(
  typed: {
    concurrency: unknown;
    timeout: string;
    maxChanges?: unknown;
    maxAmountChange?: string | undefined;
  } & Parameters<typeof parsedReading>[0],
) {
  const { maxChanges, maxAmountChange } = typed;
  return {
    ...parsedReading(typed),
    maxChanges: maxChanges === undefined ? undefined : parseWhole('max-changes', maxChanges, 0, MOST_ROWS),
    maxAmountChange: parseAmountLimit('max-amount-change', maxAmountChange),
    concurrency: parseWhole('concurrency', typed.concurrency, 1, MOST_CONCURRENCY),
    /** ms */
    timeout: parseDuration('timeout', typed.timeout),
  };
}

/** An option that may be repeated; not an array option, which would swallow the sheet's name behind it. */
export function everyTime(value: string | string[]): string[] {
  return [value].flat();
}
