/** Where a command went, in the options with which the next one goes there too; none where the settings say so. */
interface WithTarget {
  readonly targetOptions: readonly string[];
}

/** Why a run cannot be started, gone on with, or taken back. */
export type RunRefusalFact =
  | { code: 'run.none' | 'run.nothingOpen' | 'run.noneSent' }
  | {
      code: 'run.unknown' | 'run.finished' | 'run.nothingToUndo' | 'run.underWay' | 'run.goneOn';
      run: string;
    }
  /**
   * Another run has taken it back, or (`inPart`) some rows of it that are not done: to go on with it would make these
   * changes again. `waits`: that one was not finished itself.
   */
  | ({ code: 'run.takenBack'; run: string; by: string; inPart: boolean; waits: boolean } & WithTarget)
  /** It may not be deleted as long as the other one is there, which would be gone on with without it. */
  | { code: 'run.holdsBack'; run: string; other: string }
  /** Some of its PUTs may still be applied, for so many ms: to records that a `next` run was to change. */
  | { code: 'run.settling'; run: string; rows: number; ms: number; next: 'apply' | 'undo' | 'resume' }
  /** The latest run takes another one back: it is not clear what is to be undone. */
  | ({ code: 'run.isUndo'; run: string; of: string } & WithTarget)
  /** Sending again what failed in the results of an undo; `of` is the run that it took back, where that is known. */
  | ({ code: 'run.undoResults'; file: string; of: string | null } & WithTarget)
  /** A line before the last is damaged: what was sent cannot be told for certain. */
  | { code: 'run.journalDamaged'; run: string; file: string; line: number }
  | { code: 'run.newerVersion'; run: string; version: number }
  /** The plan's file is not the one that was approved. */
  | { code: 'run.planChanged'; run: string; file: string }
  | { code: 'run.otherTarget'; run: string; planned: string; found: string }
  | { code: 'run.locked'; runId: string; pid: number; host: string; since: string; file: string };

export class RunRefusal extends Error {
  override readonly name = 'RunRefusal';
  constructor(readonly fact: RunRefusalFact) {
    super(fact.code);
  }
}
