import type { Edit } from '../mapping/index.js';
import { canonicalValue, type FieldPath, type FieldValue, type FieldValues } from '../opportunity/index.js';
import type { PlanProblem } from './plannedRow.js';
import type { StageBook } from './stages.js';

/** What a row wants its record to be, stage names turned into ids; or why it cannot be known. */
export interface Wanted {
  readonly values: FieldValues;
  readonly problems: readonly PlanProblem[];
}

export function wantedValues(edit: Edit, stages: StageBook, columnOf: (field: FieldPath) => string): Wanted {
  const values = new Map<FieldPath, FieldValue>(edit.set);
  const problems: PlanProblem[] = [...edit.problems];
  for (const field of edit.clear) values.set(field, null);
  const stage = edit.set.get('stageId');
  if (stage !== undefined) {
    const match = stages.match(stage);
    const place = { row: edit.rowNumber, column: columnOf('stageId'), text: stage };
    if (match.kind === 'stage') values.set('stageId', match.id);
    else if (match.kind === 'unknown') {
      problems.push({ code: 'stage.unknown', ...place, suggestions: match.suggestions });
    } else if (match.kind === 'untrusted') problems.push({ code: 'stage.untrusted', ...place });
    else problems.push({ code: 'stage.ambiguous', ...place, ids: match.ids });
  }
  return { values, problems };
}

/** Whether two rows ask for the same: the same fields with equal values. */
export function sameWanted(a: FieldValues, b: FieldValues): boolean {
  if (a.size !== b.size) return false;
  for (const [field, value] of a) {
    const other = b.get(field);
    if (other === undefined || canonicalValue(field, other) !== canonicalValue(field, value)) return false;
  }
  return true;
}
