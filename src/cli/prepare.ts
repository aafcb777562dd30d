import {
  type AmountStyle,
  MappingRefusal,
  type SheetUnderstanding,
  understandSheet,
} from '../mapping/index.js';
import { makePlan, type PlanFile, type Workspace } from '../plan/index.js';
import { openSheet, type Sheet } from '../sheet/index.js';
import type { PlanPreview, SheetFacts, Target, View } from '../ui/index.js';
import { connect, type Session } from './connect.js';
import { Interrupted, MisunderstoodSheet } from './refuse.js';
import type { StopSignals } from './stopSignals.js';
import type { World } from './world.js';

/** What `plan` and `apply` share of what is typed. */
export interface SheetArguments {
  readonly spreadsheet: string;
  readonly sheet?: string | undefined;
  readonly headerRow?: number | undefined;
  readonly map?: readonly string[] | undefined;
  readonly key?: 'id' | 'opportCode' | undefined;
  readonly decimal?: ',' | '.' | undefined;
  readonly delimiter?: string | undefined;
  readonly concurrency: number;
  readonly timeout: number;
  readonly workspace?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly sandbox: boolean;
}

/** A sheet that was read and understood. */
export interface ReadSheet {
  readonly sheet: Sheet;
  readonly understanding: SheetUnderstanding;
  readonly facts: SheetFacts;
}

/** Reads the sheet without any network. `snapshot` is where its private copy goes, if one is wanted. */
export async function readSheet(args: SheetArguments, snapshot?: string): Promise<ReadSheet> {
  const file = args.spreadsheet;
  const sheet = await openSheet(file, {
    ...(args.sheet !== undefined && { sheet: args.sheet }),
    ...(args.delimiter !== undefined && { delimiter: args.delimiter }),
    ...(snapshot !== undefined && { snapshot }),
  });
  const { sheetName, delimiter } = sheet.source;
  const understanding = await understandSheet(sheet, {
    ...(args.headerRow !== undefined && { headerRow: args.headerRow }),
    ...(args.map !== undefined && { map: args.map }),
    ...(args.key !== undefined && { key: args.key }),
    ...(args.decimal !== undefined && { decimal: DECIMALS[args.decimal] }),
  }).catch((error: unknown) => {
    if (!(error instanceof MappingRefusal)) throw error;
    throw new MisunderstoodSheet({
      ...error.fact,
      file: sheetName === null ? file : `${file} [${sheetName}]`,
    });
  });
  const { mapping, amountStyle, rows } = understanding;
  return { sheet, understanding, facts: { file, sheetName, delimiter, rows, mapping, amountStyle } };
}

const DECIMALS = { ',': 'comma', '.': 'dot' } as const satisfies Record<string, AmountStyle>;

/** A plan against the live records, with everything a screen needs to show it. */
export interface PreparedPlan {
  readonly session: Session;
  readonly plan: PlanFile;
  readonly preview: PlanPreview;
  readonly target: Target;
}

/**
 * Connects, reads the live records and leaves the plan in `path`. Everything that can be refused before the
 * first PUT has been refused when this returns. Throws `Interrupted` when the signal aborts first.
 */
export async function preparePlan(
  args: SheetArguments,
  { sheet, understanding, facts }: ReadSheet,
  path: string,
  view: View,
  world: World,
  stops: StopSignals,
): Promise<PreparedPlan> {
  const session = await connect({ ...args, file: args.spreadsheet }, world);
  try {
    const workspace: Workspace = await session.client.workspace();
    const { origin, sandbox } = session;
    const target: Target = { origin, sandbox, workspaceId: workspace.id, workspaceName: workspace.name };
    view.understood(facts, target);
    const plan = await makePlan({
      sheet,
      understanding,
      live: session.client,
      workspace,
      origin,
      path,
      concurrency: args.concurrency,
      now: world.now,
      signal: stops.signal,
      onRow: (planned) => view.planning(planned, understanding.rows),
    });
    const preview: PlanPreview = {
      target,
      sheet: facts,
      summary: plan.summary,
      stages: workspace.stages,
      positions: (verdicts) => plan.positions(verdicts),
      rowAt: (position) => plan.rowAt(position),
    };
    return { session, plan, preview, target };
  } catch (error) {
    await session.close();
    if (stops.signal.aborted) throw new Interrupted(stops.received);
    throw error;
  }
}
