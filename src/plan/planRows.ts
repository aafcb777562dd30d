import { type Edit, type KeyIndex, type Mapping, sourceOfField } from '../mapping/index.js';
import {
  customFieldName,
  diffOpportunity,
  type FieldChange,
  type FieldPath,
  findCustomField,
  foldedId,
  type Opportunity,
} from '../opportunity/index.js';
import { updateBody } from './body.js';
import { damageOf } from './damagedText.js';
import { RecordElsewhere, RecordUnreadable } from './liveRecords.js';
import { Later, mapInOrder } from './mapInOrder.js';
import type { PlannedRow, PlanProblem, RecordProblem } from './plannedRow.js';
import type { Found, RecordSource } from './recordSource.js';
import type { RiskJudge } from './risks.js';
import type { StageBook } from './stages.js';
import { sameWanted, type Wanted, wantedValues } from './wanted.js';

export interface PlanningContext {
  readonly mapping: Mapping;
  /** Which keys more than one row may name. */
  readonly keys: KeyIndex;
  readonly records: RecordSource;
  readonly stages: StageBook;
  readonly risks: RiskJudge;
  /** Reads under way at once. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
}

/**
 * Holds every edit against its live record and says what will be done, in the sheet's order. `edits` is walked
 * once, or twice when rows name the same record: then those rows must be seen together before the first of them
 * can be judged.
 */
export async function* planRows(
  edits: () => AsyncIterable<readonly Edit[]>,
  context: PlanningContext,
): AsyncGenerator<readonly PlannedRow[]> {
  const { mapping, records, stages } = context;
  const columnOf = (field: FieldPath) => sourceOfField(mapping, field);
  const want = (edit: Edit) => wantedValues(edit, stages, columnOf);
  const otherColumn = mapping.columns.find(({ use }) => use.kind === 'ignored' && use.reason === 'other-key');
  const groups = await collectGroups(edits, context.keys, want);

  /** A row whose record is being read. */
  class RowBeingRead extends Later<Opportunity | null, PlannedRow> implements NamedRow {
    constructor(
      read: Promise<Opportunity | null>,
      readonly rowNumber: number,
      readonly key: string,
      readonly otherKey: string | null,
      private readonly values: Wanted['values'],
    ) {
      super(read);
    }

    override came(record: Opportunity | null): PlannedRow | Promise<PlannedRow> {
      const { values } = this;
      const found = withAllFields(records.found(record), values, records);
      return found instanceof Promise
        ? found.then((whole) => planFound(this, values, undefined, whole))
        : planFound(this, values, undefined, found);
    }

    override failed(error: unknown): PlannedRow {
      return planUnreadable(this, error);
    }
  }

  function planEdit(edit: Edit): PlannedRow | Promise<PlannedRow> | RowBeingRead {
    const { rowNumber, key, skip } = edit;
    if (skip !== null) return { verdict: 'skipped', rowNumber, reason: skip };
    const { values, problems } = want(edit);
    if (!isKeyed(edit) || problems.length > 0) return { verdict: 'invalid', rowNumber, key, problems };
    // What asks for nothing contradicts no other row.
    const group = groups.size === 0 || values.length === 0 ? undefined : groups.get(foldedId(edit.key));
    if (group && !group.agrees && group.rowNumbers.length > 1) {
      const rows = group.rowNumbers.filter((other) => other !== rowNumber);
      return invalid(edit, { code: 'duplicate.conflict', ...placeOf(edit), rows });
    }
    let found: Found | Promise<Found>;
    if (group) {
      // One reading for the whole group, so that its rows cannot come to different verdicts.
      group.found ??= findWhole(edit.key, values, records);
      found = group.found;
    } else {
      const known = records.find(edit.key);
      if (known instanceof Promise)
        return new RowBeingRead(known, rowNumber, edit.key, edit.otherKey, values);
      found = withAllFields(known, values, records);
    }
    if (found instanceof Promise) return planLater(edit, values, group, found);
    return planFound(edit, values, group, found);
  }

  async function planLater(
    row: NamedRow,
    values: Wanted['values'],
    group: Group | undefined,
    found: Promise<Found>,
  ): Promise<PlannedRow> {
    try {
      return planFound(row, values, group, await found);
    } catch (error) {
      return planUnreadable(row, error);
    }
  }

  function planUnreadable(row: NamedRow, error: unknown): PlannedRow {
    if (!(error instanceof RecordUnreadable)) throw error;
    const code = error instanceof RecordElsewhere ? 'record.otherWorkspace' : 'record.unreadable';
    const { httpStatus, serverMessage: message } = error;
    return invalid(row, { code, ...placeOf(row), httpStatus, message });
  }

  /** The place of what is wrong with a row's key. */
  function placeOf({ rowNumber, key }: NamedRow) {
    return { row: rowNumber, column: mapping.key.header, text: key };
  }

  /** Why a row with an id and a code is of two opportunities; `null` where it is not, or where that cannot be told. */
  function otherRecord({ rowNumber, otherKey }: NamedRow, record: Opportunity): RecordProblem | null {
    if (otherKey === null || otherColumn === undefined) return null;
    const found = mapping.key.by === 'id' ? record.opportCode : record.id;
    if (found === null || bareKey(found) === bareKey(otherKey)) return null;
    return { code: 'record.otherKey', row: rowNumber, column: otherColumn.header, text: otherKey, found };
  }

  /** What was damaged on its way into the sheet; what the record holds already is nobody's doing here. */
  function problemsOf(row: number, record: Opportunity, changes: readonly FieldChange[]): PlanProblem[] {
    return changes.flatMap((change) => {
      const { field, after } = change;
      const isKey =
        field === 'name' && after !== null && (after === record.opportCode || after === record.id);
      const code = isKey ? 'name.key' : damageOf(change);
      return code === null ? [] : [{ code, row, column: columnOf(field), text: after ?? '' }];
    });
  }

  function planFound(
    row: NamedRow,
    values: Wanted['values'],
    group: Group | undefined,
    found: Found,
  ): PlannedRow {
    if (found.kind !== 'record') return planAbsent(row, found);
    const { record } = found;
    const { rowNumber } = row;
    if (record.deletionDate !== null) return invalid(row, { code: 'record.deleted', ...placeOf(row) });
    const obstacle = otherRecord(row, record) ?? customFieldObstacle(record, values, columnOf, rowNumber);
    if (obstacle) return invalid(row, obstacle);

    const changes = diffOpportunity(record, values);
    const { id, name } = record;
    const problems = problemsOf(rowNumber, record, changes);
    if (problems.length > 0) return { verdict: 'invalid', rowNumber, key: row.key, problems };
    if (changes.length === 0) return { verdict: 'unchanged', rowNumber, id, name };
    const first = group?.rowNumbers[0] ?? rowNumber;
    if (first !== rowNumber) return { verdict: 'duplicate', rowNumber, id, of: first };
    return {
      verdict: 'update',
      rowNumber,
      rowNumbers: group?.rowNumbers ?? [rowNumber],
      id,
      changes,
      risks: context.risks.risksOf(record, changes),
      body: updateBody(record, changes),
      beforeImage: record,
    };
  }

  function planAbsent(row: NamedRow, found: Exclude<Found, { kind: 'record' }>): PlannedRow {
    const place = placeOf(row);
    const { rowNumber, key } = row;
    switch (found.kind) {
      case 'missing':
        return { verdict: 'missing', rowNumber, key, problems: [{ code: 'record.missing', ...place }] };
      case 'zeros':
      case 'near':
        return invalid(row, { code: `code.${found.kind}`, ...place, suggestion: found.suggestion });
      case 'ambiguous':
        return invalid(row, { code: 'code.ambiguous', ...place, count: found.count });
    }
  }

  yield* mapInOrder(edits(), context.concurrency, planEdit, context.signal);
}

/** A row that says which record it is about. */
interface NamedRow extends Pick<Edit, 'rowNumber' | 'otherKey'> {
  readonly key: string;
}

function isKeyed(edit: Edit): edit is Edit & NamedRow {
  return edit.key !== null;
}

/** An id or a code without case, and without the zeros before it that spreadsheets take off. */
function bareKey(key: string): string {
  return key
    .trim()
    .toLowerCase()
    .replace(/^0+(?=\d+$)/, '');
}

function invalid({ rowNumber, key }: NamedRow, problem: RecordProblem): PlannedRow {
  return { verdict: 'invalid', rowNumber, key, problems: [problem] };
}

/** Rows that name one record: they go out as one PUT when they agree, and not at all when they do not. */
interface Group {
  readonly rowNumbers: number[];
  readonly values: Wanted['values'];
  readonly otherKey: string | null;
  agrees: boolean;
  found?: Found | Promise<Found>;
}

async function collectGroups(
  edits: () => AsyncIterable<readonly Edit[]>,
  keys: KeyIndex,
  want: (edit: Edit) => Wanted,
): Promise<Map<string, Group>> {
  const groups = new Map<string, Group>();
  if (keys.repeated === 0) return groups;
  for await (const batch of edits()) {
    for (const edit of batch) {
      if (edit.key === null || !keys.mayRepeat(edit.key)) continue;
      const { values, problems } = want(edit);
      if (values.length === 0 && problems.length === 0) continue;
      const id = foldedId(edit.key);
      const group = groups.get(id);
      if (!group) {
        const { rowNumber, otherKey } = edit;
        groups.set(id, { rowNumbers: [rowNumber], values, otherKey, agrees: problems.length === 0 });
      } else {
        group.rowNumbers.push(edit.rowNumber);
        const same = bareKey(group.otherKey ?? '') === bareKey(edit.otherKey ?? '');
        if (!same || problems.length > 0 || !sameWanted(group.values, values)) group.agrees = false;
      }
    }
  }
  return groups;
}

/** The record of a key, with the custom fields that a list may have left out. */
function findWhole(key: string, values: Wanted['values'], records: RecordSource): Found | Promise<Found> {
  const found = records.find(key);
  if (!(found instanceof Promise)) return withAllFields(found, values, records);
  return found.then((record) => withAllFields(records.found(record), values, records));
}

/** A record that will change and lacks its custom fields is read by itself, so that its before-image is whole. */
function withAllFields(
  found: Found,
  values: Wanted['values'],
  records: RecordSource,
): Found | Promise<Found> {
  if (!records.leavesOut || found.kind !== 'record' || found.record.customFields !== null) return found;
  const needed = values.some(({ field }) => customFieldName(field) !== null);
  const changes = needed || diffOpportunity(found.record, values).length > 0;
  return changes ? records.whole(found.record, needed) : found;
}

/** Custom fields go out as a whole list, so the list must be known, and a name in it must mean one entry. */
function customFieldObstacle(
  record: Opportunity,
  values: Wanted['values'],
  columnOf: (field: FieldPath) => string,
  row: number,
): (RecordProblem & PlanProblem) | null {
  if (record.customFields !== null && record.customFields.length < 2) return null;
  for (const { field, value } of values) {
    const name = customFieldName(field);
    if (name === null) continue;
    const place = { row, column: columnOf(field), text: value ?? '' };
    if (record.customFields === null) return { code: 'customFields.unread', ...place };
    const entry = findCustomField(record.customFields, name);
    const same = record.customFields.filter((other) => other.name.trim() === entry?.name.trim());
    if (same.length > 1) return { code: 'customFields.repeated', ...place };
  }
  return null;
}
