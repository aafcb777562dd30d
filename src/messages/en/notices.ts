import type { MappingNotice } from '../../mapping/index.js';
import type { WaitingRunNotice } from '../../run/index.js';
import type { SheetNotice } from '../../sheet/index.js';
import type { Format } from '../format.js';
import { command, quoted } from '../quoting.js';

/** What is taken of an earlier run's rows, and what `--only` would take. */
function resultsNotice(
  { done, open, leftOut, used }: Extract<MappingNotice, { code: 'notice.results' }>,
  format: Format,
): string {
  const rows = (count: number) => `${format.number(count)} ${count === 1 ? 'row' : 'rows'}`;
  const then = leftOut === 0 ? '' : `, ${format.number(leftOut)} left out by you`;
  const counts = `These are the results of an earlier run: ${rows(done)} done then${then}, ${format.number(open)} not done.`;
  switch (used) {
    case 'failed':
      return `${counts} Only those not done are taken, as you said.`;
    case 'open':
      return `${counts} ${leftOut === 0 ? 'Only those not done are taken' : 'Those not done and those left out are taken'}, as you said.`;
    case 'all':
      return `${counts} All are taken: --only failed takes those not done${leftOut === 0 ? '' : ', --only open also those left out'}.`;
  }
}

/** That an earlier run is not over, with the command that goes on with it at the end, to be copied. */
function waitingNotice(n: WaitingRunNotice, format: Format): string {
  const { number } = format;
  const updates = `${number(n.updates)} ${n.updates === 1 ? 'change' : 'changes'}`;
  // What was under way then may have been made.
  const known = n.state === 'cut-off' ? 'known to be ' : '';
  const left =
    n.open === null
      ? `not all of its ${updates} are ${known}done`
      : `${number(n.open)} of its ${updates} ${n.open === 1 ? 'is' : 'are'} not ${known}done`;
  const more =
    n.more === 0 ? '' : `, and ${n.more === 1 ? '1 more run waits' : `${number(n.more)} more runs wait`}`;
  const others = more && `${more} (see “opsheet runs”)`;
  const ended = n.state === 'stopped' ? 'was stopped' : 'was cut off';
  return `Run ${n.run} (${n.sheet}, ${format.moment(n.startedAt)}) ${ended}: ${left}${others}. To go on with it: ${command('resume', n.run, n.targetOptions)}`;
}

/** One sentence on what was noticed in a sheet and did not stop it from being read. */
export function notice(n: SheetNotice | MappingNotice | WaitingRunNotice, format: Format): string {
  const cells = (count: number) => `${format.number(count)} ${count === 1 ? 'cell' : 'cells'}`;
  const rows = (count: number) => `${format.number(count)} ${count === 1 ? 'row' : 'rows'}`;
  switch (n.code) {
    case 'notice.hiddenRows': {
      const what = n.filtered ? `A filter hides ${rows(n.hidden)}` : `${rows(n.hidden)} hidden`;
      return `${what}: ${n.used === 'include' ? 'read like the others' : 'left out, of the results too'}, as you said.`;
    }
    case 'notice.hiddenColumns':
      return `Hidden columns are used: ${n.columns.join(', ')}.`;
    case 'notice.hiddenSheets':
      return `Hidden tabs are not read: ${quoted(n.sheets)}.`;
    case 'notice.date1904':
      return 'The workbook counts dates from 1904, as Excel for Mac once did; that is taken into account.';
    case 'notice.volatile':
      return `Formulas of ${n.columns.join(', ')} change with the time (TODAY, RAND, …); what is read is what was last saved.`;
    case 'notice.links':
      return 'Formulas take values from other workbooks; what is read is what was last saved.';
    case 'notice.commentsOnly':
      return `Cells with only a comment count as empty: ${n.cells.join(', ')}.`;
    case 'notice.mappingUsed':
      return `The mapping file ${n.file} says how this sheet is read.`;
    case 'notice.mappingSaved':
      return `A mapping saved${n.savedAt === '' ? '' : ` on ${n.savedAt.slice(0, 10)}`} fits these headers: --mapping saved uses it.`;
    case 'notice.trimmed':
      return `Spaces around the text of ${cells(n.cells)} are taken off (row ${n.example.row}, ${n.example.column} “${n.example.text}”).`;
    case 'notice.invisible':
      return `${cells(n.cells)} with invisible characters (row ${n.example.row}, ${n.example.column}): taken out of ids and stages, kept in other text.`;
    case 'notice.spaces':
      return `${cells(n.cells)} with only spaces count as empty (row ${n.example.row}, ${n.example.column}).`;
    case 'notice.wholeIds':
      return `Ids that are numbers with decimals of zero are taken without them (row ${n.example.row}, ${n.example.column} “${n.example.text}”).`;
    case 'notice.blankRows':
      return `${rows(n.rows)} without data in between: skipped.`;
    case 'notice.idleRows':
      return `${rows(n.rows)} without a key and with nothing in the columns that are used: skipped.`;
    case 'notice.negative':
      return `${format.number(n.cells)} negative ${n.cells === 1 ? 'amount' : 'amounts'} (row ${n.example.row}, ${n.example.column} “${n.example.text}”).`;
    case 'notice.totals':
      return `Lines of totals, averages or exchange rates are left out: ${n.rows.length === 1 ? 'row' : 'rows'} ${n.rows.join(', ')}.`;
    case 'notice.emptyHeaders':
      return `Columns without a header hold data and are not used: ${n.columns.join(', ')}.`;
    case 'notice.headerNotText':
      return `Headers that are not text are read as they are shown: ${quoted(n.columns)}.`;
    case 'notice.repeatedKeys':
      return `${format.number(n.keys)} ${n.keys === 1 ? 'id stands' : 'ids stand'} in more than one row: rows that agree become one change, the others are not sent.`;
    case 'notice.renamed':
      return `The results have columns of their own that are called ${n.columns.join(', ')}: the sheet's own stand there as ${n.as.join(', ')}, and are not read.`;
    case 'notice.selected':
      return `${format.number(n.rows)} of ${rows(n.of)} are taken, as you said with --rows; the others are left out.`;
    case 'notice.results':
      return resultsNotice(n, format);
    case 'notice.waitingRun':
      return waitingNotice(n, format);
  }
}
