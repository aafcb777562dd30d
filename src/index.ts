/**
 * The library's face: the parts of opsheet without its terminal. A sheet is opened, understood, planned against
 * live records, and the plan is run; each step is a plain value.
 */
export {
  type Edit,
  editsOf,
  type Mapping,
  MappingRefusal,
  type SheetUnderstanding,
  understandSheet,
  writtenRows,
} from './mapping/index.js';
export type { CustomField, FieldChange, FieldPath, Opportunity, Stage } from './opportunity/index.js';
export {
  type LiveRecords,
  makePlan,
  PlanFile,
  type PlannedRow,
  type PlannedUpdate,
  type Workspace,
} from './plan/index.js';
export { ApiFault, PlazbotClient } from './plazbot/index.js';
export {
  Journal,
  type OpportunityWriter,
  type Outcome,
  type RunResult,
  runPlan,
  type Status,
} from './run/index.js';
export { Secret } from './settings/index.js';
export { openSheet, type Sheet, SheetRefusal } from './sheet/index.js';
