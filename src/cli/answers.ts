import type { Messages, RefusalFact } from '../messages/index.js';
import type { ReadingArguments } from './sheetArguments.js';

/** One way to answer what a sheet leaves open, and what it sets. */
export interface Answer {
  /** In words. */
  readonly says: string;
  /** The option that says the same, as it would be typed. */
  readonly typed: string;
  /** How the sheet reads then; empty when the words say it all. */
  readonly shows: string;
  readonly sets: Partial<ReadingArguments>;
}

/** The answers that a refusal can be met with; none when only the sheet itself can be mended. */
export function answersTo(fact: RefusalFact, { answers: words }: Messages): readonly Answer[] {
  // What was saved for these headers may answer more than this one question.
  const saved: Answer[] =
    'proposed' in fact
      ? [{ says: words.saved, typed: '--mapping saved', shows: '', sets: { mapping: 'saved' } }]
      : [];
  return [...answersByOption(fact, words), ...saved];
}

function answersByOption(fact: RefusalFact, words: Messages['answers']): readonly Answer[] {
  switch (fact.code) {
    case 'csv.encoding':
      return fact.readings.map(({ encoding, samples }) => ({
        says: words.encoding(encoding),
        typed: `--encoding ${encoding}`,
        shows: samples.join(', '),
        sets: { encoding },
      }));
    case 'csv.delimiters':
      return fact.readings.map(({ delimiter, records }) => ({
        says: words.delimiter(delimiter === '\t' ? words.tabulator : delimiter),
        typed: `--delimiter "${delimiter === '\t' ? 'tab' : delimiter}"`,
        shows: records[0]?.join(' | ') ?? '',
        sets: { delimiter },
      }));
    case 'csv.backslash':
      return [
        {
          says: words.backslash,
          typed: '--quote-escape backslash',
          shows: '',
          sets: { quoteEscape: 'backslash' },
        },
      ];
    case 'xlsx.severalSheets':
      return fact.sheets.map((sheet) => ({
        says: words.sheet(sheet),
        typed: `--sheet "${sheet}"`,
        shows: '',
        sets: { sheet },
      }));
    case 'xlsx.pivot':
      return [
        {
          says: words.pivot(fact.sheet),
          typed: `--sheet "${fact.sheet}"`,
          shows: '',
          sets: { sheet: fact.sheet },
        },
      ];
    case 'xlsx.hiddenRows':
      return (['include', 'skip'] as const).map((hidden) => ({
        says: words.hidden[hidden],
        typed: `--hidden ${hidden}`,
        shows: '',
        sets: { hidden },
      }));
    case 'header.none':
      return fact.betterRow === null ? [] : [headerAnswer(fact.betterRow, fact.betterText, words)];
    case 'header.notFirst':
      return [headerAnswer(fact.betterRow, fact.betterText, words), headerAnswer(fact.row, fact.text, words)];
    case 'header.merged':
      return [headerAnswer(fact.row + 1, '', words), headerAnswer(fact.row, fact.text, words)];
    case 'header.blocks':
      return [{ ...headerAnswer(fact.row, '', words), says: words.oneTable }];
    case 'amount.ambiguous':
      return [
        { says: words.decimal[','], typed: '--decimal ,', shows: fact.readings[0], sets: { decimal: ',' } },
        { says: words.decimal['.'], typed: '--decimal .', shows: fact.readings[1], sets: { decimal: '.' } },
      ];
    case 'amount.cut': {
      if (fact.beside === null) return [];
      const typed = `${fact.beside}=-`;
      const says = words.notCut(fact.beside);
      return [{ says, typed: `--map "${typed}"`, shows: '', sets: { map: [typed] } }];
    }
    case 'amount.scaledTitle': {
      const typed = `${fact.column}=amount`;
      return [{ says: words.inFull, typed: `--map "${typed}"`, shows: '', sets: { map: [typed] } }];
    }
    case 'amount.cutIntoNext': {
      const typed = `${fact.beside}=${fact.use}`;
      return [
        { says: words.notCutInto(fact.beside), typed: `--map "${typed}"`, shows: '', sets: { map: [typed] } },
      ];
    }
    case 'cells.placeholder':
      return (['leave', ...(fact.clearable ? (['clear'] as const) : []), 'text'] as const).map((meaning) => ({
        says: words.placeholder[meaning],
        typed: `--placeholder "${fact.column}=${meaning}"`,
        shows: '',
        sets: { placeholder: [`${fact.column}=${meaning}`] },
      }));
    case 'cells.mojibake':
      return [
        {
          says: words.mojibake.repair,
          typed: '--mojibake repair',
          shows: fact.repaired,
          sets: { mojibake: 'repair' },
        },
        { says: words.mojibake.keep, typed: '--mojibake keep', shows: fact.text, sets: { mojibake: 'keep' } },
      ];
    default:
      return [];
  }
}

function headerAnswer(headerRow: number, shows: string, words: Messages['answers']): Answer {
  return { says: words.headerRow(headerRow), typed: `--header-row ${headerRow}`, shows, sets: { headerRow } };
}
