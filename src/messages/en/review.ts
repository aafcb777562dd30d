import type { Format } from '../format.js';

const plural = (n: number, one: string, many: string, format: Format) =>
  `${format.number(n)} ${n === 1 ? one : many}`;

type Keys = readonly (readonly [key: string, what: string])[];

/** What the screens say on which a plan is looked through. */
export const review = {
  selected: (n: number, of: number, format: Format) =>
    `${format.number(n)} of ${format.number(of)} to update`,
  toUpdate: (n: number, format: Format) => `${format.number(n)} to update`,
  leftOut: (n: number, format: Format) => `${format.number(n)} left out`,
  problems: (n: number, format: Format) => `${format.number(n)} with a problem`,
  unchanged: (n: number, format: Format) => `${format.number(n)} unchanged`,

  before: 'before',
  after: 'after',
  bars: 'changes only: amount; right: records · amount',
  barsOfRecords: 'changes only: records; right: records · amount',
  moves: 'Stage moves',
  wholePlan: (leftOut: number, format: Format) =>
    leftOut === 1
      ? 'These figures still count the row that you left out.'
      : `These figures still count the ${format.number(leftOut)} rows that you left out.`,

  sorts: { row: 'as in the sheet', risk: 'riskiest first', amount: 'largest change of amount first' },
  sortedBy: (sort: string) => `order: ${sort}`,
  onlyField: (field: string) => `field: ${field}`,
  risks: {
    'amount.notPositive': 'amount to zero or below',
    'amount.tenfold': 'amount more than 10 times larger or smaller',
    'stage.leftClosed': 'out of won or lost',
    'record.recent': 'changed in the last hour',
    'field.cleared': 'a field cleared',
    'value.restyled': 'only written otherwise',
    'record.renamed': 'renamed',
  },
  onlyRisk: (risk: string) => `risk: ${risk}`,
  readingPlan: (percent: string) => `reading the plan: ${percent} %, Esc cancels`,
  found: (text: string, n: number, format: Format) => `/${text}: ${plural(n, 'row', 'rows', format)}`,
  searching: (percent: string) => `searching: ${percent} %`,
  marking: (n: number, format: Format) =>
    `range of ${plural(n, 'row', 'rows', format)}: v leaves out, Esc ends`,
  place: (n: number, of: number, format: Format) => `${format.number(n)} of ${format.number(of)}`,
  lines: (from: number, to: number, of: number) => `lines ${from} to ${to} of ${of}`,
  notices: {
    noUpdate: 'Only rows that would be updated can be left out.',
    nothingLeft: 'Every change is left out: there is nothing to send.',
    notFound: 'Not found in this list.',
    wrongNumber: 'That is not the number. Nothing was sent.',
    noFields: 'No field would change.',
    noRisks: 'No risks were found.',
  },

  live: 'in the CRM',
  planned: 'planned',
  inSheet: 'in the sheet',
  sheetAbsent: 'the sheet is not at hand here',
  staysSo: 'stays so',
  customFields: 'custom fields',
  customFieldsUnread: 'not read',
  rowLeftOut: 'Left out: this row would not be sent.',
  alsoRows: (rows: string) => `The rows ${rows} ask for the same: one change for all of them.`,
  risk: 'Risk',

  confirmLeftOut: (n: number, format: Format) =>
    `${plural(n, 'change', 'changes', format)} that you left out will not be sent.`,
  confirmRisks: 'Look again:',
  typeNumber: (n: string) => `Type ${n} and press Enter to send:`,
  backKeys: 'Esc back to the plan',

  keys: {
    impact: 'Enter see the changes   c confirm and send   q leave without sending   ? help',
    impactShort: 'Enter changes  c confirm  q leave  ? help',
    impactLook: 'Enter see the changes   q close   ? help',
    table: '←→ lists  Space leave out  Enter open  / search  c confirm  q leave  ? help',
    tableShort: '←→  Space leave out  / search  c confirm  q leave  ? help',
    tableLook: '←→ lists  Enter open  / search  q close  ? help',
    row: '↑↓ scroll  ←→ other rows  Space leave out  Esc back  c confirm  ? help',
    rowShort: '←→ other rows  Space leave out  Esc back  ? help',
    rowLook: '↑↓ scroll  ←→ other rows  Esc back  q close  ? help',
    search: 'Enter keep   Esc cancel',
    help: '↑↓ scroll   Esc back',
  },
  help: {
    impact: [
      ['Enter, Tab', 'see the changes one by one'],
      ['c', 'go on to the question whether to send'],
      ['↑ ↓, k j', 'scroll'],
      ['PgUp PgDn', 'scroll by pages'],
      ['g G', 'to the beginning, to the end'],
      ['q, Esc', 'leave; nothing is sent'],
    ] as Keys,
    table: [
      ['↑ ↓, k j', 'one row up or down'],
      ['PgUp PgDn', 'one page up or down'],
      ['g G', 'first row, last row'],
      ['← →, h l', 'the list: changes, problems, unchanged, all'],
      ['f', 'only the rows that change one field; again: the next field'],
      ['r', 'only the rows with one risk; again: the next risk'],
      ['s', 'order: as in the sheet, by risk, by change of amount'],
      ['/', 'search by id, name, key or value'],
      ['n N', 'next, previous row that was found'],
      ['Enter, o', 'open the row'],
      ['Space', 'leave the row out, or take it in again'],
      ['v', 'begin a range; again: leave it out, or take it in again'],
      ['a', 'leave all rows of this list out, or take them in again'],
      ['i', 'swap what is in and what is left out in this list'],
      ['c', 'go on to the question whether to send'],
      ['Tab', 'back to the impact'],
      ['Esc', 'one step back'],
      ['q', 'leave; nothing is sent'],
    ] as Keys,
    row: [
      ['↑ ↓, k j', 'scroll'],
      ['← →, h l', 'the row before, the next row'],
      ['n N', 'next, previous row that was found'],
      ['Space', 'leave the row out, or take it in again'],
      ['c', 'go on to the question whether to send'],
      ['Esc, Enter', 'back to the table'],
      ['q', 'leave; nothing is sent'],
    ] as Keys,
    confirm: [
      ['y', 'send, where few rows change'],
      ['0 to 9, Enter', 'type the number of changes, and send'],
      ['↑ ↓', 'scroll'],
      ['Esc, n', 'back to the plan'],
      ['q', 'leave; nothing is sent'],
    ] as Keys,
  },
  helpTitles: {
    impact: 'Keys on the impact',
    table: 'Keys in the table of changes',
    row: 'Keys on one row',
    confirm: 'Keys at the question',
  },
};
