import type { Sheet } from '../sheet/index.js';
import type { PlanInputs } from '../ui/index.js';
import type { SheetArguments } from './sheetArguments.js';

/** What a plan was made from: the sheet's hash, and what was typed that decides what is planned. */
export function planInputs(args: SheetArguments, sheet: Sheet): PlanInputs {
  const { mapping, headerRow, map, key, decimal, round, placeholder, hidden, only, fields, rows } = args;
  const { encoding, mojibake, delimiter, quoteEscape, maxChanges, maxAmountChange, sandbox } = args;
  const typed = {
    sheet: args.sheet,
    mapping,
    headerRow,
    map,
    key,
    decimal,
    round,
    placeholder,
    hidden,
    only,
    fields,
    rows,
    encoding,
    mojibake,
    delimiter,
    quoteEscape,
    maxChanges,
    maxAmountChange,
    sandbox,
  };
  const options = Object.fromEntries(
    Object.entries(typed).filter(([, value]) => value !== undefined && value !== false),
  );
  return { sha256: sheet.source.sha256, options };
}
