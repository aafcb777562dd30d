import type { RefusalFact, SheetMappingFact } from '../messages/index.js';
import { PlanRefusal } from '../plan/refusal.js';
import { ApiFault } from '../plazbot/faults.js';
import { RunRefusal } from '../run/refusal.js';
import { SettingsRefusal } from '../settings/refusal.js';
import { SheetRefusal } from '../sheet/refusal.js';
import { GuardRefusal } from './guardPlan.js';
import { UsageRefusal } from './usageRefusal.js';

/** The person or the system asked to stop before anything was sent; of the run `resuming`, before anything more was. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor(
    readonly signal: NodeJS.Signals | null,
    readonly resuming: { readonly run: string; readonly targetOptions: readonly string[] } | null = null,
  ) {
    super('interrupted');
  }
}

/** The sheet was read, but not understood: the mapping's reason, with the name of the sheet. */
export class MisunderstoodSheet extends Error {
  override readonly name = 'MisunderstoodSheet';
  /** Whether a person was asked about it, and left: then they are not asked again. */
  wasLeft = false;
  constructor(readonly fact: SheetMappingFact) {
    super(fact.code);
  }
}

/** The fact behind an error that is the user's to mend; `null` when it is a bug of ours. */
export function refusalFact(error: unknown): RefusalFact | null {
  if (error instanceof SheetRefusal || error instanceof SettingsRefusal || error instanceof ApiFault) {
    return error.fact;
  }
  if (error instanceof PlanRefusal || error instanceof RunRefusal) return error.fact;
  if (error instanceof UsageRefusal || error instanceof MisunderstoodSheet || error instanceof GuardRefusal)
    return error.fact;
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
  'EFBIG',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'EEXIST',
  'EBUSY',
  'ETXTBSY',
  // A folder that went away while a run wrote into it.
  'ENOENT',
  'ENOTDIR',
  'ENAMETOOLONG',
  // A link that leads to itself, and what a network's disk answers that is no longer there.
  'ELOOP',
  'ENOTCONN',
  'ESTALE',
  'EHOSTDOWN',
  'ETIMEDOUT',
  'ENXIO',
]);
