import type { Argv } from 'yargs';
import type { Messages } from '../messages/index.js';
import { ENCODINGS, type Encoding, encodingNamed } from '../sheet/encoding.js';
import {
  parseAmountLimit,
  parseDelimiter,
  parseDuration,
  parseErrorLimit,
  parseOnly,
  parseRowRanges,
  parseWhole,
} from './quantities.js';

/** Requests under way at once when nobody says otherwise. */
export const DEFAULT_CONCURRENCY = 4;
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
    .option('mapping', { type: 'string', requiresArg: true, describe: options.mapping })
    .option('key', { choices: ['id', 'opportCode'] as const, describe: options.key })
    .option('decimal', { choices: [',', '.'] as const, describe: options.decimal })
    .option('round', { type: 'boolean', describe: options.round })
    .option('placeholder', { type: 'string', nargs: 1, coerce: everyTime, describe: options.placeholder })
    .option('hidden', { choices: ['include', 'skip'] as const, describe: options.hidden })
    .option('only', { type: 'string', nargs: 1, coerce: everyTime, describe: options.only })
    .option('rows', { type: 'string', nargs: 1, coerce: everyTime, describe: options.rows })
    .option('encoding', { choices: ENCODINGS, coerce: encodingOption, describe: options.encoding })
    .option('mojibake', { choices: ['repair', 'keep'] as const, describe: options.mojibake })
    .option('delimiter', { type: 'string', requiresArg: true, describe: options.delimiter })
    .option('quote-escape', { choices: ['quote', 'backslash'] as const, describe: options.quoteEscape });
}

/** What `plan` and `apply` need of the sheet and of the way to the CRM. */
export function sheetOptions<T>(yargs: Argv<T>, messages: Messages) {
  const read = { choices: ['rows', 'list'] as const, describe: messages.help.options.read };
  return limitOptions(concurrencyOption(readingOptions(yargs, messages), messages), messages).option(
    'read',
    read,
  );
}

/** How much may change before `apply` refuses to send. */
export function limitOptions<T>(yargs: Argv<T>, { help }: Messages) {
  const { options } = help;
  return yargs
    .option('max-changes', { type: 'number', requiresArg: true, describe: options.maxChanges })
    .option('max-amount-change', { type: 'string', requiresArg: true, describe: options.maxAmountChange });
}

function concurrencyOption<T>(yargs: Argv<T>, { help }: Messages) {
  return yargs.option('concurrency', {
    type: 'number',
    requiresArg: true,
    default: DEFAULT_CONCURRENCY,
    describe: help.options.concurrency,
  });
}

/** How the changes of an earlier run are sent, or taken back: without a word about it as fast as that run was told. */
export function sendingOptions<T>(yargs: Argv<T>, messages: Messages) {
  const { concurrency, forceUnlock } = messages.help.options;
  return careOptions(yargs, messages)
    .option('concurrency', { type: 'number', requiresArg: true, describe: concurrency })
    .option('force-unlock', { type: 'string', requiresArg: true, describe: forceUnlock });
}

/** The same without what `plan` knows too. */
export function careOptions<T>(yargs: Argv<T>, { help }: Messages) {
  const { options } = help;
  return yargs
    .option('canary', { type: 'number', requiresArg: true, default: 5, describe: options.canary })
    .option('settle', { type: 'string', requiresArg: true, describe: options.settle })
    .option('max-errors', { type: 'string', requiresArg: true, describe: options.maxErrors })
    .option('retries', { type: 'number', requiresArg: true, default: 3, describe: options.retries })
    .option('body', { choices: ['changes', 'full'] as const, describe: options.body })
    .option('report', { type: 'string', requiresArg: true, describe: options.report });
}

/** All that `apply` takes. */
export function applyOptions<T>(yargs: Argv<T>, messages: Messages) {
  const { options } = messages.help;
  return careOptions(connectionOptions(sheetOptions(yargs, messages), messages), messages)
    .option('yes', { alias: 'y', type: 'boolean', default: false, describe: options.yes })
    .option('recheck-after', {
      type: 'string',
      requiresArg: true,
      default: '60s',
      describe: options.recheckAfter,
    })
    .option('force-unlock', { type: 'string', requiresArg: true, describe: options.forceUnlock })
    .option('out', { type: 'string', requiresArg: true, describe: options.out });
}

interface TypedSending {
  concurrency: unknown;
  timeout: string;
  recheckAfter?: string;
  canary: number;
  settle?: string | undefined;
  maxErrors?: string | undefined;
  retries: number;
  body?: 'changes' | 'full' | undefined;
}

/** The options of sending, checked. Times are in ms. Throws `UsageRefusal`. */
export function parsedSending(typed: TypedSending) {
  const timeout = parsedTimeout(typed.timeout);
  // A request that nobody waits for any more may still be applied by a server that is slow.
  const settle =
    typed.settle === undefined ? Math.max(60_000, timeout + 30_000) : parseDuration('settle', typed.settle);
  return {
    timeout,
    settle,
    concurrency: parseWhole('concurrency', typed.concurrency, 1, MOST_CONCURRENCY),
    recheckAfter: parsedRecheck(typed.recheckAfter),
    canary: parseWhole('canary', typed.canary, 1, 1000),
    maxErrors: parseErrorLimit('max-errors', typed.maxErrors),
    retries: parseWhole('retries', typed.retries, 0, 10),
    body: typed.body ?? ('changes' as const),
  };
}

/** The same for an earlier run, from whose journal comes what is not typed of its pace and its way. Throws `UsageRefusal`. */
export function parsedSendingAgain(typed: Omit<TypedSending, 'concurrency'> & { concurrency?: unknown }) {
  const { concurrency = DEFAULT_CONCURRENCY } = typed;
  const parsed = parsedSending({ ...typed, concurrency });
  return {
    ...parsed,
    body: typed.body,
    maxErrors: typed.maxErrors === undefined ? undefined : parsed.maxErrors,
    concurrency: typed.concurrency === undefined ? undefined : parsed.concurrency,
  };
}

/** Without a word about it, as for a resume and an undo, every record is read again. */
function parsedRecheck(typed = '0s'): number | 'never' {
  return typed === 'never' ? 'never' : parseDuration('recheck-after', typed);
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
  typed: { concurrency: unknown; maxChanges?: unknown; maxAmountChange?: string | undefined } & Parameters<
    typeof parsedConnection
  >[0] &
    Parameters<typeof parsedReading>[0],
) {
  return {
    ...parsedReading(typed),
    ...parsedLimits(typed),
    ...parsedConnection(typed),
    concurrency: parseWhole('concurrency', typed.concurrency, 1, MOST_CONCURRENCY),
  };
}

/** Those of the connection's options that are more than their text, checked. Throws `UsageRefusal`. */
export function parsedConnection({ timeout, rate }: { timeout: string; rate?: number | undefined }) {
  return {
    /** ms */
    timeout: parsedTimeout(timeout),
    rate: rate === undefined ? undefined : parseWhole('rate', rate, 1, HIGHEST_RATE),
  };
}

/** The limits, checked. Throws `UsageRefusal`. */
export function parsedLimits({
  maxChanges,
  maxAmountChange,
}: {
  maxChanges?: unknown;
  maxAmountChange?: string | undefined;
}) {
  return {
    maxChanges: maxChanges === undefined ? undefined : parseWhole('max-changes', maxChanges, 0, MOST_ROWS),
    maxAmountChange: parseAmountLimit('max-amount-change', maxAmountChange),
  };
}

/** Which rows and fields, checked; `fields` by their names as they were typed. Throws `UsageRefusal`. */
export function parsedSelection(typed: { rows?: string[] | undefined; only?: string[] | undefined }) {
  return {
    rows: parseRowRanges('rows', typed.rows, MOST_ROWS),
    fields: parseOnly(typed.only).fields,
  };
}

/** What is no name of an encoding is left to yargs, which lists those that there are. */
function encodingOption(typed: string): Encoding {
  return encodingNamed(typed) as Encoding;
}

/** An option that may be repeated; not an array option, which would swallow the sheet's name behind it. */
export function everyTime(value: string | string[]): string[] {
  return [value].flat();
}

/** At no time at all every answer would be too slow. */
function parsedTimeout(typed: string): number {
  return parseDuration('timeout', typed, 1);
}
