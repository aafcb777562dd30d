import { type MappingNotice, possibleHeaders } from '../mapping/index.js';
import { findSavedMapping, SettingsRefusal } from '../settings/index.js';
import { type Sheet, SheetRefusal } from '../sheet/index.js';
import type { ReadingArguments } from './sheetArguments.js';

/** What to say of mapping files: which one is used, or that one was saved that would fit. It is never used unasked. */
export async function mappingNotices(args: ReadingArguments, sheet: Sheet): Promise<MappingNotice[]> {
  if (args.given !== undefined) return [{ code: 'notice.mappingUsed', file: args.given.file }];
  const savedAt = await proposedMapping(args, sheet);
  return savedAt === null ? [] : [{ code: 'notice.mappingSaved', savedAt }];
}

/** When a mapping was saved that fits the sheet's headers: UTC, ISO 8601; `null` when none was, or one is used. */
export async function proposedMapping(args: ReadingArguments, sheet: Sheet): Promise<string | null> {
  const { given, savedMappings } = args;
  if (given !== undefined || savedMappings === undefined) return null;
  try {
    const saved = await findSavedMapping(savedMappings, await possibleHeaders(sheet));
    return saved && (saved.content.savedAt ?? '');
  } catch (error) {
    // It is only an offer: when it cannot be made, the work goes on as it would have without it.
    if (error instanceof SettingsRefusal || error instanceof SheetRefusal) return null;
    throw error;
  }
}
