import type { Edit } from '../mapping/index.js';
import { canonicalValue, type FieldPath, type WantedValue } from '../opportunity/index.js';
import type { PlanProblem } from './plannedRow.js';
import type { StageBook, StageMatch } from './stages.js';

/** What a row wants its record to be, stage names turned into ids; or why it cannot be known. */
export interface Wanted {
  readonly values: readonly WantedValue[];
  readonly problems: readonly PlanProblem[];
}

export function wantedValues(edit: Edit, stages: StageBook, columnOf: (field: FieldPath) => string): Wanted {
  const at = stageAt(edit.values);
  const stage = edit.values[at]?.value ?? null;
  if (stage === null) return edit;
  const match = stages.match(stage);
  if (match.kind === 'stage') {
    // Not with(), which takes five times as long: there may be a million of these.
    const values = edit.values.slice();
    values[at] = { field: 'stageId', value: match.id };
    return { values, problems: edit.problems };
  }
  const place = { row: edit.rowNumber, column: columnOf('stageId'), text: stage };
  return { values: edit.values.toSpliced(at, 1), problems: [...edit.problems, stageProblem(match, place)] };
}

/** Where the stage stands among the values; -1 where none is wanted. */
function stageAt(values: readonly WantedValue[]): number {
  for (let at = 0; at < values.length; at += 1) if (values[at]?.field === 'stageId') return at;
  return -1;
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
  const others = new Map(b.map(({ field, value }) => [field, value]));
  for (const { field, value } of a) {
    const other = others.get(field);
    if (other === undefined || canonicalValue(field, other) !== canonicalValue(field, value)) return false;
  }
  return true;
}
