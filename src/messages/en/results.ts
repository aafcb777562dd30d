import type { PlanSkipReason } from '../../plan/index.js';

/** What the results sheet says besides the data. */
export const results = {
  resultsTab: 'Results',
  summaryTab: 'Summary',
  unchanged: 'Already so: nothing was sent.',
  skipped: {
    total: 'A line of totals: nothing was sent for it.',
    'not-changed': 'The run had not changed this row: nothing to put back.',
    'not-selected': 'Not among the chosen rows or fields: left out, as you said.',
    done: 'Done in an earlier run: left out, as you said.',
  } satisfies Record<PlanSkipReason, string>,
  sheet: 'Sheet',
  target: 'Sent to',
  workspace: 'Workspace',
  run: 'Run',
  started: 'Started',
  duration: 'Duration',
  status: 'Status',
  rows: 'Rows',
  total: 'Total',
  amountBefore: 'Amount of the planned records before',
  amountAfter: 'Amount of the planned records after',
  errorCode: 'errorCode',
  message: 'Message',
  examples: 'Rows, for example',
  stopped: 'Stopped early',
};
