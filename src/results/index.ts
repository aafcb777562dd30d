export { type FinalRow, finalRow } from './finalRow.js';
export type { ReportFacts } from './htmlReport/reportFacts.js';
export type { WriteHtmlReportOptions } from './htmlReport/writeHtmlReport.js';
export { type ProblemGroup, RowTally } from './rowTally.js';
export type { SummaryFacts } from './summaryTab.js';
export { type WriteResultsOptions, type WrittenResults, writeResults } from './writeResults.js';

/** The page that tells of a run; it is loaded only here, because few runs are asked for one. */
export function loadHtmlReport(): Promise<typeof import('./htmlReport/writeHtmlReport.js')> {
  return import('./htmlReport/writeHtmlReport.js');
}
