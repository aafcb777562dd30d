export { type LiveRecords, RecordElsewhere, RecordUnreadable, type Workspace } from './liveRecords.js';
export { type MakePlanOptions, makePlan } from './makePlan.js';
export { mapInOrder } from './mapInOrder.js';
export { PlanFile, type PlanHeader, type PlanTarget } from './planFile.js';
export {
  type PlannedRow,
  type PlannedUpdate,
  type PlanProblem,
  type RecordProblem,
  type UpdateBody,
  VERDICTS,
  type Verdict,
} from './plannedRow.js';
export type { Reading, ReadingReason, ReadingWay } from './reading.js';
export type { NewField, PlanSummary, StageMove } from './summary.js';
