import type { CellObject } from '@e965/xlsx';
import { type Cell, EMPTY_CELL, textCell } from './cell.js';
import { zeroOrigin } from './formulaKind.js';
import { mayBeScaled, showsSame } from './odsShown.js';
import { SheetRefusal } from './refusal.js';
import { isMarked, markedText } from './richText.js';
import { isDateFormat, shownInKin, showsItsFormat } from './shownText.js';
import type { WorkbookFacts } from './workbookReader.js';

/** Days between the epochs of the 1904 and the 1900 date systems (ECMA-376 part 1, 18.17.4.1). */
const DAYS_1904 = 1462;

/** A cell as SheetJS has it, as the spreadsheet program shows it. Throws `SheetRefusal` where the file is damaged. */
export function toCell(
  cell: CellObject | undefined,
  { date1904, recalculates, bareZeros, scales, format: book }: WorkbookFacts,
  hidesZeros: boolean,
  file: string,
): Cell {
  if (cell === undefined) return EMPTY_CELL;
  // The cells that an array formula fills have its range alone.
  const formula = cell.f ?? cell.F;
  if (recalculates && formula !== undefined) return { kind: 'uncomputed', text: `=${formula}` };
  const ods = book === 'ods';
  const stored = cell.v === undefined || cell.v === null ? '' : String(cell.v);
  const shown = cell.w ?? stored;
  switch (cell.t) {
    case 'n': {
      const number = cell.v as number;
      const format = typeof cell.z === 'string' ? cell.z : undefined;
      if (format !== undefined && isDateFormat(format)) {
        const day = date1904 ? number + DAYS_1904 : number;
        return { kind: 'date', text: shown, number: day, format };
      }
      const origin = number === 0 && formula !== undefined ? zeroOrigin(cell.f) : null;
      if (origin === 'text' || (origin !== null && bareZeros))
        return { kind: 'uncomputed', text: `=${formula}` };
      const computed = origin !== null && { computed: origin };
      const named = format !== undefined && format !== 'General';
      if (hidesZeros && number === 0)
        return { kind: 'number', text: '', number, ...(named && { format }), ...computed };
      if (!named)
        return computed
          ? { kind: 'number', text: shown, number, ...computed }
          : { kind: 'number', text: shown, number };
      if (ods && !showsSame(shown, number, format)) {
        // What it shows stands in the file itself; its format is another than SheetJS says.
        const text = scales && mayBeScaled(shown) ? `${shown} [${format}]` : shown;
        return { kind: 'number', text, number, ...computed };
      }
      const text = cell.w ?? (ods ? stored : shownInKin(number, format));
      const isShown = text !== null && (ods || showsItsFormat(text, number, format));
      // With its format, the text is no number any more, whoever reads it.
      return { kind: 'number', text: isShown ? text : `${shown} [${format}]`, number, format, ...computed };
    }
    case 'b':
      return { kind: 'boolean', text: shown, boolean: cell.v === true };
    case 'e':
      return { kind: 'error', text: shown };
    case 's': {
      // A text that is not in the workbook's list of texts, of a file that was put together wrong.
      if (cell.v === undefined || cell.v === null) {
        throw new SheetRefusal({ code: 'xlsx.suspicious', file, what: 'damaged', entry: null });
      }
      if (typeof cell.v !== 'string') return textCell(shown);
      if (formula !== undefined && isLoading(cell.v, formula))
        return { kind: 'uncomputed', text: `=${formula}` };
      const another = shown !== stored && withoutSpaces(shown) !== withoutSpaces(stored);
      if (another || isMarked(cell)) return { kind: 'styled', text: markedText(cell) };
      // Empty text that a formula gave is a result: `=IF(A2="","",…)`.
      return textCell(cell.v);
    }
    default:
      return formula === undefined ? EMPTY_CELL : { kind: 'uncomputed', text: `=${formula}` };
  }
}

/** Whether Google Sheets was still waiting for what a function of its own fetches when it wrote the file, as such a formula. */
function isLoading(text: string, formula: string): boolean {
  return LOADING.test(text) && formula.includes('DUMMYFUNCTION(');
}

const LOADING = /^(?:Loading|Cargando|Carregando)(?:\.\.\.|…)$/;

/** A format may put spaces around a text: `_(@_)`. */
function withoutSpaces(text: string): string {
  return text.replace(/\s/g, '');
}
