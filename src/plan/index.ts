export { fullBody, updateBody } from './body.js';
export { COPY_LAG, LONGEST_LAG } from './copyLag.js';
export { type AmountLimit, type Guard, type GuardLimits, holdGuards } from './guards.js';
export { type LiveRecords, RecordElsewhere, RecordUnreadable, type Workspace } from './liveRecords.js';
export { type MakePlanOptions, makePlan } from './makePlan.js';
export { type MakeUndoPlanOptions, makeUndoPlan, type UndoNeed } from './makeUndoPlan.js';
export { mapInOrder } from './mapInOrder.js';
export { PlanFile } from './planFile.js';
export { isSameWorkspace, type PlanHeader, type PlanSheet, type PlanTarget } from './planHeader.js';
export { isPlan, readPlanHeader } from './planLines.js';
export {
  type PlannedRow,
  type PlannedUpdate,
  type PlanProblem,
  type PlanSkipReason,
  type RecordProblem,
  type UpdateBody,
  VERDICTS,
  type Verdict,
} from './plannedRow.js';
export type { Reading, ReadingReason, ReadingWay } from './reading.js';
export { PlanRefusal, type PlanRefusalFact } from './refusal.js';
export { RISK_KINDS, RISK_SEVERITY, type RiskKind, type Severity } from './risks.js';
export type { RowOutline, ScannedBlock, ScannedRow } from './scannedRow.js';
export {
  type NewField,
  type PlanSummary,
  PlanTally,
  type RiskCount,
  type StageImpact,
  type StageMove,
  type StageShare,
} from './summary.js';
export { type LeftOut, withoutRows } from './withoutRows.js';
