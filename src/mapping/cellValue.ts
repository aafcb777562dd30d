import { canBeCleared, canonicalText, type FieldPath } from '../opportunity/index.js';
import { type Cell, isBlank, isCutText, isEscaped, MERGED_TEXT, STYLED_TEXT } from '../sheet/index.js';
import { isAccountingZero } from './amountStyle.js';
import { amountIntent } from './amountValue.js';
import type { CellIntent, ProblemOfCell } from './cellIntent.js';
import {
  hasLostDigits,
  isErrorText,
  isFormulaText,
  isOrdinary,
  isPlaceholder,
  repairedMojibake,
  withoutInvisible,
} from './cellText.js';
import { isDateField, isDateSerial } from './dateField.js';
import type { PlaceholderMeaning, ReadingRules } from './readingRules.js';

const LEAVE: CellIntent = { kind: 'leave' };

/** `<clear>` or `<borrar>`, however it was typed: the field is to be emptied. */
function isClearToken(text: string): boolean {
  return text.length < 50 && /^<\s*(?:clear|borrar)\s*>$/i.test(withoutInvisible(text).trim());
}

/** A word in such brackets that is none of the two: `<vaciar>`, `<limpar>`, or what a template has left to be filled in. */
function isOtherToken(text: string): boolean {
  return text.length < 50 && /^<\s*[\p{L}][\p{L}\s]*>$/u.test(withoutInvisible(text).trim());
}

/** The most that a spreadsheet cell holds, in characters (Excel specifications and limits); more was cut somewhere. */
export const LONGEST_TEXT = 32_767;

/** All controls but tab and line ends, and code points that no text has (Unicode 23.7, noncharacters). */
const CONTROL = /(?![\t\n\r])\p{Cc}|[\ufdd0-\ufdef]/u;

export function readCell(
  field: FieldPath,
  cell: Cell,
  rules: ReadingRules,
  placeholder: PlaceholderMeaning | undefined,
): CellIntent {
  const ordinary = cell.kind === 'text' && isOrdinary(cell.text);
  if (!ordinary) {
    if (showsNothing(cell)) return LEAVE;
    const problem = unusableCell(cell);
    if (problem) return { kind: 'problem', problem };
  }
  if (cell.kind === 'text') {
    if (!ordinary && isClearToken(cell.text)) return clear(field);
    if (!ordinary && isOtherToken(cell.text)) return { kind: 'problem', problem: { code: 'text.token' } };
    if (placeholder !== undefined && placeholder !== 'text' && standsForNothing(field, cell.text)) {
      return placeholder === 'leave' ? LEAVE : clear(field);
    }
    if (cell.text.length > LONGEST_TEXT || isCutText(cell.text))
      return { kind: 'problem', problem: { code: 'text.tooLong' } };
  }
  if (field === 'amount') return amountIntent(cell, rules);
  if (ordinary && !isDateField(field)) return { kind: 'set', value: cell.text };
  return textIntent(field, cell, rules);
}

function standsForNothing(field: FieldPath, text: string): boolean {
  return isPlaceholder(text) && !(field === 'amount' && isAccountingZero(text));
}

function clear(field: FieldPath): CellIntent {
  if (canBeCleared(field)) return { kind: 'clear' };
  return { kind: 'problem', problem: { code: 'clear.notAllowed', field } };
}

export type KeyReading = { kind: 'key'; text: string } | { kind: 'problem'; problem: ProblemOfCell };

/** More digits than a spreadsheet number keeps: whatever it shows may not be what was typed. */
const MOST_ID_DIGITS = 15;
const TOO_LONG = 10 ** MOST_ID_DIGITS;

/** A number as spreadsheets shorten it, without its `+`; 24 digits and letters, one of them an `e`, are an id of this CRM. */
const SHORTENED = /^\d{1,15}(?:[.,]\d{1,15})?E\d{1,3}$/i;

/** Months as spreadsheets shorten them, in English, Spanish and Portuguese. */
const MONTHS = new Set(
  `jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|ene|abr|ago|set|dic|fev|mai|out|dez`.split('|'),
);

/** What a spreadsheet makes of an id such as `3-4`, as a text file then holds it: `3-abr`, `03-Apr-26`. */
function isDayOfMonth(text: string): boolean {
  const month = /^\d{1,2}-([a-z]{3,4})\.?(?:-\d{2}|-\d{4})?$/i.exec(text)?.[1];
  return month !== undefined && MONTHS.has(month.toLowerCase());
}

const LONGEST_PLAIN_KEY = 100;
/** 1 at letters, 2 at the other signs that a plain key may hold: digits, `-` and `_`. */
const PLAIN_KEY_SIGNS = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const sign = String.fromCharCode(code);
  if (/[A-Za-z]/.test(sign)) return 1;
  return /[\w-]/.test(sign) ? 2 : 0;
});

/**
 * Letters and digits as ids and codes have them, beginning with a letter: no number of a spreadsheet looks so. Looked
 * at sign by sign, in a third of the time of a pattern.
 */
function isPlainKey(text: string): boolean {
  if (text.length > LONGEST_PLAIN_KEY || PLAIN_KEY_SIGNS[text.charCodeAt(0)] !== 1) return false;
  for (let at = 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x80 || PLAIN_KEY_SIGNS[code] === 0) return false;
  }
  return true;
}

/** The id or code in a key cell, or why it cannot be trusted to be the one that was meant. */
export function readKey(cell: Cell, by: 'id' | 'opportCode'): KeyReading {
  if (cell.kind === 'text' && isPlainKey(cell.text)) return { kind: 'key', text: cell.text };
  const problem = (
    code: 'id.empty' | 'id.digitsLost' | 'id.date' | 'id.notText' | 'id.characters',
  ): KeyReading => ({
    kind: 'problem',
    problem: { code },
  });
  if (showsNothing(cell)) return problem('id.empty');
  const unusable = unusableCell(cell);
  if (unusable) return { kind: 'problem', problem: unusable };
  if (cell.kind === 'date') return problem('id.date');
  if (cell.kind === 'boolean') return problem('id.notText');
  if (cell.kind === 'number') {
    if (!Number.isInteger(cell.number) || cell.number < 0) return problem('id.notText');
    const digits = String(cell.number);
    if (digits.length > MOST_ID_DIGITS || /e/i.test(digits)) return problem('id.digitsLost');
    // A format such as 00000 shows zeros that are not in the number: what people see is the id.
    if (showsItsDigits(cell) || showsPrefixed(cell)) return { kind: 'key', text: cell.text };
    // 123.0 is still 123; anything else that is shown (1,234 or $ 123) is not an id that anybody wrote.
    return /^\d+[.,]0+$/.test(cell.text) && Number.parseInt(cell.text, 10) === cell.number
      ? { kind: 'key', text: digits }
      : problem('id.notText');
  }
  const text = canonicalText(withoutInvisible(cell.text));
  if (SHORTENED.test(text) || hasLostDigits(text)) return problem('id.digitsLost');
  if (isDayOfMonth(text)) return problem('id.date');
  if (text.length > 200 || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return problem('id.characters');
  // An id becomes part of an address: nothing in it may climb out of it.
  if (by === 'id' && (/^\.+$/.test(text) || /[\s/\\?#%]/u.test(text))) return problem('id.characters');
  return { kind: 'key', text: by === 'id' ? text : text.replace(/\u00a0|\u202f/g, ' ') };
}

/** Whether a whole number is shown digit by digit, perhaps with zeros before it. */
function showsItsDigits({ text, number }: { text: string; number: number }): boolean {
  return /^\d+$/.test(text) && Number(text) === number;
}

/** Whether a whole number is shown digit by digit behind letters of its format, as codes are: `"OPP-"0000`. */
function showsPrefixed({ text, number, format = '' }: Cell & { kind: 'number' }): boolean {
  if (!PREFIXED.test(format)) return false;
  const digits = format.replace(/"[^"]*"|\\./g, '').match(/0/g)?.length ?? 0;
  return text.endsWith(String(number).padStart(digits, '0'));
}

/** Letters and a dash or a space, then zeros alone: it shows the same in every language. */
const PREFIXED = /^(?:"[^"]*"|\\.|[- ])*0+$/;

/** Whether a cell is empty, or all that stands in it is spaces and characters that nobody sees. */
function showsNothing(cell: Cell): boolean {
  return isBlank(cell) || (cell.kind === 'text' && withoutInvisible(cell.text).trim() === '');
}

function unusableCell(cell: Cell): ProblemOfCell | null {
  if (cell.kind === 'merged') return { code: 'cell.merged' };
  if (cell.kind === 'styled') return { code: 'cell.styled' };
  const seen = cell.kind === 'text' ? withoutInvisible(cell.text).trim() : '';
  if (seen === MERGED_TEXT) return { code: 'cell.merged' };
  if (seen.startsWith(STYLED_TEXT)) return { code: 'cell.styled' };
  if (cell.kind === 'error' || isErrorText(seen)) return { code: 'cell.error' };
  if (cell.kind === 'text' && isFormulaText(cell.text)) return { code: 'cell.formula' };
  if (cell.kind === 'uncomputed') return { code: 'cell.uncomputed' };
  if (cell.text.includes('\ufffd')) return { code: 'text.damaged' };
  if (CONTROL.test(cell.text)) return { code: 'text.control' };
  return null;
}

/** ` "x"`, as people and scripts write it who put a space behind each comma. */
const SPACED_QUOTES = /^\s+"[\s\S]*"\s*$/;

/**
 * Dates, booleans and formatted numbers look different in a spreadsheet program of another language, so their
 * text is not known from the file; whole numbers are the same everywhere.
 */
function textIntent(field: FieldPath, cell: Cell, rules: ReadingRules): CellIntent {
  switch (cell.kind) {
    case 'number':
      if (cell.number >= TOO_LONG) return { kind: 'problem', problem: { code: 'text.digitsLost' } };
      // A formula that takes an empty cell gives 0, and most who fetch texts so mean nothing by it.
      if (cell.computed === 'taken') return { kind: 'problem', problem: { code: 'text.zero' } };
      if (isDateField(field) && isDateSerial(cell.text))
        return { kind: 'problem', problem: { code: 'text.dateSerial' } };
      if (showsItsDigits(cell)) return { kind: 'set', value: cell.text };
      return { kind: 'problem', problem: { code: 'text.notText' } };
    case 'text': {
      const enumerated = field === 'stageId' || field === 'contactId';
      const seen = enumerated ? withoutInvisible(cell.text) : cell.text;
      const text = rules.mojibake === 'repair' ? (repairedMojibake(seen) ?? seen) : seen;
      const value = canonicalText(text);
      // Only where a space stands before the mark it is no mark to a reader of CSV, but a sign of the text.
      if (SPACED_QUOTES.test(text)) return { kind: 'problem', problem: { code: 'text.quotes' } };
      if (isEscaped(value)) return { kind: 'problem', problem: { code: 'text.escaped' } };
      if (isDateField(field) && isDateSerial(value))
        return { kind: 'problem', problem: { code: 'text.dateSerial' } };
      if (hasLostDigits(value)) return { kind: 'problem', problem: { code: 'text.digitsLost' } };
      return value === '' ? LEAVE : { kind: 'set', value };
    }
    default:
      return { kind: 'problem', problem: { code: 'text.notText' } };
  }
}
