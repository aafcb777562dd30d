import { editsOf, type SheetUnderstanding } from '../mapping/index.js';
import { customFieldName, type FieldPath } from '../opportunity/index.js';
import type { Sheet } from '../sheet/index.js';
import type { LiveRecords, Workspace } from './liveRecords.js';
import { PlanFile } from './planFile.js';
import { planRows } from './planRows.js';
import { chooseReading, type Reading, type ReadingWay } from './reading.js';
import { openSource } from './recordSource.js';
import { Sightings } from './sightings.js';
import { StageBook } from './stages.js';
import { type PlanSummary, PlanTally } from './summary.js';

export interface MakePlanOptions {
  readonly sheet: Sheet;
  readonly understanding: SheetUnderstanding;
  readonly live: LiveRecords;
  readonly workspace: Workspace;
  /** Scheme, host and port of the API. */
  readonly origin: string;
  /** Where the plan's file goes; it must not exist. */
  readonly path: string;
  /** Reads under way at once. */
  readonly concurrency: number;
  /** Requests a second at the most, if there is a limit: it decides which way of reading is the cheaper one. */
  readonly rate?: number | undefined;
  /** How live records are read; by default the cheaper way. */
  readonly read?: ReadingWay | undefined;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** Told before the first live record is read. */
  readonly onReading?: (reading: Reading) => void;
  /** Told after each page of the list how many records were read. */
  readonly onListed?: (records: number) => void;
  /** Told after each row how many are planned. */
  readonly onRow?: (planned: number) => void;
}

/**
 * Plans the whole sheet against the live records and leaves the plan, synced, in its file. Reads only: nothing
 * in the CRM is touched. Throws what `LiveRecords` throws when the API cannot be read at all.
 */
export async function makePlan(options: MakePlanOptions): Promise<PlanFile> {
  const { sheet, understanding, workspace } = options;
  const { file, sha256, bytes, sheetName } = sheet.source;
  const plan = await PlanFile.create(options.path, {
    kind: 'plan',
    version: 1,
    createdAt: options.now().toISOString(),
    sheet: { file, sha256, bytes, sheetName },
    mapping: understanding.mapping,
    amountStyle: understanding.rules.amountStyle,
    target: { origin: options.origin, workspaceId: workspace.id, workspaceName: workspace.name },
    stages: workspace.stages,
  });
  try {
    await plan.finish(await planInto(plan, options));
    return plan;
  } catch (error) {
    await plan.close();
    throw error;
  }
}

async function planInto(plan: PlanFile, options: MakePlanOptions): Promise<PlanSummary> {
  const { sheet, understanding, workspace, live, concurrency, rate, path } = options;
  const { mapping, keys } = understanding;
  const signal = options.signal && { signal: options.signal };
  const reading = await chooseReading({
    records: keys.distinct,
    keyedBy: mapping.key.by,
    wanted: options.read,
    ...{ concurrency, rate },
    total: () => live.count(),
  });
  options.onReading?.(reading);
  const sightings = new Sightings(workspace.stages);
  const records = await openSource({
    how: reading.how,
    keyedBy: mapping.key.by,
    ...{ keys, live, sightings, path, ...signal },
    needsSample: mapping.columns.some(({ use }) => use.kind === 'field' && needsSample(use.field)),
    ...(options.onListed && { onListed: options.onListed }),
  });
  keys.forget();
  try {
    const tally = new PlanTally();
    const stages = new StageBook(workspace.stages, sightings.unlistedStages);
    const edits = () => editsOf(sheet, understanding);
    let planned = 0;
    for await (const row of planRows(edits, { mapping, keys, records, stages, concurrency, ...signal })) {
      tally.add(row);
      await plan.append(row);
      planned += 1;
      options.onRow?.(planned);
    }
    const summary = tally.summary();
    return { ...summary, newFields: sightings.newFields(summary.fields) };
  } finally {
    await records.close();
  }
}

/** Stage names are checked against stages in use, names of custom fields against those that records have. */
function needsSample(field: FieldPath): boolean {
  return field === 'stageId' || customFieldName(field) !== null;
}
