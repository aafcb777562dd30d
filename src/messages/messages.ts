import type { MappingNotice } from '../mapping/index.js';
import type { Guard, PlanProblem, RiskCount } from '../plan/index.js';
import type { RunNote, RunStop, WaitingRunNotice } from '../run/index.js';
import type { SheetNotice } from '../sheet/index.js';
import type * as english from './en/index.js';
import type { Refusal, RefusalFact } from './facts.js';
import { createFormat, type Format } from './format.js';

export type Language = 'en' | 'es';

/** Every sentence that people read, in one language. */
export interface Messages {
  readonly language: Language;
  /** BCP 47: the language with, where it is known, the region. */
  readonly locale: string;
  readonly format: Format;
  problem(problem: PlanProblem): string;
  note(note: RunNote): string;
  notice(notice: SheetNotice | MappingNotice | WaitingRunNotice): string;
  risk(risk: RiskCount): string;
  guard(guard: Guard): string;
  refusal(fact: RefusalFact): Refusal;
  /** `targetOptions`: with which a command about the run goes where it went. */
  stop(stop: RunStop, targetOptions?: readonly string[]): Refusal;
  readonly answers: typeof english.answers;
  readonly screens: typeof english.screens;
  readonly help: typeof english.help;
  readonly commands: typeof english.commands;
  readonly results: typeof english.results;
  readonly report: typeof english.report;
}

/**
 * The locale to speak in: `--lang`, else the first of LC_ALL, LC_MESSAGES and LANG that is set (POSIX, 8.2), else
 * the system's. Its region decides how numbers are grouped; languages other than Spanish get English.
 */
export function chooseLocale(
  wanted: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): { language: Language; locale: string } {
  const posix = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG;
  const system = posix === undefined ? new Intl.DateTimeFormat().resolvedOptions().locale : posix;
  const locale = system.split(/[.@]/, 1)[0]?.replaceAll('_', '-') ?? '';
  const ofSystem: Language = /^es\b/i.test(locale) ? 'es' : 'en';
  const language = wanted === 'es' || wanted === 'en' ? wanted : ofSystem;
  const fits =
    locale.toLowerCase().startsWith(language) && Intl.NumberFormat.supportedLocalesOf(locale).length > 0;
  return { language, locale: fits ? locale : language };
}

export async function loadMessages(language: Language, locale: string): Promise<Messages> {
  const words = language === 'es' ? await import('./es/index.js') : await import('./en/index.js');
  const format = createFormat(locale, words.fields, { empty: words.empty, noStage: words.screens.noStage });
  return {
    language,
    locale,
    format,
    problem: (problem) => words.problem(problem, format),
    note: (note) => words.note(note, format),
    notice: (notice) => words.notice(notice, format),
    risk: (risk) => words.risk(risk, format),
    guard: (guard) => words.guard(guard, format),
    refusal: (fact) => words.refusal(fact, format),
    stop: (stop, targetOptions) => words.stop(stop, format, targetOptions),
    answers: words.answers,
    screens: words.screens,
    help: words.help,
    commands: words.commands,
    results: words.results,
    report: words.report,
  };
}
