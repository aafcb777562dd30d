import {
  amountFromNumber,
  canBeCleared,
  canonicalText,
  type FieldPath,
  fitsJsonNumber,
} from '../opportunity/index.js';
import { type Cell, isBlank } from '../sheet/index.js';
import { type AmountReading, type AmountStyle, readAmount } from './amountStyle.js';
import type { CellProblem } from './problem.js';

/** What one cell asks for: nothing, a value, an emptied field, or it cannot be understood. */
export type CellIntent =
  | { kind: 'leave' }
  | { kind: 'set'; value: string }
  | { kind: 'clear' }
  | { kind: 'problem'; problem: ProblemOfCell };

/** A cell's problem before its place (row, column, text) is added. */
type WithoutPlace<P> = P extends unknown ? Omit<P, 'row' | 'column' | 'text'> : never;
export type ProblemOfCell = WithoutPlace<CellProblem>;

const CLEAR_TOKENS = new Set(['<clear>', '<borrar>']);

/** Errors as spreadsheets write them, in English, Spanish and Portuguese: also found as text in CSV files. */
const ERROR_TEXT =
  /^#(?:N\/A|N\/D|REF!|¡REF!|VALUE!|¡VALOR!|VALOR!|DIV\/0!|¡DIV\/0!|NAME\?|¿NOMBRE\?|NOME\?|NULL!|¡NULO!|NULO!|NUM!|¡NUM!|NÚM!|SPILL!|CALC!|GETTING_DATA|¡DESBORDAMIENTO!|¡CALC!)$/i;

/** All controls but tab and line ends. */
const CONTROL = /(?![\t\n\r])\p{Cc}/u;

export function readCell(field: FieldPath, cell: Cell | undefined, style: AmountStyle | null): CellIntent {
  if (cell === undefined || isBlank(cell)) return { kind: 'leave' };
  const unusable = unusableCell(cell);
  if (unusable) return { kind: 'problem', problem: unusable };
  if (CLEAR_TOKENS.has(cell.text.trim().toLowerCase())) {
    if (canBeCleared(field)) return { kind: 'clear' };
    return { kind: 'problem', problem: { code: 'clear.notAllowed', field } };
  }
  return field === 'amount' ? amountIntent(cell, style) : textIntent(cell);
}

export type KeyReading = { kind: 'key'; text: string } | { kind: 'problem'; problem: ProblemOfCell };

/** More digits than a spreadsheet number keeps: whatever it shows may not be what was typed. */
const MOST_ID_DIGITS = 15;

/** The id or code in a key cell, or why it cannot be trusted to be the one that was meant. */
export function readKey(cell: Cell | undefined, by: 'id' | 'opportCode'): KeyReading {
  const problem = (
    code: 'id.empty' | 'id.digitsLost' | 'id.date' | 'id.notText' | 'id.characters',
  ): KeyReading => ({
    kind: 'problem',
    problem: { code },
  });
  if (cell === undefined || isBlank(cell)) return problem('id.empty');
  const unusable = unusableCell(cell);
  if (unusable) return { kind: 'problem', problem: unusable };
  if (cell.kind === 'date') return problem('id.date');
  if (cell.kind === 'boolean') return problem('id.notText');
  if (cell.kind === 'number') {
    if (!Number.isInteger(cell.number) || cell.number < 0) return problem('id.notText');
    const digits = String(cell.number);
    if (digits.length > MOST_ID_DIGITS || /e/i.test(digits)) return problem('id.digitsLost');
    // A format such as 00000 shows zeros that are not in the number: what people see is the id.
    return { kind: 'key', text: /^\d+$/.test(cell.text) ? cell.text : digits };
  }
  const text = canonicalText(cell.text);
  if (/^\d+[.,]\d+E\+\d+$/i.test(text)) return problem('id.digitsLost');
  if (text.length > 200 || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return problem('id.characters');
  // An id becomes part of an address: nothing in it may climb out of it.
  if (by === 'id' && (/^\.+$/.test(text) || /[\s/\\?#%]/u.test(text))) return problem('id.characters');
  return { kind: 'key', text };
}

function unusableCell(cell: Cell): ProblemOfCell | null {
  if (cell.kind === 'error' || (cell.kind === 'text' && ERROR_TEXT.test(cell.text.trim()))) {
    return { code: 'cell.error' };
  }
  if (cell.kind === 'uncomputed') return { code: 'cell.uncomputed' };
  if (cell.text.includes('\ufffd')) return { code: 'text.damaged' };
  if (CONTROL.test(cell.text)) return { code: 'text.control' };
  return null;
}

function amountIntent(cell: Cell, style: AmountStyle | null): CellIntent {
  switch (cell.kind) {
    case 'number':
      return cell.format?.includes('%')
        ? amountProblem('percent')
        : exactAmount(amountFromNumber(cell.number));
    case 'date':
      return amountProblem('date');
    case 'text':
      return writtenAmount(readAmount(cell.text), style);
    default:
      return amountProblem('notNumber');
  }
}

/** An amount that was written as text, in a column whose decimals are written in this style. */
function writtenAmount(reading: AmountReading, style: AmountStyle | null): CellIntent {
  switch (reading.kind) {
    case 'plain':
      return exactAmount(reading.amount);
    case 'comma':
    case 'dot':
      return reading.kind === style ? exactAmount(reading.amount) : amountProblem('otherDecimal');
    case 'ambiguous':
      return style === null ? amountProblem('otherDecimal') : exactAmount(reading[style]);
    case 'percent':
    case 'notNumber':
      return amountProblem(reading.kind);
  }
}

function exactAmount(amount: string | null): CellIntent {
  if (amount === null) return amountProblem('notNumber');
  return fitsJsonNumber(amount) ? { kind: 'set', value: amount } : amountProblem('tooLong');
}

function amountProblem(what: 'notNumber' | 'date' | 'percent' | 'tooLong' | 'otherDecimal'): CellIntent {
  return { kind: 'problem', problem: { code: `amount.${what}` } };
}

/**
 * Dates, booleans and formatted numbers look different in a spreadsheet program of another language, so their
 * text is not known from the file; whole and plain decimal numbers are the same everywhere.
 */
function textIntent(cell: Cell): CellIntent {
  const notText: CellIntent = { kind: 'problem', problem: { code: 'text.notText' } };
  switch (cell.kind) {
    case 'date':
    case 'boolean':
      return notText;
    case 'number': {
      if (/^\d+$/.test(cell.text)) return { kind: 'set', value: cell.text };
      const plain = cell.format === undefined ? amountFromNumber(cell.number) : null;
      return plain === null ? notText : { kind: 'set', value: plain };
    }
    default: {
      const value = canonicalText(cell.text);
      return value === '' ? { kind: 'leave' } : { kind: 'set', value };
    }
  }
}
