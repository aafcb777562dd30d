import {
  canBeCleared,
  canonicalAmount,
  decimalsOf,
  type FieldPath,
  fitsJsonNumber,
  MAX_AMOUNT_DECIMALS,
} from '../opportunity/index.js';
import { columnOfLetters, textCell } from '../sheet/index.js';
import { readCell } from './cellValue.js';
import type { Constant, MappedColumn } from './mapping.js';
import { type GivenFact, MappingRefusal } from './problem.js';
import { type ColumnTarget, foldHeader } from './synonyms.js';
import { parseTarget, type Target } from './target.js';
import { foldText, type ValueMap } from './valueMap.js';

/**
 * What a mapping file says of columns and values, as it stands there: columns by their headers (or letters), fields by
 * their names. `file` is how refusals name it.
 */
export interface GivenMapping {
  readonly file: string;
  readonly columns: Readonly<Record<string, string>>;
  /** Values for every row, by field. */
  readonly constants: Readonly<Record<string, GivenValue>>;
  readonly values: Readonly<Record<string, GivenValues>>;
  /** Headers that the file names elsewhere; the sheet must have them too. */
  readonly placeholders: readonly string[];
}

/** Amounts are plain decimals, as text or as a number; everything else is text; `null` empties the field. */
export type GivenValue = string | number | null;

export interface GivenValues {
  readonly entries: Readonly<Record<string, GivenValue>>;
  readonly otherwise: 'keep' | 'refuse';
}

/** A refusal's facts before the file is added. */
type WithoutFile<F> = F extends unknown ? Omit<F, 'mapping'> : never;

/** A mapping file held against the header of a sheet. */
export class GivenColumns {
  readonly #file: string;
  /** What each column is, by its position. */
  readonly targets = new Map<number, Target>();
  readonly #values = new Map<number, { name: string; given: GivenValues }>();

  /** Throws `MappingRefusal` when the file names a column that the sheet does not have, or two names are one column. */
  constructor(
    private readonly given: GivenMapping,
    private readonly headers: readonly string[],
  ) {
    this.#file = given.file;
    const named = new Map<number, string>();
    for (const [name, field] of Object.entries(given.columns)) {
      const path = ['columns', name];
      const index = this.#indexOf(name, path);
      const other = named.get(index);
      if (other !== undefined) this.#refuse({ code: 'given.sameColumn', path, other });
      named.set(index, name);
      const target = parseTarget(field);
      if (target === null) this.#refuse({ code: 'given.noSuchField', path, field });
      this.targets.set(index, target);
    }
    for (const [name, values] of Object.entries(given.values)) {
      const path = ['values', name];
      const index = this.#indexOf(name, path);
      const other = this.#values.get(index)?.name;
      if (other !== undefined) this.#refuse({ code: 'given.sameColumn', path, other });
      this.#values.set(index, { name, given: values });
    }
    for (const name of given.placeholders) this.#indexOf(name, ['placeholders', name]);
  }

  /**
   * The columns with what their texts stand for. A column that was typed to be ignored needs no values any more; any
   * other that is no field is refused, because the values were meant for something.
   */
  withValues(columns: readonly MappedColumn[], isTyped: (index: number) => boolean): readonly MappedColumn[] {
    return columns.map((column) => {
      const { index, header, use } = column;
      const found = this.#values.get(index);
      if (found === undefined || (use.kind === 'ignored' && isTyped(index))) return column;
      const path = ['values', found.name];
      if (use.kind !== 'field') this.#refuse({ code: 'given.valuesUnused', path, column: header });
      return { ...column, values: this.#valueMap(use.field, path, found.given) };
    });
  }

  /** The values for every row. `columns` are those of the sheet: a field has its value from one place only. */
  constants(columns: readonly MappedColumn[]): Constant[] {
    const taken = new Map<string, string>();
    for (const { header, use } of columns) if (use.kind === 'field') taken.set(foldHeader(use.field), header);
    const named = new Map<string, string>();
    return Object.entries(this.given.constants).map(([name, text]) => {
      const path = ['constants', name];
      const target = parseTarget(name);
      if (target === null || !isField(target)) this.#refuse({ code: 'given.noSuchField', path, field: name });
      const column = taken.get(foldHeader(target));
      if (column !== undefined) this.#refuse({ code: 'given.constantAndColumn', path, column });
      const other = named.get(foldHeader(target));
      if (other !== undefined) this.#refuse({ code: 'given.sameField', path, other });
      named.set(foldHeader(target), name);
      return { field: target, value: this.#value(target, path, text) };
    });
  }

  #valueMap(field: FieldPath, path: readonly string[], { entries, otherwise }: GivenValues): ValueMap {
    const seen = new Map<string, { text: string; value: string | null }>();
    for (const [text, written] of Object.entries(entries)) {
      const at = [...path, 'entries', text];
      if (foldText(text) === '') this.#refuse({ code: 'given.emptyEntry', path: at });
      const value = this.#value(field, at, written);
      const other = seen.get(foldText(text));
      if (other && other.value !== value)
        this.#refuse({ code: 'given.sameEntry', path: at, other: other.text });
      if (!other) seen.set(foldText(text), { text, value });
    }
    return { entries: [...seen.values()], otherwise };
  }

  /** A value as it would be read from a cell, so that nothing can be sent that a sheet could not send. */
  #value(field: FieldPath, path: readonly string[], written: GivenValue): string | null {
    if (written === null) {
      if (!canBeCleared(field)) this.#refuse({ code: 'given.notCleared', path, field });
      return null;
    }
    const text = String(written);
    if (field === 'amount') {
      const amount = canonicalAmount(text);
      const fits = amount !== null && fitsJsonNumber(amount) && decimalsOf(amount) <= MAX_AMOUNT_DECIMALS;
      if (!fits) this.#refuse({ code: 'given.notAmount', path, text });
      return amount;
    }
    // 007 and 7 are one number: an id or a code that is no text may have lost its zeros.
    if (typeof written === 'number') this.#refuse({ code: 'given.notText', path, text });
    const intent = readCell(field, textCell(text), PLAIN_RULES, undefined);
    if (intent.kind === 'clear') return null;
    if (intent.kind !== 'set') this.#refuse({ code: 'given.badText', path, text });
    return intent.value;
  }

  #indexOf(name: string, path: readonly string[]): number {
    const index = columnIndex(name, this.headers);
    if (index === null)
      this.#refuse({ code: 'given.noSuchColumn', path, column: name, columns: this.headers });
    return index;
  }

  #refuse(fact: WithoutFile<GivenFact>): never {
    throw new MappingRefusal({ ...fact, mapping: this.#file } as GivenFact);
  }
}

/** The position of a column by its header, exactly or folded, or by its letters; `null` when there is none. */
export function columnIndex(name: string, headers: readonly string[]): number | null {
  const exact = headers.indexOf(name.normalize('NFC').trim());
  if (exact !== -1) return exact;
  const wanted = foldHeader(name);
  const folded = wanted === '' ? -1 : headers.findIndex((header) => foldHeader(header) === wanted);
  if (folded !== -1) return folded;
  const letters = columnOfLetters(name);
  return letters !== null && letters < headers.length ? letters : null;
}

function isField(target: ColumnTarget | { ignored: unknown }): target is FieldPath {
  return typeof target === 'string' && target !== 'id' && target !== 'opportCode';
}

const PLAIN_RULES = {
  amountStyle: 'dot',
  placeholders: new Map(),
  ordinary: [],
  mojibake: 'keep',
  round: false,
} as const;
