import { randomUUID } from 'node:crypto';
import {
  customFieldName,
  diffOpportunity,
  type FieldChange,
  type FieldPath,
  type FieldValue,
  fieldValue,
  findCustomField,
  type Opportunity,
  sameValue,
  typedValue,
} from '../opportunity/index.js';
import { updateBody } from './body.js';
import { COPY_LAG } from './copyLag.js';
import { type LiveRecords, RecordUnreadable } from './liveRecords.js';
import { mapInOrder } from './mapInOrder.js';
import { PlanFile } from './planFile.js';
import type { PlannedRow, PlannedUpdate } from './plannedRow.js';
import { RiskJudge } from './risks.js';
import { PlanTally } from './summary.js';

/** What became of an update, as far as taking it back goes. */
export type UndoNeed =
  /**
   * `made`: it was, or may have been. `tried`: by all that is known it was not, although a PUT was sent: only a record
   * that shows it was changed.
   */
  'made' | 'tried' | 'not-made';

export interface MakeUndoPlanOptions {
  /** The plan of the run that is taken back. */
  readonly of: PlanFile;
  readonly needOf: (update: PlannedUpdate) => UndoNeed;
  /** What the server has done to the record besides, and was not given back: `after` is what it left. */
  readonly lostOf?: (update: PlannedUpdate) => readonly FieldChange[];
  /**
   * Whether it may be that nothing of an update was ever sent: then only a record that shows some of it has lost anything
   * to it.
   */
  readonly mayNotHaveLeft?: (update: PlannedUpdate) => boolean;
  /** What the server made of what the run sent: `after` is what it holds, which nobody else has put there. */
  readonly heldOf?: (update: PlannedUpdate) => readonly FieldChange[];
  /** Where the server answers from copies, a record is looked at again. Absent where none is behind. */
  readonly copies?: CopiesBehind;
  readonly live: LiveRecords;
  /** Where the new plan's file goes; it must not exist. */
  readonly path: string;
  /** Only these fields are put back; all when absent. */
  readonly fields?: ReadonlySet<FieldPath>;
  /** Only the records of these rows are put back; all when absent. */
  readonly rows?: (rowNumber: number) => boolean;
  /** Reads under way at once. */
  readonly concurrency: number;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  readonly onRows?: (planned: number) => void;
}

export interface CopiesBehind {
  /** For how many ms from now on a look may still show the record as it was before its update, which was made. */
  readonly lagsFor: (update: PlannedUpdate) => number;
  /** Waits, in ms, or less when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * Plans the way back: for every update that was made, its fields get the values of the before-image again. A field that
 * is no longer what the run set was edited since: that record is not touched. Reads only.
 */
export async function makeUndoPlan(options: MakeUndoPlanOptions): Promise<PlanFile> {
  const { of, concurrency, signal } = options;
  const plan = await PlanFile.create(options.path, {
    ...of.header,
    planId: randomUUID(),
    createdAt: options.now().toISOString(),
  });
  try {
    const tally = new PlanTally();
    const verdicts = new Map<number, PlannedRow['verdict']>();
    const risks = new RiskJudge(of.header.stages, options.now());
    let planned = 0;
    const undo = (row: PlannedRow) => undoRow(row, options, risks);
    for await (const rows of mapInOrder(of.blocks(), concurrency, undo, signal)) {
      for (const row of rows) {
        const told = row.verdict === 'duplicate' ? followed(row, verdicts) : row;
        verdicts.set(told.rowNumber, told.verdict);
        tally.add(told);
        await plan.append(told);
      }
      planned += rows.length;
      options.onRows?.(planned);
    }
    await plan.finish(tally.summary());
    options.signal?.throwIfAborted();
    return plan;
  } catch (error) {
    await plan.close();
    throw error;
  }
}

/** A row that repeats another goes the way of that one. */
function followed(
  row: Extract<PlannedRow, { verdict: 'duplicate' }>,
  verdicts: ReadonlyMap<number, PlannedRow['verdict']>,
): PlannedRow {
  if (verdicts.get(row.of) === 'update') return row;
  return { verdict: 'skipped', rowNumber: row.rowNumber, reason: 'not-changed' };
}

async function undoRow(row: PlannedRow, options: MakeUndoPlanOptions, risks: RiskJudge): Promise<PlannedRow> {
  const { rowNumber } = row;
  if (row.verdict === 'duplicate') return row;
  const skipped: PlannedRow = { verdict: 'skipped', rowNumber, reason: 'not-changed' };
  if (row.verdict !== 'update') return skipped;
  const need = options.needOf(row);
  if (need === 'not-made') return skipped;
  // Rows that repeat it have changed the same record.
  if (options.rows && !row.rowNumbers.some(options.rows)) return { ...skipped, reason: 'not-selected' };
  const { fields } = options;
  const isChosen = ({ field }: FieldChange) => fields === undefined || fields.has(field);
  const sent = row.changes.filter(isChosen);
  const losable = (options.lostOf?.(row) ?? []).filter(isChosen);
  if (sent.length + losable.length === 0) return { ...skipped, reason: 'not-selected' };
  const place = { row: rowNumber, column: options.of.header.mapping.key.header, text: row.id };

  let record: Opportunity | null;
  try {
    record = await settledRead(row, options);
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error;
    const { httpStatus, serverMessage: message } = error;
    return {
      verdict: 'invalid',
      rowNumber,
      key: row.id,
      problems: [{ code: 'record.unreadable', ...place, httpStatus, message }],
    };
  }
  if (record === null || record.deletionDate !== null) {
    if (need === 'tried') return skipped;
    return { verdict: 'missing', rowNumber, key: row.id, problems: [{ code: 'record.missing', ...place }] };
  }
  const live = record;
  const held = options.heldOf?.(row) ?? [];
  const isAsBefore = ({ field, before }: FieldChange) => sameValue(field, fieldValue(live, field), before);
  const isOurs = ({ field, after }: FieldChange) => {
    const value = fieldValue(live, field);
    const isHeld = held.some((own) => own.field === field && sameValue(field, value, own.after));
    return isHeld || sameValue(field, value, after);
  };
  const isMade = (change: FieldChange) => isOurs(change) && !isAsBefore(change);
  const hasLost = !options.mayNotHaveLeft?.(row) || row.changes.some(isMade);
  // What it shows of the others is as it was, or somebody else's.
  const lost = losable.flatMap((change) => {
    const value = fieldValue(live, change.field);
    const isGone = isNothing(change.field, value);
    const isOther = change.after !== null && sameValue(change.field, value, change.after);
    return hasLost && (isGone || isOther) ? [{ ...change, after: value }] : [];
  });
  const made = [...sent, ...lost];
  // What else it shows is then somebody else's alone: there is nothing of the run's to take back.
  if (need === 'tried' && !made.some(isMade)) return skipped;
  const edited = made.filter((change) => !isOurs(change) && !isAsBefore(change));
  if (edited.length > 0) {
    const changes = edited.map(({ field, before, after }) => ({
      field,
      before: after,
      live: fieldValue(live, field),
      after: before,
    }));
    return {
      verdict: 'invalid',
      rowNumber,
      key: row.id,
      problems: [{ code: 'record.editedSince', ...place, changes }],
    };
  }
  const back = diffOpportunity(
    live,
    made.map(({ field, before }) => ({ field, value: before, json: jsonBefore(row, field, before) })),
  );
  if (back.length === 0) return { verdict: 'unchanged', rowNumber, id: row.id, name: live.name };
  const stuck = back.filter((change) => !canBePutBack(change));
  if (stuck.length > 0) {
    const free = back.filter(({ field }) => !stuck.some((change) => change.field === field));
    // Fields that the server has lost besides are none of the sheet's, by which they could be chosen.
    const others = row.changes
      .map(({ field }) => field)
      .filter((own) => free.some(({ field }) => field === own));
    const problems = stuck.map(({ field }, i) => {
      const isLast = i === stuck.length - 1;
      return { code: 'undo.noValue', ...place, field, others: isLast ? others : [] } as const;
    });
    return { verdict: 'invalid', rowNumber, key: row.id, problems };
  }
  return {
    verdict: 'update',
    rowNumber,
    rowNumbers: row.rowNumbers,
    id: row.id,
    changes: back,
    risks: risks.risksOf(live, back),
    body: updateBody(live, back),
    beforeImage: live,
  };
}

/** The record, looked at again while it is shown as it was before the run and that may be because copies are behind. */
async function settledRead(row: PlannedUpdate, options: MakeUndoPlanOptions): Promise<Opportunity | null> {
  const { live, copies, signal } = options;
  // As long as it may be behind when it is asked for: the answer takes its time.
  const lag = () => copies?.lagsFor(row) ?? 0;
  let left = lag();
  let record = await live.read(row.id);
  for (const ms of COPY_LAG) {
    if (left <= 0 || record === null || !showsBefore(row, record)) break;
    await copies?.sleep(Math.min(ms, left), signal);
    signal?.throwIfAborted();
    left = lag();
    record = await live.read(row.id);
  }
  return record;
}

function showsBefore({ changes }: PlannedUpdate, record: Opportunity): boolean {
  return changes.every(({ field, before }) => sameValue(field, fieldValue(record, field), before));
}

function isNothing(field: FieldPath, value: FieldValue): boolean {
  return value === null || value === '' || (field === 'amount' && value === '0');
}

/** The JSON value that this text stood for before the run, where that was no text itself. */
function jsonBefore({ beforeImage }: PlannedUpdate, field: FieldPath, text: FieldValue): unknown {
  if (!sameValue(field, fieldValue(beforeImage, field), text)) return undefined;
  const name = customFieldName(field);
  const entry = name === null ? undefined : findCustomField(beforeImage.customFields ?? [], name);
  return entry?.wire.value === null ? null : typedValue(beforeImage, field);
}

/** A record can be given an empty description, stage or contact; for a name or an amount no empty value is documented. */
function canBePutBack({ field, after }: FieldChange): boolean {
  return after !== null || customFieldName(field) !== null || (field !== 'amount' && field !== 'name');
}
