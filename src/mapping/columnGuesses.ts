import { columnLetters, isBlank, type Sheet, type SheetRow, sheetRow } from '../sheet/index.js';
import { type AmountSample, amountSamples } from './amountSamples.js';
import type { AmountStyle } from './amountStyle.js';
import { findHeader } from './headerRow.js';
import { columnTargets, type HeaderOptions } from './headers.js';
import type { IgnoredReason } from './mapping.js';
import { MappingRefusal } from './problem.js';
import { type ColumnTarget, targetInHeader } from './synonyms.js';

/** One column as it is taken so far, for a person to look at and change. */
export interface ColumnGuess {
  /** Position in the row, from 0. */
  readonly index: number;
  /** The header as written; the column's letters when it is empty. */
  readonly header: string;
  /** Name by which `--map` finds the column. */
  readonly name: string;
  /** What the column is taken for; `null` when it is not used, for `reason`. */
  readonly target: ColumnTarget | null;
  readonly reason: IgnoredReason | null;
  readonly because: 'header' | 'user';
  /** What it might be, and why; never taken without a person. */
  readonly hint: ColumnHint | null;
  /** The first texts that stand in it. */
  readonly samples: readonly string[];
  /** The same, as they would be read if the column held amounts. */
  readonly amounts: readonly AmountSample[];
}

export type ColumnHint =
  /** A word of the header is one that is known. */
  | { readonly target: ColumnTarget; readonly because: 'word'; readonly word: string }
  /** Its cells look like ids or codes. */
  | { readonly target: 'id' | 'opportCode'; readonly because: 'cells' };

export interface ColumnGuesses {
  /** 0 when there is no header. */
  readonly headerRow: number;
  readonly columns: readonly ColumnGuess[];
}

const SAMPLES = 3;
/** Rows that are looked at for how amounts are written. */
const LOOKED_AT = 200;

type GuessOptions = HeaderOptions & {
  readonly headerRow?: number;
  /** How the decimals of amounts are written, if somebody said so. */
  readonly decimal?: AmountStyle;
};

/** What each column is taken for, whether or not that makes a sheet that can be planned. Throws `MappingRefusal`. */
export async function guessColumns(sheet: Sheet, options: GuessOptions): Promise<ColumnGuesses> {
  let header: SheetRow | null = null;
  const below: SheetRow[] = [];
  for await (const batch of sheet.batches()) {
    header ??= headerOf(batch, options);
    const { number } = header ?? { number: Number.POSITIVE_INFINITY };
    below.push(...batch.filter((row) => row.number > number).slice(0, LOOKED_AT));
    if (below.length >= SAMPLES) break;
  }
  if (header === null) throw new MappingRefusal({ code: 'header.noSuchRow', row: options.headerRow ?? 1 });
  return { headerRow: header.number, columns: guesses(header, below, options) };
}

/** A first row none of whose headers is known is a header all the same once a person can say what they are. */
function headerOf(batch: readonly SheetRow[], options: GuessOptions): SheetRow | null {
  try {
    return findHeader(batch, options);
  } catch (error) {
    if (error instanceof MappingRefusal && error.fact.code === 'header.none') return batch[0] ?? null;
    throw error;
  }
}

function guesses(header: SheetRow, below: readonly SheetRow[], options: GuessOptions): ColumnGuess[] {
  const rows = below.slice(0, SAMPLES);
  const width = rows.reduce((most, row) => Math.max(most, row.width), header.width);
  const whole = sheetRow(
    header.number,
    header.line,
    Array.from({ length: width }, (_, index) => header.cell(index)),
  );
  const found = columnTargets(whole, options);
  const names = found.map((column) => column.header);
  return found.map(({ index, header: name, target, because }) => {
    const samples = rows.map((row) => row.cell(index)).filter((cell) => !isBlank(cell));
    const texts = samples.map(({ text }) => text);
    const taken = typeof target === 'string' ? target : null;
    const reason = typeof target === 'string' ? null : target.ignored;
    return {
      index,
      header: name,
      name: names.indexOf(name) === names.lastIndexOf(name) ? name : columnLetters(index),
      target: taken,
      reason,
      because,
      hint: reason === 'unknown' || reason === 'empty-header' ? hintOf(name, texts) : null,
      samples: texts,
      amounts: amountSamples(
        samples,
        below.map((row) => row.cell(index)),
        options.decimal,
      ),
    };
  });
}

function hintOf(header: string, texts: readonly string[]): ColumnHint | null {
  const known = targetInHeader(header);
  if (known !== null) return { ...known, because: 'word' };
  const all = (pattern: RegExp) => texts.length > 0 && texts.every((text) => pattern.test(text.trim()));
  if (all(/^(?:[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f-]{27})$/i)) return { target: 'id', because: 'cells' };
  if (all(/^[A-Z]{1,5}-\d{2,}$/)) return { target: 'opportCode', because: 'cells' };
  return null;
}
