/** Why a saved plan is not carried out; nothing was sent. */
export type PlanRefusalFact =
  /** The file is no plan, or not whole, or was changed after it was made. */
  | { code: 'plan.notOne' | 'plan.damaged'; file: string }
  | { code: 'plan.newerVersion'; file: string; version: number }
  /** A plan is carried out once; `runId` is the run that did, and these the options with which it is gone on with. */
  | { code: 'plan.used'; file: string; runId: string; targetOptions: readonly string[] }
  | { code: 'plan.noSheet'; file: string; sheet: string }
  /** The sheet is not the one that the plan was made of. */
  | { code: 'plan.sheetChanged'; file: string; sheet: string }
  | { code: 'plan.otherOrigin' | 'plan.otherWorkspace'; file: string; planned: string; found: string };

export class PlanRefusal extends Error {
  override readonly name = 'PlanRefusal';
  constructor(readonly fact: PlanRefusalFact) {
    super(fact.code);
  }
}
