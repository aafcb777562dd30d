export { Journal, type JournalEntry } from './journal.js';
export type { HaltCause, OpportunityWriter, WriteAnswer } from './opportunityWriter.js';
export { type Outcome, type RunNote, type RunStop, STATUSES, type Status } from './outcome.js';
export { createRunFolder, type RunFolder, removeRunFolder } from './runFolder.js';
export { type RunEvent, type RunPlanOptions, type RunResult, runPlan } from './runPlan.js';
export type { Sleep } from './sendGate.js';
