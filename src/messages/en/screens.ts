import type { IgnoredReason } from '../../mapping/index.js';
import type { NewField, Reading, Verdict } from '../../plan/index.js';
import type { Format } from '../format.js';
import { command } from '../quoting.js';
import { review } from './review.js';

const plural = (n: number, one: string, many: string, format: Format) =>
  `${format.number(n)} ${n === 1 ? one : many}`;

/** What the screens and the plain lines say. */
export const screens = {
  sandbox: 'SANDBOX, nothing is real',
  sandboxShort: 'SANDBOX',
  sheet: 'Sheet',
  target: 'CRM',
  columns: 'Columns',
  ignored: 'Ignored',
  constants: 'On every row',
  valuesOf: (column: string) => `Texts of ${column}`,
  otherwise: { keep: 'other texts as they are', refuse: 'other texts are refused' },
  tab: (name: string) => `tab “${name}”`,
  delimiter: (name: string) => `separated by ${name}`,
  tabulator: 'tabs',
  rows: (n: number, format: Format) => plural(n, 'row', 'rows', format),
  keyColumn: (by: 'id' | 'opportCode'): string =>
    by === 'id' ? 'finds the opportunity by id' : 'finds the opportunity by code',
  decimals: {
    comma: 'Amounts are read with a decimal comma: 1.234,50',
    dot: 'Amounts are read with a decimal point: 1,234.50',
  },
  reasons: {
    unknown: 'not a known field',
    'empty-header': 'no header',
    'results-column': 'its name begins with _',
    'read-only': 'the CRM does not let it be changed',
    'other-key': 'another column is the key',
    'other-column': 'another column holds its field',
    'by-user': 'as you said',
    'not-selected': 'not among the fields of --only',
  } satisfies Record<IgnoredReason, string>,

  columnsTitle: (file: string) => `What are the columns of ${file}?`,
  columnsSaved: (date: string) => `A mapping that was saved on ${date} fits these headers: m takes it.`,
  columnKey: { id: 'Opportunity id', opportCode: 'Opportunity code' },
  columnUnused: 'not used',
  columnKnown: 'known by its header',
  columnChanged: 'as you say',
  columnWord: (word: string) => `its header holds “${word}”`,
  columnCells: 'its cells look like it',
  columnHint: (target: string, because: string) => `Perhaps “${target}”: ${because}. → takes it.`,
  columnAmounts: 'Its cells as amounts',
  columnEither: (one: string, other: string) => `${one} or ${other}: you will be asked`,
  columnsNoKey: 'No column finds the opportunity: choose the one with the ids or the codes.',
  columnsNoFields: 'No column sets a field: choose what is to be changed.',
  columnsTwice: (target: string, headers: readonly string[]) =>
    `“${target}” stands twice: ${headers.join(', ')}. Keep one of them.`,
  columnsCount: (used: number, unused: number, format: Format) =>
    `${plural(used, 'column', 'columns', format)} used, ${format.number(unused)} not`,
  columnsKeys: (short: boolean, saved: boolean): string =>
    short
      ? saved
        ? '↑↓ ←→  Enter goes on  s saves and goes on  m saved  q leaves'
        : '↑↓ ←→ change  Enter goes on  s saves and goes on  q leaves'
      : `↑↓ column   ←→ what it is   Enter goes on   s goes on and saves it${saved ? '   m saved' : ''}   q leaves`,

  encoding: 'Encoding',
  encodingBecause: {
    mark: 'the file says so',
    proven: 'every byte fits',
    guessed: 'a guess: look at these words',
    user: 'as you said',
  },

  check: {
    format: 'Format',
    header: 'Header',
    noHeader: 'none: columns go by their letters',
    ignored: 'not used',
    filled: (n: number, of: number, format: Format) => `${format.number(n)} of ${format.number(of)} filled`,
    noValue: 'no value is taken from it',
    cleared: 'empties the field',
    kinds: {
      number: 'number',
      date: 'date',
      boolean: 'yes/no',
      error: 'error',
      uncomputed: 'formula without a result',
      merged: 'merged',
      styled: 'text with a look of its own',
    } as Readonly<Record<string, string>>,
    readable: (n: number, format: Format) => `${plural(n, 'row', 'rows', format)} can be planned`,
    nothingSet: (n: number, format: Format) => `${format.number(n)} with nothing to set`,
    skipped: (n: number, format: Format) => `${format.number(n)} left out`,
    withProblems: (n: number, format: Format) => `${format.number(n)} with a problem`,
    offline: '(ids and stages are looked up by opsheet plan)',
  },

  readingLabel: 'Live records',
  readingHow: ({ how, by }: Reading): string => {
    if (how === 'list') return 'read from the list, page after page';
    return by === 'opportCode' ? 'found in the list, read one by one' : 'read one by one';
  },
  readingWhy: ({ how, why, records, total, requests }: Reading, format: Format): string => {
    const rows = plural(records, 'record', 'records', format);
    switch (why) {
      case 'asked':
        return 'as you said';
      case 'codes':
        return 'the rows go by code, which only the list can look up';
      case 'few':
        return `${rows} at once`;
      case 'unknownTotal':
        return `${rows} in the sheet; the workspace does not say how many it has`;
      case 'cost': {
        const pages = plural(requests.list ?? 0, 'page', 'pages', format);
        const other = `${pages} of the ${format.number(total ?? 0)} in the workspace`;
        return how === 'rows' ? `${rows} instead of ${other}` : `${other} instead of ${rows} one by one`;
      }
    }
  },
  listing: (records: number, total: number | null, format: Format) =>
    `Reading the list: ${plural(records, 'record', 'records', format)}${total === null ? '' : ` of about ${format.number(total)}`}`,
  newField: ({ field, records, suggestions }: NewField, format: Format) =>
    `No record in the CRM was seen with the custom field “${format.field(field)}”, which ${plural(records, 'record', 'records', format)} would get: the CRM may make a new field.${suggestions.length > 0 ? ` Did you mean ${suggestions.map((name) => `“${name}”`).join(' or ')}?` : ''}`,
  moreNewFields: (n: number, format: Format) =>
    `${plural(n, 'more field', 'more fields', format)} like that.`,
  planning: (done: string, total: string) => `Reading live records: ${done} of ${total} rows`,
  planTitle: 'What would change',
  verdicts: {
    update: 'to update',
    unchanged: 'unchanged',
    duplicate: 'repeated',
    skipped: 'left out',
    missing: 'not in the CRM',
    invalid: 'with a problem',
  } satisfies Record<Verdict, string>,
  byField: 'By field',
  amount: 'Amount of these records',
  stageMoves: 'Stage moves',
  byStage: 'By stage',
  byStageHint: 'records · amount, before → after',
  risks: 'Risks',
  noStage: '(no stage)',
  moreStages: (n: number, format: Format) => `… and ${plural(n, 'more stage', 'more stages', format)}`,
  guardWarning: (sentence: string) => `${sentence} opsheet apply would stop before it sends anything.`,
  changes: 'Changes',
  problems: 'Problems',
  row: (n: number) => `row ${n}`,
  rowHeader: 'Row',
  sameAs: (n: number) => `same as row ${n}: one change for both`,
  alreadySo: 'already so',
  more: (n: number, format: Format) => `… and ${plural(n, 'more row', 'more rows', format)}`,
  nothingToSend: (verdicts: Readonly<Record<Verdict, number>>): string => {
    const { unchanged, skipped, missing, invalid } = verdicts;
    if (missing + invalid === 0) {
      if (unchanged === 0) return 'There is nothing to send: every row is left out.';
      const others = skipped > 0 ? ', or left out' : '';
      return `There is nothing to send: every row is already as it should be${others}.`;
    }
    return unchanged > 0
      ? 'There is nothing to send: the rows that could be sent are already as they should be.'
      : 'There is nothing to send: no row can be sent as it stands.';
  },
  /** No record was found by any key of the sheet; `to` is the other kind of key, and `beside` a column that is one. */
  noKeyFound: (header: string, to: 'id' | 'opportCode', beside: string | null): string => {
    const kind = to === 'opportCode' ? 'id' : 'code';
    if (beside !== null)
      return `No ${kind} of column “${header}” was found. If it numbers the rows, or is of another system, use “${beside}”: add --map "${header}=-". Else, is this the right workspace?`;
    return to === 'opportCode'
      ? `No id of column “${header}” was found. If these are codes, add --map "${header}=opportCode". If they are ids, is this the right workspace?`
      : `No code of column “${header}” was found. If these are ids, add --map "${header}=id". If they are codes, is this the right workspace?`;
  },
  dryRun: 'Nothing was sent.',

  filters: { changes: 'Changes', problems: 'Problems', unchanged: 'Unchanged', all: 'All' },
  empty: 'No rows here.',
  reading: 'reading…',
  review,
  confirm: (n: number, workspace: string, host: string, format: Format) =>
    `Send ${plural(n, 'change', 'changes', format)} to the workspace “${workspace}” at ${host}?`,
  takesBack: (run: string) => `Takes back what run ${run} changed`,
  confirmUndo: (n: number, run: string, workspace: string, host: string, format: Format) =>
    `Put back ${plural(n, 'record', 'records', format)} as they were before run ${run}, in the workspace “${workspace}” at ${host}?`,
  confirmLeft: (n: number, format: Format) =>
    `${plural(n, 'row', 'rows', format)} with a problem will not be sent; the results sheet will say why.`,
  /** Keys that mean yes. */
  yesKeys: ['y'] as readonly string[],
  confirmKeys: 'y yes, send   Esc no, back to the plan',
  declined: 'Nothing was sent.',

  sending: 'Sending',
  done: 'done',
  failed: 'failed',
  left: 'left',
  rate: (perSecond: string) => `${perSecond} a second`,
  timeLeft: (time: string) => `about ${time} left`,
  waiting: {
    throttled: (time: string) => `The CRM asks to wait ${time}`,
    unreachable: (time: string) => `No connection; trying again in ${time}`,
    failing: (time: string) => `The CRM keeps failing; looking again in ${time}`,
    settling: (time: string) => `Records whose answer failed or was lost are looked at again in ${time}`,
  },
  pace: (now: number, ceiling: number) => `${now} at once (at most ${ceiling})`,
  paceBecause: { throttled: 'slowed because the CRM asked', slow: 'slowed because answers take long' },
  askToken: 'The CRM no longer accepts the token; everything waits. Paste a new one (it is not shown):',
  askTokenKeys: 'Enter goes on   Esc stops the run; it can be resumed',
  latency: (time: string) => `answers in ${time}`,
  paused: 'Held back: p goes on',
  keysRunning: (short: boolean): string =>
    short
      ? 'p pause   + - more, fewer at once   s stop'
      : 'p pause   + - more or fewer at once   s or Ctrl-C: stop after what is under way',
  stopping: 'Stopping: waiting for what is under way. Ctrl-C again leaves at once.',
  progress: (done: string, total: string, failed: string) => `Sent ${done} of ${total}, ${failed} failed`,

  finished: 'Done',
  stopped: 'Stopped',
  statuses: {
    updated: 'changed in the CRM',
    unchanged: 'were already so',
    skipped: 'left out',
    invalid: 'not sent: a problem in the sheet',
    rejected: 'refused by the CRM',
    conflict: 'changed by someone else meanwhile',
    unverified: 'not known: look at the record',
    'not-sent': 'not sent',
  },
  needsYou: 'Rows that need you',
  /** The first few row numbers of so many. */
  inRows: (first: readonly number[], rows: number) =>
    `${rows === 1 ? 'row' : 'rows'} ${first.join(', ')}${rows > first.length ? ', …' : ''}`,
  /** What a group of rows says; of rows that say different things, which one is quoted. */
  groupSays: (group: {
    readonly message: string;
    readonly alike: boolean;
    readonly examples: readonly number[];
  }): string => (group.alike ? group.message : `e.g. row ${group.examples[0]}: ${group.message}`),
  took: (time: string) => `in ${time}`,
  results: 'Results',
  resultsTaken: (file: string) =>
    `${file} exists already or is open in another program, so the results have another name.`,
  noResults: 'The results sheet could not be written',
  run: 'Run',
  next: 'Next',
  nextFix:
    'Filter the results sheet by _status, mend those rows, and apply it again: rows that are right are not sent again.',
  nextNothing: 'Nothing: every row is as the sheet wants it.',
  nextNothingButLeftOut: (n: number, format: Format) =>
    `Nothing: every row is as the sheet wants it, but for the ${n === 1 ? 'one' : format.number(n)} that you left out.`,
  nextNothingButTakenBack: (undos: readonly string[]) =>
    `Nothing: what was to be sent is sent. What was put back before by ${undos.join(', ')} stays as it is.`,
  nextNothingUndone: (run: string) => `Nothing: what run ${run} changed is as it was before.`,
  nextNothingUndoneInPart: (n: number, run: string, format: Format) =>
    `Nothing: what was to be put back is as it was before run ${run}. ${plural(n, 'row was', 'rows were', format)} left out.`,
  nextNothingUndoneOfFields: (run: string) =>
    `Nothing: the fields that were to be put back are as they were before run ${run}. What else it changed stays.`,
  nextFixUndo: (run: string, inPart: boolean, options: readonly string[] = []) =>
    `Look at those records in the CRM: what somebody changed since was left as it is. To try the others again${inPart ? ', with the same --rows and --only' : ''}: ${command('undo', run, options)}`,
  nextRetry: (file: string, options: readonly string[] | null) =>
    `To send again what failed, once it is mended${options === null ? ', with the options of this run besides' : ''}: ${command('apply', file, options ?? ['--only', 'failed'])}`,
  nextResume: (run: string, options: readonly string[] = []) =>
    `To go on: ${command('resume', run, options)}`,
  nextUndo: (run: string, options: readonly string[] = []) =>
    `To take it back: ${command('undo', run, options)}`,
};
