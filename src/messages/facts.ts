import type { GivenFact, MappingRefusalFact } from '../mapping/index.js';
import type { ApiFaultFact } from '../plazbot/index.js';
import type { MappingFileFact, SettingsRefusalFact } from '../settings/index.js';
import type { SheetRefusalFact } from '../sheet/index.js';

/** What was typed cannot be carried out. */
export type UsageFact =
  | { code: 'usage.argument'; text: string }
  | { code: 'usage.noTerminal' | 'usage.token' }
  | { code: 'usage.number'; option: string; text: string };

/** The disk would not take what must be kept. */
export interface DiskFact {
  code: 'disk.failed';
  file: string;
  reason: string;
}

/** A mapping's refusal with the sheet that it is about. */
export type SheetMappingFact = MappingRefusalFact & {
  file: string;
  /** When a mapping was saved that fits the sheet's headers, if one was: UTC, ISO 8601. */
  proposed?: string;
};

/** Everything that can end a command before its work is done, as facts. */
export type RefusalFact =
  | SheetRefusalFact
  | SheetMappingFact
  | SettingsRefusalFact
  | ApiFaultFact
  | UsageFact
  | DiskFact;

/** A refusal in words: what happened and where, and what to do next. */
export interface Refusal {
  readonly problem: string;
  readonly cure: string;
}

export function isSheetFact(fact: RefusalFact): fact is SheetRefusalFact {
  return /^(file|csv|xlsx|out)\./.test(fact.code);
}

/** What is wrong with a mapping file, by itself or for a sheet. */
export type MappingDocumentFact = MappingFileFact | (GivenFact & { file: string });

export function isMappingDocumentFact(fact: RefusalFact): fact is MappingDocumentFact {
  return /^(mapping|given)\./.test(fact.code);
}

export function isMappingFact(fact: RefusalFact): fact is Exclude<SheetMappingFact, GivenFact> {
  return /^(header|map|sheet|cells|amount)\./.test(fact.code);
}
