import type { RefusalFact } from '../messages/index.js';
import type { ReadingArguments } from './sheetArguments.js';

/** One way to answer what a sheet leaves open: the option as it would be typed, what it shows, and what it sets. */
export interface Answer {
  readonly typed: string;
  /** How the sheet reads then; empty when the option says it all. */
  readonly shows: string;
  readonly sets: Partial<ReadingArguments>;
}

/** The answers that a refusal can be met with; none when only the sheet itself can be mended. */
export function answersTo(fact: RefusalFact): readonly Answer[] {
  // What was saved for these headers may answer more than this one question.
  const saved: Answer[] =
    'proposed' in fact ? [{ typed: '--mapping saved', shows: '', sets: { mapping: 'saved' } }] : [];
  return [...answersByOption(fact), ...saved];
}

function answersByOption(fact: RefusalFact): readonly Answer[] {
  switch (fact.code) {
    case 'csv.encoding':
      return fact.readings.map(({ encoding, samples }) => ({
        typed: `--encoding ${encoding}`,
        shows: samples.join(', '),
        sets: { encoding },
      }));
    case 'csv.delimiters':
      return fact.readings.map(({ delimiter, records }) => ({
        typed: `--delimiter "${delimiter === '\t' ? 'tab' : delimiter}"`,
        shows: records[0]?.join(' | ') ?? '',
        sets: { delimiter },
      }));
    case 'csv.backslash':
      return [{ typed: '--quote-escape backslash', shows: '', sets: { quoteEscape: 'backslash' } }];
    case 'xlsx.severalSheets':
      return fact.sheets.map((sheet) => ({ typed: `--sheet "${sheet}"`, shows: '', sets: { sheet } }));
    case 'xlsx.pivot':
      return [{ typed: `--sheet "${fact.sheet}"`, shows: '', sets: { sheet: fact.sheet } }];
    case 'xlsx.hiddenRows':
      return (['include', 'skip'] as const).map((hidden) => ({
        typed: `--hidden ${hidden}`,
        shows: '',
        sets: { hidden },
      }));
    case 'header.none':
      return fact.betterRow === null ? [] : [headerAnswer(fact.betterRow, fact.betterText)];
    case 'header.notFirst':
      return [headerAnswer(fact.betterRow, fact.betterText), headerAnswer(fact.row, fact.text)];
    case 'header.merged':
      return [headerAnswer(fact.row + 1, ''), headerAnswer(fact.row, fact.text)];
    case 'header.blocks':
      return [headerAnswer(fact.row, '')];
    case 'amount.ambiguous':
      return [
        { typed: '--decimal ,', shows: fact.readings[0], sets: { decimal: ',' } },
        { typed: '--decimal .', shows: fact.readings[1], sets: { decimal: '.' } },
      ];
    case 'amount.cut': {
      if (fact.beside === null) return [];
      const typed = `${fact.beside}=-`;
      return [{ typed: `--map "${typed}"`, shows: '', sets: { map: [typed] } }];
    }
    case 'cells.placeholder':
      return (['leave', ...(fact.clearable ? ['clear'] : []), 'text'] as const).map((meaning) => ({
        typed: `--placeholder "${fact.column}=${meaning}"`,
        shows: '',
        sets: { placeholder: [`${fact.column}=${meaning}`] },
      }));
    case 'cells.mojibake':
      return [
        { typed: '--mojibake repair', shows: fact.repaired, sets: { mojibake: 'repair' } },
        { typed: '--mojibake keep', shows: fact.text, sets: { mojibake: 'keep' } },
      ];
    default:
      return [];
  }
}

function headerAnswer(headerRow: number, shows: string): Answer {
  return { typed: `--header-row ${headerRow}`, shows, sets: { headerRow } };
}
