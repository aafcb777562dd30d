import type { Edit } from '../mapping/index.js';
import { canonicalValue, type FieldPath, type FieldValue } from '../opportunity/index.js';
import type { PlanProblem } from './plannedRow.js';
import type { StageBook, StageMatch } from './stages.js';

/** What a row wants its record to be, stage names turned into ids; or why it cannot be known. */
export interface Wanted {
  /** A list, because a plan makes a million of them, and a map of five fields takes three times as long. */
  readonly values: readonly (readonly [FieldPath, FieldValue])[];
  readonly problems: readonly PlanProblem[];
}

export function wantedValues(edit: Edit, stages: StageBook, columnOf: (field: FieldPath) => string): Wanted {
  const values: [FieldPath, FieldValue][] = [];
  let problems = edit.problems as readonly PlanProblem[];
  for (const [field, value] of edit.set) {
    const match = field === 'stageId' ? stages.match(value) : null;
    if (match === null) values.push([field, value]);
    else if (match.kind === 'stage') values.push([field, match.id]);
    else {
      const place = { row: edit.rowNumber, column: columnOf('stageId'), text: value };
      problems = [...problems, stageProblem(match, place)];
    }
  }
  for (const field of edit.clear) values.push([field, null]);
  return { values, problems };
}

function stageProblem(
  match: Exclude<StageMatch, { kind: 'stage' }>,
  place: { row: number; column: string; text: string },
): PlanProblem {
  switch (match.kind) {
    case 'unknown':
      return { code: 'stage.unknown', ...place, suggestions: match.suggestions };
    case 'untrusted':
      return { code: 'stage.untrusted', ...place };
    case 'ambiguous':
      return { code: 'stage.ambiguous', ...place, ids: match.ids };
  }
}

/** Whether two rows ask for the same: the same fields with equal values. */
export function sameWanted(a: Wanted['values'], b: Wanted['values']): boolean {
  if (a.length !== b.length) return false;
  const others = new Map(b);
  for (const [field, value] of a) {
    const other = others.get(field);
    if (other === undefined || canonicalValue(field, other) !== canonicalValue(field, value)) return false;
  }
  return true;
}
