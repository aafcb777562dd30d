import { foldedHeaders, guessColumns, MappingRefusal } from '../mapping/index.js';
import type { Messages } from '../messages/index.js';
import { saveMapping } from '../settings/index.js';
import { openSheet } from '../sheet/index.js';
import { type ColumnsAnswer, proseText, type View } from '../ui/index.js';
import { SAVED, savedMappings, withMappingFile } from './mappingFile.js';
import { proposedMapping } from './mappingProposal.js';
import { DECIMALS, openOptions, type ReadSheet } from './prepare.js';
import { Interrupted, MisunderstoodSheet } from './refuse.js';
import type { ReadingArguments } from './sheetArguments.js';
import type { StopSignals } from './stopSignals.js';
import type { World } from './world.js';
import { mappingOf } from './writtenMapping.js';

/** Refusals that a person can meet by saying what the columns are. */
const ABOUT_COLUMNS: ReadonlySet<string> = new Set([
  'header.none',
  'header.noKey',
  'header.noFields',
  'header.duplicate',
]);

export interface Settling {
  readonly view: View;
  readonly world: World;
  readonly messages: Messages;
  readonly stops: StopSignals;
  /** Called before the person is asked: it throws what would make the answers useless. */
  readonly beforeAsking: () => Promise<void>;
}

/**
 * Reads a sheet, and shows its columns to the person when not all of them are plain from their headers: what they are
 * taken for can then be changed, and saved for sheets with the same headers. Where nobody can be asked the sheet is read
 * as it is. Throws `Interrupted` when the person leaves.
 */
export async function settleColumns<Args extends ReadingArguments>(
  args: Args,
  read: (args: Args) => Promise<ReadSheet>,
  { view, world, messages, stops, beforeAsking }: Settling,
): Promise<ReadSheet> {
  let current = args;
  for (let looked = false; ; looked = true) {
    const tried = await tryRead(current, read);
    const plain = 'sheet' in tried && (looked || isPlain(current, tried));
    if (plain) return tried;
    const answer = await ask(current, tried, view, messages, beforeAsking);
    if (stops.signal.aborted) {
      if ('sheet' in tried) await tried.sheet.close();
      throw new Interrupted(stops.received);
    }
    if (answer === null || (answer.kind === 'leave' && !('sheet' in tried))) {
      if ('sheet' in tried) return tried;
      tried.wasLeft = answer !== null;
      throw tried;
    }
    const sheet = 'sheet' in tried ? tried.sheet : null;
    if (answer.kind === 'leave') {
      await sheet?.close();
      throw new Interrupted(null);
    }
    if (answer.kind === 'take' && answer.map.length === 0 && 'sheet' in tried) {
      if (answer.save) await save(current, tried, world, messages);
      return tried;
    }
    await sheet?.close();
    current =
      answer.kind === 'saved'
        ? await withMappingFile({ ...current, mapping: SAVED }, world.environment)
        : { ...current, map: [...(current.map ?? []), ...answer.map] };
    if (answer.kind === 'take' && answer.save) {
      const settled = await tryRead(current, read);
      if ('sheet' in settled) {
        await save(current, settled, world, messages);
        return settled;
      }
    }
  }
}

async function tryRead<Args extends ReadingArguments>(
  args: Args,
  read: (args: Args) => Promise<ReadSheet>,
): Promise<ReadSheet | MisunderstoodSheet> {
  try {
    return await read(args);
  } catch (error) {
    if (error instanceof MisunderstoodSheet && isAboutColumns(error)) return error;
    throw error;
  }
}

/** A header that stands further down is another question: which row it is. */
function isAboutColumns({ fact }: MisunderstoodSheet): boolean {
  return ABOUT_COLUMNS.has(fact.code) && !(fact.code === 'header.none' && fact.betterRow !== null);
}

/** Whether nothing is left to say: every header is known, or the person has said already what they are. */
function isPlain({ map, given }: ReadingArguments, { understanding }: ReadSheet): boolean {
  if (given !== undefined || (map !== undefined && map.length > 0)) return true;
  return understanding.mapping.columns.every(({ use }) => use.kind !== 'ignored' || use.reason !== 'unknown');
}

async function ask(
  args: ReadingArguments,
  tried: ReadSheet | MisunderstoodSheet,
  view: View,
  messages: Messages,
  beforeAsking: () => Promise<void>,
): Promise<ColumnsAnswer | null> {
  if (!view.columns) return null;
  await beforeAsking();
  const { headerRow, map, key, given, decimal } = args;
  const sheet = 'sheet' in tried ? tried.sheet : await openSheet(args.spreadsheet, openOptions(args));
  try {
    const guesses = await guessColumns(sheet, {
      ...(headerRow !== undefined && { headerRow }),
      ...(map !== undefined && { map }),
      ...(key !== undefined && { key }),
      ...(given !== undefined && { given }),
      ...(decimal !== undefined && { decimal: DECIMALS[decimal] }),
    });
    const refusal = 'sheet' in tried ? null : messages.refusal(tried.fact);
    const savedAt = await proposedMapping(args, sheet);
    return await view.columns({ file: args.spreadsheet, guesses, refusal, savedAt });
  } catch (error) {
    // Of a header that cannot be read at all no question can be asked: then the first reason stands.
    if (error instanceof MappingRefusal && !('sheet' in tried)) throw tried;
    throw error;
  } finally {
    if (!('sheet' in tried)) await sheet.close();
  }
}

async function save(
  args: ReadingArguments,
  { sheet, understanding }: ReadSheet,
  world: World,
  messages: Messages,
): Promise<void> {
  const headers = understanding.mapping.columns.map(({ header }) => header);
  const content = { ...mappingOf(args, sheet.source, understanding), savedAt: world.now().toISOString() };
  const file = await saveMapping(savedMappings(world.environment), foldedHeaders(headers), content);
  world.stderr.write(`${proseText(messages.commands.mapSaved(file), world.stderr)}\n`);
}
