export type { PaceCause } from './adaptiveConcurrency.js';
export { changedRows } from './changedRows.js';
export { type Clock, systemClock } from './clock.js';
export { Journal } from './journal.js';
export { createJournalDisk, type JournalDisk, openJournalDisk } from './journalDisk.js';
export type { JournalEntry, Pace, RunHeader } from './journalLine.js';
export type {
  Allowance,
  HaltCause,
  LookOptions,
  LookUp,
  OpportunityWriter,
  WriteAnswer,
} from './opportunityWriter.js';
export {
  type FieldConflict,
  type Outcome,
  type RunNote,
  type RunStop,
  STATUSES,
  type Status,
  type UpdateStatus,
} from './outcome.js';
export { claimedBy, claimPlan, hasBegun, unclaimPlan, unclaimPlanOf } from './planClaim.js';
export { RunRefusal, type RunRefusalFact } from './refusal.js';
export { JournalDamaged } from './replay.js';
export { isRowOpen } from './resumedWork.js';
export { RunControls } from './runControls.js';
export type { RunEvent } from './runEvent.js';
export {
  createRunFolder,
  endMaking,
  isBeingMade,
  isRunId,
  openRunFolder,
  type RunFolder,
  removeRunFolder,
  removeUnlessBegun,
  runFolders,
  syncRunFolder,
} from './runFolder.js';
export type { RunPlanOptions, RunResult } from './runOptions.js';
export { runPlan } from './runPlan.js';
export { heldIn, keptIn, lostIn, mayNotHaveLeft } from './seenOnServer.js';
export type { Sleep } from './sendGate.js';
export { lagsFor, recordsSettleIn, runSettlesIn } from './settling.js';
export type { ErrorLimit } from './stopLoss.js';
export { type Latency, readTimeline, type Stretch, type Timeline, timelineOf } from './timeline.js';
export { undoNeed } from './undoNeed.js';
export { countOpen, type JournalEnds, readJournalEnds, type WaitingRunNotice } from './waitingRun.js';
export { isUnderWay, lastTaking, lockWorkspace, type WorkspaceLock } from './workspaceLock.js';
