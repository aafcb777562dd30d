import type { Argv } from 'yargs';
import type { GlobalOptions } from './commands/command.js';
import type { applyOptions } from './sharedOptions.js';
import { UsageRefusal } from './usageRefusal.js';

type OptionsOf<Declared> = Declared extends Argv<infer Options> ? keyof Options & string : never;
type ApplyOption = Exclude<OptionsOf<ReturnType<typeof applyOptions<GlobalOptions>>>, 'spreadsheet'>;

/**
 * What each option of `apply` bears on: `planning` on what is read of a sheet and what is planned of it, and on nothing
 * after that; `sending` on all else. A plan that was saved has its planning behind it, so that the first kind would
 * change nothing of what it sends.
 */
const USE: Readonly<Record<ApplyOption, 'planning' | 'sending'>> = {
  sheet: 'planning',
  'header-row': 'planning',
  map: 'planning',
  mapping: 'planning',
  key: 'planning',
  decimal: 'planning',
  round: 'planning',
  placeholder: 'planning',
  hidden: 'planning',
  only: 'planning',
  rows: 'planning',
  encoding: 'planning',
  mojibake: 'planning',
  delimiter: 'planning',
  'quote-escape': 'planning',
  read: 'planning',
  workspace: 'sending',
  'api-url': 'sending',
  sandbox: 'sending',
  rate: 'sending',
  timeout: 'sending',
  concurrency: 'sending',
  'max-changes': 'sending',
  'max-amount-change': 'sending',
  canary: 'sending',
  settle: 'sending',
  'max-errors': 'sending',
  retries: 'sending',
  body: 'sending',
  report: 'sending',
  'recheck-after': 'sending',
  'force-unlock': 'sending',
  out: 'sending',
  yes: 'sending',
  json: 'sending',
  color: 'sending',
  lang: 'sending',
};

/**
 * Refuses the options of planning that were typed with a saved plan: whoever narrows one by them would see all of it
 * sent. None of them has a value of its own when it is not typed. Throws `UsageRefusal`.
 */
export function refuseForPlan(typed: Readonly<Record<string, unknown>>, file: string): void {
  const options = Object.entries(USE)
    .filter(([option, use]) => use === 'planning' && typed[option] !== undefined)
    .map(([option]) => option);
  if (options.length > 0) throw new UsageRefusal({ code: 'usage.ofPlanning', options, file });
}
