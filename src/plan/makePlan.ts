import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { editsOf, type Mapping, type SheetUnderstanding } from '../mapping/index.js';
import { customFieldName, type FieldPath } from '../opportunity/index.js';
import type { OpenSheetOptions, Sheet } from '../sheet/index.js';
import type { LiveRecords, Workspace } from './liveRecords.js';
import { PlanFile } from './planFile.js';
import { planRows } from './planRows.js';
import { chooseReading, type Reading, type ReadingWay } from './reading.js';
import { openSource } from './recordSource.js';
import { RiskJudge } from './risks.js';
import { Sightings } from './sightings.js';
import { StageBook } from './stages.js';
import { type PlanSummary, PlanTally } from './summary.js';

export interface MakePlanOptions {
  readonly sheet: Sheet;
  readonly understanding: SheetUnderstanding;
  /** What was said of how the sheet is to be read, where the sheet itself does not tell. */
  readonly reading: Pick<OpenSheetOptions, 'quoteEscape' | 'hidden'>;
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
  /** Told after every few rows how many are planned. */
  readonly onRows?: (planned: number) => void;
}

/**
 * Plans the whole sheet against the live records and leaves the plan, synced, in its file. Reads only: nothing
 * in the CRM is touched. Throws what `LiveRecords` throws when the API cannot be read at all.
 */
export async function makePlan(options: MakePlanOptions): Promise<PlanFile> {
  const { sheet, understanding, workspace, reading } = options;
  const { file, sha256, bytes, sheetName, format, delimiter, encoding } = sheet.source;
  const now = options.now();
  const plan = await PlanFile.create(options.path, {
    kind: 'plan',
    version: 1,
    planId: randomUUID(),
    createdAt: now.toISOString(),
    sheet: {
      ...{ file, sha256, bytes, sheetName, format, delimiter },
      path: resolve(file),
      encoding: encoding?.name ?? null,
      quoteEscape: reading.quoteEscape ?? null,
      hidden: reading.hidden ?? null,
      width: understanding.width,
    },
    mapping: understanding.mapping,
    amountStyle: understanding.rules.amountStyle,
    target: { origin: options.origin, workspaceId: workspace.id, workspaceName: workspace.name },
    stages: workspace.stages,
  });
  try {
    await plan.finish(await planInto(plan, options, now));
    options.signal?.throwIfAborted();
    return plan;
  } catch (error) {
    await plan.close();
    throw error;
  }
}

async function planInto(plan: PlanFile, options: MakePlanOptions, now: Date): Promise<PlanSummary> {
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
    needsSample: fieldsOf(mapping).some(needsSample),
    ...(options.onListed && { onListed: options.onListed }),
  });
  keys.forget();
  try {
    const tally = new PlanTally(workspace.stages);
    const stages = new StageBook(workspace.stages, sightings.unlistedStages);
    const edits = () => editsOf(sheet, understanding);
    const risks = new RiskJudge(workspace.stages, now);
    const context = { mapping, keys, records, stages, risks, concurrency, ...signal };
    let planned = 0;
    for await (const rows of planRows(edits, context)) {
      for (const row of rows) {
        tally.add(row);
        const written = plan.append(row);
        if (written) await written;
      }
      planned += rows.length;
      options.onRows?.(planned);
    }
    const summary = tally.summary();
    return { ...summary, newFields: sightings.newFields(summary.fields) };
  } finally {
    await records.close();
  }
}

function fieldsOf({ columns, constants }: Mapping): FieldPath[] {
  const held = columns.flatMap(({ use }) => (use.kind === 'field' ? [use.field] : []));
  return [...held, ...constants.map(({ field }) => field)];
}

/** Stage names are checked against stages in use, names of custom fields against those that records have. */
function needsSample(field: FieldPath): boolean {
  return field === 'stageId' || customFieldName(field) !== null;
}
