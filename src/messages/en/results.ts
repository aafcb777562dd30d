import type { SkipReason } from '../../mapping/index.js';

/** What the results sheet says besides the data. */
export const results = {
  resultsTab: 'Results',
  summaryTab: 'Summary',
  unchanged: 'Already so: nothing was sent.',
  skipped: {
    total: 'A line of totals: nothing was sent for it.',
    done: 'Done in an earlier run: left out, as you said.',
  } satisfies Record<SkipReason, string>,
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
