import type { GivenFact, MappingRefusalFact } from '../mapping/index.js';
import type { Guard, PlanRefusalFact } from '../plan/index.js';
import type { ApiFaultFact } from '../plazbot/index.js';
import type { RunRefusalFact } from '../run/index.js';
import type { MappingFileFact, SettingsRefusalFact } from '../settings/index.js';
import type { SheetRefusalFact } from '../sheet/index.js';

/** What was typed cannot be carried out. */
export type UsageFact =
  | { code: 'usage.argument'; text: string }
  | { code: 'usage.noCommand' }
  | { code: 'usage.unknownCommand'; text: string; suggestion: string | null }
  | { code: 'usage.noSheet'; command: string }
  /** `options` without their dashes; `command` is `null` when none was typed. */
  | {
      code: 'usage.unknownOption';
      command: string | null;
      options: readonly string[];
      suggestion: string | null;
    }
  /** One word too many. */
  | { code: 'usage.extra'; command: string; text: string }
  | { code: 'usage.noValue'; option: string }
  /** Options without their dashes that say how a sheet is planned, given with a plan that was saved. */
  | { code: 'usage.ofPlanning'; options: readonly string[]; file: string }
  | { code: 'usage.choice'; option: string; text: string; choices: readonly string[] }
  | { code: 'usage.noTerminal' | 'usage.token' }
  | { code: 'usage.number'; option: string; text: string };

/** The disk would not take what must be kept. */
export interface DiskFact {
  code: 'disk.failed';
  /** Empty when the system does not say which. */
  file: string;
  /** The system's code, such as `ENOSPC`. */
  reason: string;
  /** The run whose results could not be written, although it is done. */
  ofRun?: string;
}

/** The plan goes beyond a limit that was set. `file` is the sheet. */
export type GuardFact = Guard & { code: `guard.${Guard['guard']}`; file: string };
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
  | PlanRefusalFact
  | RunRefusalFact
  | UsageFact
  | GuardFact
  | DiskFact;

/** A refusal in words: what happened and where, and what to do next. */
export interface Refusal {
  readonly problem: string;
  readonly cure: string;
}

/** How the results of a run are written again: to their name, or, when its folder is gone, to one in this folder. */
export function resultsAgain({ file, reason, ofRun }: DiskFact): string {
  const command = `opsheet runs ${ofRun} --results`;
  if (reason !== 'ENOENT' && reason !== 'ENOTDIR') return command;
  return `${command} results-${ofRun}${file.includes('.xlsx') ? '.xlsx' : '.csv'}`;
}

export function isSheetFact(fact: RefusalFact): fact is SheetRefusalFact {
  return /^(file|csv|xlsx|out)\./.test(fact.code);
}

export function isGuardFact(fact: RefusalFact): fact is GuardFact {
  return fact.code.startsWith('guard.');
}

/** What is wrong with a mapping file, by itself or for a sheet. */
export type MappingDocumentFact = MappingFileFact | (GivenFact & { file: string });

export function isMappingDocumentFact(fact: RefusalFact): fact is MappingDocumentFact {
  return /^(mapping|given)\./.test(fact.code);
}

export function isMappingFact(fact: RefusalFact): fact is Exclude<SheetMappingFact, GivenFact> {
  return /^(header|map|sheet|cells|amount)\./.test(fact.code);
}

export function isRunFact(fact: RefusalFact): fact is RunRefusalFact | PlanRefusalFact {
  return /^(run|plan)\./.test(fact.code);
}
