import type { CellProblem } from './problem.js';

/** What one cell asks for: nothing, a value, an emptied field, or it cannot be understood. */
export type CellIntent =
  | { kind: 'leave' }
  | { kind: 'set'; value: string }
  | { kind: 'clear' }
  | { kind: 'problem'; problem: ProblemOfCell };

/** A cell's problem before its place (row, column, text) is added. */
type WithoutPlace<P> = P extends unknown ? Omit<P, 'row' | 'column' | 'text'> : never;
export type ProblemOfCell = WithoutPlace<CellProblem>;
