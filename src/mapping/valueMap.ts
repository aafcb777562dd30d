import type { FieldPath } from '../opportunity/index.js';
import type { Cell } from '../sheet/index.js';
import { isBlank } from '../sheet/index.js';
import type { CellIntent } from './cellIntent.js';
import { withoutInvisible } from './cellText.js';
import { readCell } from './cellValue.js';
import type { PlaceholderMeaning, ReadingRules } from './readingRules.js';

/** What the texts of one column stand for (`Ganado` is a stage's id, say). A plain value: a saved plan holds it. */
export interface ValueMap {
  /** `value` in the form in which an edit carries it: amounts as plain decimals; `null` empties the field. */
  readonly entries: readonly { readonly text: string; readonly value: string | null }[];
  /** What becomes of a text that no entry has: it is read as in any other column, or the row is invalid. */
  readonly otherwise: 'keep' | 'refuse';
}

/** Near misses that are named. */
const MOST_SUGGESTIONS = 3;

/**
 * A text as it is looked up: without case, accents and doubled spaces, as stages are. Signs count here, because `A+`
 * and `A-` or `5` and `-5` are different values.
 */
export function foldText(text: string): string {
  return withoutInvisible(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
}

const lookups = new WeakMap<ValueMap, ReadonlyMap<string, string | null>>();

/** What a text stands for; `undefined` when no entry has it. */
export function mappedValue(values: ValueMap, text: string): string | null | undefined {
  let lookup = lookups.get(values);
  if (lookup === undefined) {
    lookup = new Map(values.entries.map((entry) => [foldText(entry.text), entry.value]));
    lookups.set(values, lookup);
  }
  return lookup.get(foldText(text));
}

/** What a cell asks for in a column whose texts stand for values. Empty cells and `<clear>` mean what they always do. */
export function mappedIntent(
  values: ValueMap,
  field: FieldPath,
  cell: Cell,
  rules: ReadingRules,
  placeholder: PlaceholderMeaning | undefined,
): CellIntent {
  const named = !isBlank(cell) && hasOneText(cell);
  if (named) {
    const value = mappedValue(values, cell.text);
    if (value !== undefined) return value === null ? { kind: 'clear' } : { kind: 'set', value };
  }
  const plain = readCell(field, cell, rules, placeholder);
  if (values.otherwise === 'keep') return plain;
  // What can be read all the same is no less unknown; an error or a damaged text has its own cure.
  const unknown =
    plain.kind === 'set' ||
    (plain.kind === 'problem' && named && /^amount\.|^text\.notText/.test(plain.problem.code));
  if (!unknown) return plain;
  return { kind: 'problem', problem: { code: 'value.unmapped', suggestions: nearMisses(values, cell.text) } };
}

/** Whether the cell shows the same text on every computer: a date or a formatted number does not. */
function hasOneText(cell: Cell): boolean {
  if (cell.kind === 'number') return /^-?\d+$/.test(cell.text) && Number(cell.text) === cell.number;
  return cell.kind === 'text' || cell.kind === 'boolean';
}

/** Entries that may have been meant: one begins as the other does, or they differ in two letters at most. */
function nearMisses({ entries }: ValueMap, text: string): string[] {
  const wanted = foldText(text);
  return entries
    .map((entry) => entry.text)
    .filter((other) => {
      const folded = foldText(other);
      const [short, long] = folded.length < wanted.length ? [folded, wanted] : [wanted, folded];
      return (short.length >= 3 && long.startsWith(short)) || isWithinTwo(short, long);
    })
    .slice(0, MOST_SUGGESTIONS);
}

/** Whether at most two letters must be changed, put in or taken out; for texts of four letters and more. */
function isWithinTwo(short: string, long: string): boolean {
  if (short.length < 4 || long.length - short.length > 2 || long.length > 60) return false;
  let row = Array.from({ length: long.length + 1 }, (_, at) => at);
  for (let i = 1; i <= short.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= long.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (short[i - 1] === long[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return (row[long.length] ?? 3) <= 2;
}
