export { type FinalRow, finalRow } from './finalRow.js';
export type { ReportFacts } from './htmlReport/reportFacts.js';
export { type WriteHtmlReportOptions, writeHtmlReport } from './htmlReport/writeHtmlReport.js';
export { RESULT_COLUMNS } from './resultColumns.js';
export { type ProblemGroup, RowTally } from './rowTally.js';
export type { SummaryFacts } from './summaryTab.js';
export { type WriteResultsOptions, type WrittenResults, writeResults } from './writeResults.js';
