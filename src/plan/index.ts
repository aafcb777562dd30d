export { type AmountLimit, type Guard, type GuardLimits, holdGuards } from './guards.js';
export { type LiveRecords, RecordUnreadable, type Workspace } from './liveRecords.js';
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
export { RISK_KINDS, RISK_SEVERITY, type RiskKind, type Severity } from './risks.js';
export type { PlanSummary, RiskCount, StageImpact, StageMove, StageShare } from './summary.js';
