import { MappingRefusal } from '../mapping/problem.js';
import type { RefusalFact } from '../messages/index.js';
import { ApiFault } from '../plazbot/faults.js';
import { SettingsRefusal } from '../settings/refusal.js';
import { SheetRefusal } from '../sheet/refusal.js';
import { UsageRefusal } from './usageRefusal.js';

/** The person or the system asked to stop before anything was sent. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor(readonly signal: NodeJS.Signals | null) {
    super('interrupted');
  }
}

/**
 * The fact behind an error that is the user's to mend; `null` when it is a bug of ours. `file` names the sheet
 * for those that are thrown where its name is not known.
 */
export function refusalFact(error: unknown, file: string): RefusalFact | null {
  if (error instanceof SheetRefusal || error instanceof SettingsRefusal || error instanceof ApiFault) {
    return error.fact;
  }
  if (error instanceof UsageRefusal) return error.fact;
  if (error instanceof MappingRefusal) return { ...error.fact, file };
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (DISK_CODES.has(code ?? '')) return { code: 'disk.failed', file: path ?? '', reason: code ?? '' };
  }
  return null;
}

/** Errors of the file system that a person can mend. */
const DISK_CODES = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'EEXIST',
]);
