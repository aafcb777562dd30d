import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { editsOf, type SheetUnderstanding } from '../mapping/index.js';
import type { OpenSheetOptions, Sheet } from '../sheet/index.js';
import type { LiveRecords, Workspace } from './liveRecords.js';
import { PlanFile } from './planFile.js';
import { planRows } from './planRows.js';
import { RiskJudge } from './risks.js';
import { StageBook } from './stages.js';
import { PlanTally } from './summary.js';

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
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** Told after each row how many are planned. */
  readonly onRow?: (planned: number) => void;
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
    const tally = new PlanTally(workspace.stages);
    const rows = planRows(() => editsOf(sheet, understanding), {
      mapping: understanding.mapping,
      keys: understanding.keys,
      live: options.live,
      stages: new StageBook(workspace.stages),
      risks: new RiskJudge(workspace.stages, now),
      concurrency: options.concurrency,
      ...(options.signal && { signal: options.signal }),
    });
    let planned = 0;
    for await (const row of rows) {
      tally.add(row);
      await plan.append(row);
      planned += 1;
      options.onRow?.(planned);
    }
    await plan.finish(tally.summary());
    return plan;
  } catch (error) {
    await plan.close();
    throw error;
  }
}
