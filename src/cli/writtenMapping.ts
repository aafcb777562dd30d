import {
  columnIndex,
  type MappedColumn,
  type PlaceholderMeaning,
  type SheetUnderstanding,
} from '../mapping/index.js';
import type { MappingFile } from '../settings/index.js';
import { columnLetters, type SheetSource } from '../sheet/index.js';
import type { ReadingArguments } from './sheetArguments.js';

/**
 * How a sheet was understood, as a mapping file: every column that has a name, and what was typed or answered. What the
 * next file of its kind may have otherwise (its encoding, how its decimals are written) stands there only if it was: a
 * decimal sign that one sheet's cells had told would make 2 of another sheet's 2.000, and nobody would be asked.
 */
export function mappingOf(
  args: ReadingArguments,
  { sheetName, sheetNames }: SheetSource,
  { mapping, rules }: SheetUnderstanding,
): MappingFile {
  const headers = mapping.columns.map(({ header }) => header);
  const named = mapping.columns.filter(({ use }) => use.kind !== 'ignored' || !UNNAMED.has(use.reason));
  const columns = named.map((column) => [nameOf(column, headers), targetOf(column, mapping.key.by)]);
  const constants = mapping.constants.map(({ field, value }) => [field, value]);
  const values = named.flatMap((column) => {
    if (column.values === undefined) return [];
    const { entries, otherwise } = column.values;
    const texts = Object.fromEntries(entries.map(({ text, value }) => [text, value]));
    return [[nameOf(column, headers), { entries: texts, otherwise }]];
  });
  // The first of several for one column is the one that counts; in an object it is the last.
  const placeholders = (args.placeholder ?? []).map(placeholderEntry).reverse();
  const { headerRow, decimal, hidden, mojibake, encoding, delimiter, quoteEscape } = args;
  const sheet = args.sheet ?? (sheetNames.length > 1 ? sheetName : null);
  return {
    version: 1,
    ...(sheet !== null && { sheet }),
    ...(headerRow !== undefined && { headerRow }),
    columns: Object.fromEntries(columns),
    key: mapping.key.by,
    ...(constants.length > 0 && { constants: Object.fromEntries(constants) }),
    ...(values.length > 0 && { values: Object.fromEntries(values) }),
    ...(decimal !== undefined && { decimal }),
    ...(rules.round && { round: true }),
    ...(placeholders.length > 0 && { placeholders: Object.fromEntries(placeholders) }),
    ...(hidden !== undefined && { hidden }),
    ...(mojibake !== undefined && { mojibake }),
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter: delimiter === '\t' ? 'tab' : delimiter }),
    ...(quoteEscape !== undefined && { quoteEscape }),
  };
}

/** Columns that a mapping file says nothing of: they have no name, or are of a results sheet. */
const UNNAMED: ReadonlySet<string> = new Set(['empty-header', 'results-column']);

/** By its header; by its letters where another column has that name. */
export function nameOf({ index, header }: MappedColumn, headers: readonly string[]): string {
  return columnIndex(header, headers) === index ? header : columnLetters(index);
}

/** What a column is taken for, as a mapping file and `--map` say it. */
export function targetOf({ use }: MappedColumn, by: 'id' | 'opportCode'): string {
  if (use.kind === 'key') return by;
  if (use.kind === 'field') return use.field;
  if (use.reason !== 'other-key') return '-';
  return by === 'id' ? 'opportCode' : 'id';
}

/** One that `understood` has checked already. */
function placeholderEntry(text: string): readonly [string, PlaceholderMeaning] {
  const at = text.lastIndexOf('=');
  return [at === -1 ? '*' : text.slice(0, at).trim(), text.slice(at + 1).trim() as PlaceholderMeaning];
}
