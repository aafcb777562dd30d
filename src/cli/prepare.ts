import { rm } from 'node:fs/promises';
import {
  type AmountStyle,
  isKnownHeader,
  type Mapping,
  type MappingNotice,
  MappingRefusal,
  type PlaceholderMeaning,
  type SheetUnderstanding,
  type UnderstandOptions,
  understandSheet,
} from '../mapping/index.js';
import { makePlan, type PlanFile, type Workspace } from '../plan/index.js';
import { lastTaking, type WaitingRunNotice } from '../run/index.js';
import { stateDirectory } from '../settings/index.js';
import {
  columnLetters,
  type OpenSheetOptions,
  openSheet,
  type Sheet,
  type SheetNotice,
} from '../sheet/index.js';
import type { PlanPreview, SheetFacts, Target, View } from '../ui/index.js';
import { connect, type Session, unlessStopped } from './connect.js';
import { guardsOf, refuseBeyond } from './guardPlan.js';
import { mappingNotices, proposedMapping } from './mappingProposal.js';
import { planInputs } from './planInputs.js';
import { Interrupted, MisunderstoodSheet } from './refuse.js';
import type { ReadingArguments, SheetArguments } from './sheetArguments.js';
import { SheetCells } from './sheetCells.js';
import type { StopSignals } from './stopSignals.js';
import type { World } from './world.js';

/** A sheet that was read and understood. */
export interface ReadSheet {
  readonly sheet: Sheet;
  readonly understanding: SheetUnderstanding;
  readonly facts: SheetFacts;
}

/** Reads the sheet without any network. `snapshot` is where its private copy goes, if one is wanted. */
export async function readSheet(args: ReadingArguments, snapshot?: string): Promise<ReadSheet> {
  // A question may have been answered since a first try, which has left its copy.
  if (snapshot !== undefined) await rm(snapshot, { force: true });
  const sheet = await openSheet(args.spreadsheet, openOptions(args, snapshot));
  try {
    const understanding = await understood(args, sheet, (options) => understandSheet(sheet, options));
    return { sheet, understanding, facts: factsOf(sheet, understanding, await mappingNotices(args, sheet)) };
  } catch (error) {
    await sheet.close();
    throw error;
  }
}

export function openOptions(args: ReadingArguments, snapshot?: string): OpenSheetOptions {
  const { sheet, delimiter, encoding, quoteEscape, hidden } = args;
  return {
    knows: isKnownHeader,
    ...(sheet !== undefined && { sheet }),
    ...(delimiter !== undefined && { delimiter }),
    ...(encoding !== undefined && { encoding }),
    ...(quoteEscape !== undefined && { quoteEscape }),
    ...(hidden !== undefined && { hidden }),
    ...(snapshot !== undefined && { snapshot }),
  };
}

/**
 * Does what needs the columns and cells of a sheet to be understood. Throws `MisunderstoodSheet` where they cannot be
 * without a person.
 */
export async function understood<Result>(
  args: ReadingArguments,
  sheet: Sheet,
  work: (options: UnderstandOptions) => Promise<Result>,
): Promise<Result> {
  const { headerRow, map, key, decimal, placeholder, mojibake, only, fields, rows, round, given } = args;
  const { file, sheetName } = sheet.source;
  try {
    return await work({
      round: round ?? false,
      placeholders: parsePlaceholders(placeholder ?? []),
      ...(headerRow !== undefined && { headerRow }),
      ...(map !== undefined && { map }),
      ...(key !== undefined && { key }),
      ...(given !== undefined && { given }),
      ...(decimal !== undefined && { decimal: DECIMALS[decimal] }),
      ...(mojibake !== undefined && { mojibake }),
      ...(only !== undefined && { only }),
      ...(fields !== undefined && { fields }),
      ...(rows !== undefined && { selected: rows }),
    });
  } catch (error) {
    if (!(error instanceof MappingRefusal)) throw error;
    const place = sheetName === null ? file : `${file} [${sheetName}]`;
    const proposed = await proposedMapping(args, sheet);
    throw new MisunderstoodSheet({ ...error.fact, file: place, ...(proposed && { proposed }) });
  }
}

/** What the screens show of a sheet that was understood. */
export function factsOf(
  { source }: Sheet,
  understanding: SheetUnderstanding,
  ofMapping: readonly MappingNotice[],
): SheetFacts {
  const { file, format, sheetName, delimiter, encoding } = source;
  const { mapping, rules, rows } = understanding;
  const notices = [
    ...ofMapping,
    ...source.notices.flatMap((notice) => onlyUsed(notice, mapping)),
    ...understanding.notices,
  ];
  const { amountStyle } = rules;
  return { file, format, sheetName, delimiter, encoding, rows, mapping, amountStyle, notices };
}

/** A hidden column, or one of changing formulas, matters only where it is used. */
function onlyUsed(notice: SheetNotice, { columns }: Mapping): SheetNotice[] {
  if (notice.code !== 'notice.hiddenColumns' && notice.code !== 'notice.volatile') return [notice];
  const used = new Set(
    columns.filter(({ use }) => use.kind !== 'ignored').map(({ index }) => columnLetters(index)),
  );
  const kept = notice.columns.filter((letters) => used.has(letters));
  return kept.length === 0 ? [] : [{ ...notice, columns: kept }];
}

/** The ways of writing decimals by the sign that is typed for them. */
export const DECIMALS = { ',': 'comma', '.': 'dot' } as const satisfies Record<string, AmountStyle>;

const MEANINGS: readonly string[] = ['leave', 'clear', 'text'] satisfies PlaceholderMeaning[];

/** `leave`, or `Monto=leave` for one column. Throws `MappingRefusal`. */
function parsePlaceholders(texts: readonly string[]) {
  return texts.map((text) => {
    const at = text.lastIndexOf('=');
    const meaning = text.slice(at + 1).trim();
    if (!MEANINGS.includes(meaning)) throw new MappingRefusal({ code: 'map.placeholder', text });
    return { column: at === -1 ? null : text.slice(0, at).trim(), meaning: meaning as PlaceholderMeaning };
  });
}

/** A plan against the live records, with everything a screen needs to show it. */
export interface PreparedPlan {
  readonly session: Session;
  readonly plan: PlanFile;
  readonly preview: PlanPreview;
  readonly target: Target;
  /** The workspace's last taking before its records were read (see `lastTaking`). */
  readonly takings: number;
}

/**
 * Connects, reads the live records and leaves the plan in `path`. Everything that can be refused before the
 * first PUT has been refused when this returns, a plan beyond the limits too if `stopAtLimits` says so. `noticesAt` gives
 * what else there is to notice once it is known where the plan goes. Throws `Interrupted` when the signal aborts first.
 */
export async function preparePlan(
  args: SheetArguments,
  { sheet, understanding, facts: ofSheet }: ReadSheet,
  path: string,
  view: View,
  world: World,
  stops: StopSignals,
  noticesAt: (target: Target) => Promise<readonly WaitingRunNotice[]> = async () => [],
): Promise<PreparedPlan> {
  const session = await connect({ ...args, file: args.spreadsheet }, world);
  try {
    const whileRead = <Result>(work: () => Promise<Result>) => unlessStopped(session, stops, work);
    const workspace: Workspace = await whileRead(() => session.client.workspace());
    const { origin, sandbox } = session;
    const takings = await lastTaking(stateDirectory(world.environment), origin, workspace.id);
    const target: Target = { origin, sandbox, workspaceId: workspace.id, workspaceName: workspace.name };
    const facts = { ...ofSheet, notices: [...ofSheet.notices, ...(await noticesAt(target))] };
    view.understood(facts, target);
    const plan = await whileRead(() =>
      makePlan({
        sheet,
        understanding,
        reading: openOptions(args),
        live: session.client,
        workspace,
        origin,
        path,
        concurrency: args.concurrency,
        rate: args.rate,
        read: args.read,
        now: world.now,
        signal: stops.signal,
        onReading: (reading) => view.reading(reading),
        onListed: (records) => view.listing(records),
        onRows: (planned) => view.planning(planned, understanding.rows),
      }),
    );
    const cells = new SheetCells(sheet, understanding.mapping);
    const preview: PlanPreview = {
      target,
      sheet: facts,
      summary: plan.summary,
      guards: guardsOf(plan.summary, args),
      inputs: planInputs(args, sheet),
      stages: workspace.stages,
      positions: (verdicts) => plan.positions(verdicts),
      rowAt: (position) => plan.rowAt(position),
      scan: (from) => plan.scan(from),
      cellsOf: (rowNumber) => cells.of(rowNumber),
    };
    try {
      if (args.stopAtLimits) await refuseBeyond(preview, args.spreadsheet, view);
    } catch (error) {
      await plan.close();
      throw error;
    }
    return { session, plan, preview, target, takings };
  } catch (error) {
    await session.close();
    if (stops.signal.aborted) throw new Interrupted(stops.received);
    throw error;
  }
}
