import {
  amountFromNumber,
  decimalsOf,
  fitsJsonNumber,
  MAX_AMOUNT_DECIMALS,
  roundAmount,
  withoutFloatNoise,
} from '../opportunity/index.js';
import type { Cell } from '../sheet/index.js';
import { type AmountReading, readAmount } from './amountStyle.js';
import type { CellIntent, ProblemOfCell } from './cellIntent.js';
import type { ReadingRules } from './readingRules.js';

/** The decimals that money has, to which `--round` rounds what is written with more. */
const MONEY_DECIMALS = 2;

/** What a cell of the amount column asks for. */
export function amountIntent(cell: Cell, rules: ReadingRules): CellIntent {
  switch (cell.kind) {
    case 'number':
      return numberIntent(cell, rules);
    case 'date':
      return problem({ code: 'amount.date' });
    case 'text':
      return writtenIntent(readAmount(cell.text), rules);
    default:
      return problem({ code: 'amount.notNumber' });
  }
}

/**
 * A number cell is taken when what it holds is what it shows. A format can show another number than is stored
 * (1234.567 as 1,235 or as 1k), and then nobody knows which of the two the person meant.
 */
function numberIntent(cell: Cell & { kind: 'number' }, rules: ReadingRules): CellIntent {
  // Behind `_` it is only as wide as a space.
  if (cell.format?.replace(/_./g, '').includes('%')) return problem({ code: 'amount.percent' });
  const stored = amountFromNumber(cell.number);
  if (stored === null) return problem({ code: 'amount.notNumber' });
  if (cell.text === stored) return exactAmount(stored, rules);
  const another = writesAnother(cell);
  if (!another && showsPlainly(cell)) return exactAmount(stored, rules);
  const shown = another ? [] : shownAmounts(cell.text);
  if (shown.includes(stored)) return exactAmount(stored, rules);
  const rounded = shown.find((amount) => roundAmount(stored, decimalsOf(amount)) === amount);
  if (rules.round && rounded !== undefined) return exactAmount(rounded, rules);
  return problem({ code: 'amount.shownOtherwise', stored, rounds: rounded !== undefined });
}

/** Whether the text is the stored number with nothing but commas between its thousands and zeros behind it. */
function showsPlainly({ text, number }: { text: string; number: number }): boolean {
  return PLAINLY.test(text) && Number(text.replaceAll(',', '')) === number;
}

/** Formats with decimals that show only where there are any leave the point: `1,234.`; others begin with it: `.50`. */
const PLAINLY = /^-?(?:(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d*)?|\.\d+)$/;

/**
 * Whether the format itself makes another number of what it shows: by digits that are not in the number (`#,##0".000"`
 * shows 5 as 5.000), by a separator that is a mere sign (`0\,00` shows 500 as 5,00), or by a comma behind the digits,
 * which leaves out thousands (`0.000,` shows 1234 as 1.234).
 */
function writesAnother({ format = '' }: { format?: string }): boolean {
  if (/^[#0,.]*$/.test(format)) return SCALED.test(format);
  const signs = format.match(LITERALS) ?? [];
  const another = signs.some((part) => !part.startsWith('_') && /\d|^[^\w]?[.,]+["\]]?$/.test(signOf(part)));
  return another || SCALED.test(format.replace(LITERALS, ' '));
}

/** What a piece of a format shows: of `[$S/-280A]` the currency, not the language behind it. */
function signOf(part: string): string {
  return part.startsWith('[$') ? (part.slice(2, -1).split('-')[0] ?? '') : part;
}

const SCALED = /[0#?],+(?![0#?,])/;

/**
 * What a number format shows as it stands: quoted text, a currency, a sign behind `\` and one that fills the cell (`*`). Behind `_`
 * is one that only measures a space; it is matched so that a quote there opens nothing. Quotes are paired from the
 * left: between `"$"#,##0.00;"$"` stand digits, and they are in no quotes.
 */
const LITERALS = /"[^"]*"|\[\$[^\]]*\]|[\\*_]./g;

/** The amounts that this shown text can mean; a program of another language shows the same cell in another way. */
function shownAmounts(text: string): string[] {
  // Accounting formats show a dash for nothing.
  if (/^[^\d]*[-–][^\d]*$/.test(text) && text.trim() !== '') return ['0'];
  const reading = readAmount(wholePoint(text));
  switch (reading.kind) {
    case 'plain':
    case 'comma':
    case 'dot':
      return [reading.amount];
    case 'ambiguous':
      return [reading.dot, reading.comma];
    default:
      return [];
  }
}

/** The shown text of a number cell without a point that has no decimals behind it, and with a 0 before one that begins it. */
function wholePoint(text: string): string {
  return text.replace(/(\d)\.(?=[^\d.,–−-]*$)/, '$1').replace(/(^|[\s(-])\.(?=\d)/, '$10.');
}

/** An amount that was written as text, in a column whose decimals are written in the rules' style. */
function writtenIntent(reading: AmountReading, rules: ReadingRules): CellIntent {
  const { amountStyle } = rules;
  switch (reading.kind) {
    case 'plain':
      return exactAmount(reading.amount, rules);
    case 'comma':
    case 'dot':
      if (reading.kind === amountStyle || amountStyle === 'either') return exactAmount(reading.amount, rules);
      return reading.grouped === undefined || amountStyle === null
        ? problem({ code: 'amount.otherDecimal' })
        : exactAmount(reading.grouped, rules);
    case 'ambiguous':
      return amountStyle === null
        ? problem({ code: 'amount.otherDecimal' })
        : exactAmount(reading[amountStyle === 'either' ? 'comma' : amountStyle], rules);
    case 'multiplied':
      return problem({ code: 'amount.multiplied', suggestion: reading.suggestion });
    case 'percent':
    case 'notNumber':
      return problem({ code: `amount.${reading.kind}` });
  }
}

function exactAmount(written: string, rules: ReadingRules): CellIntent {
  if (fitsJsonNumber(written) && decimalsOf(written) <= MAX_AMOUNT_DECIMALS) {
    return { kind: 'set', value: written };
  }
  const amount = withoutFloatNoise(written) ?? (rules.round ? roundAmount(written, MONEY_DECIMALS) : written);
  if (!fitsJsonNumber(amount)) return problem({ code: 'amount.tooLong' });
  if (decimalsOf(amount) > MAX_AMOUNT_DECIMALS) return problem({ code: 'amount.decimals' });
  return { kind: 'set', value: amount };
}

function problem(what: ProblemOfCell): CellIntent {
  return { kind: 'problem', problem: what };
}
