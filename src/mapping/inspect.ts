import { type Cell, isBlank, type Sheet, type SheetRow } from '../sheet/index.js';
import type { KeyReading } from './cellValue.js';
import { plainCell } from './dataRow.js';
import { type Edit, type EditRules, editOf, type RowReader, readRow } from './edit.js';
import type { MappedColumn, SheetUnderstanding } from './mapping.js';
import type { MappingProblem } from './problem.js';
import { type UnderstandOptions, understandSheet } from './understand.js';

/** One cell as it stands in the sheet, and what it was taken for. */
export interface SampleCell {
  readonly row: number;
  readonly text: string;
  /** What kind of cell it is in the sheet (`text`, `number`, `date`, …). */
  readonly kind: string;
  /** The value that would be compared and sent; `null` when there is none, because of a problem or because it is left. */
  readonly value: string | null;
}

export interface ColumnInspection {
  readonly column: MappedColumn;
  readonly samples: readonly SampleCell[];
  /** Data rows in which a column that is used has anything; `null` for one that is not used. */
  readonly filled: number | null;
}

/** Problems of one kind in one column. */
export interface ProblemCount {
  readonly code: MappingProblem['code'];
  readonly column: string | null;
  readonly cells: number;
  /** The first few. */
  readonly examples: readonly MappingProblem[];
}

/** What became of every data row, without any network. */
export interface SheetInspection {
  readonly columns: readonly ColumnInspection[];
  readonly problems: readonly ProblemCount[];
  /** Rows with a problem, rows left out, rows that set or clear something, and rows that would change nothing. */
  readonly rows: {
    readonly withProblems: number;
    readonly skipped: number;
    readonly withValues: number;
    readonly withoutValues: number;
  };
}

const SAMPLES = 3;
const EXAMPLES = 3;

/**
 * Understands a sheet and reads every cell of it as a plan would, in one walk, and keeps what a puzzled person needs
 * to see. Throws what `understandSheet` throws.
 */
export async function inspectSheet(
  sheet: Sheet,
  options: UnderstandOptions = {},
): Promise<{ understanding: SheetUnderstanding; inspection: SheetInspection }> {
  let inspector: Inspector | null = null;
  const understanding = await understandSheet(sheet, options, (rules) => {
    const made = new Inspector(rules);
    inspector = made;
    return (row, key) => made.add(row, key);
  });
  if (inspector === null) throw new Error('a sheet was understood without a header');
  return { understanding, inspection: (inspector as Inspector).result(understanding) };
}

interface Sampled {
  readonly column: MappedColumn;
  readonly samples: { readonly row: SheetRow; readonly cell: Cell }[];
  filled: number;
}

class Inspector {
  readonly #columns: Sampled[];
  /** Columns that still want samples; soon empty, so that a long sheet costs nothing for its unused columns. */
  #sampling: Sampled[];
  readonly #used: Sampled[];
  readonly #problems = new Map<string, { -readonly [K in keyof ProblemCount]: ProblemCount[K] }>();
  /** Values and problems of the row that is being read. */
  #values = 0;
  #troubles = 0;
  readonly #reader: RowReader = {
    keyed: () => undefined,
    alsoKeyed: () => undefined,
    value: () => {
      this.#values += 1;
    },
    problem: (problem) => {
      this.#troubles += 1;
      this.#count(problem);
    },
  };
  readonly #rows = { withProblems: 0, skipped: 0, withValues: 0, withoutValues: 0 };

  constructor(private readonly rules: EditRules) {
    this.#columns = rules.mapping.columns.map((column) => ({ column, samples: [], filled: 0 }));
    this.#sampling = [...this.#columns];
    this.#used = this.#columns.filter(({ column }) => column.use.kind !== 'ignored');
  }

  add(row: SheetRow, key: KeyReading | null): void {
    this.#values = 0;
    this.#troubles = 0;
    const skip = readRow(row, this.rules, this.#reader, key);
    if (this.#troubles > 0) this.#rows.withProblems += 1;
    else if (skip !== null) this.#rows.skipped += 1;
    else if (this.#values > 0) this.#rows.withValues += 1;
    else this.#rows.withoutValues += 1;
    for (const used of this.#used) if (!row.isEmpty(used.column.index)) used.filled += 1;
    if (this.#sampling.length > 0) this.#sample(row);
  }

  result(understanding: SheetUnderstanding): SheetInspection {
    return {
      columns: this.#columns.map(({ column, samples, filled }) => ({
        column,
        // Only now is it decided how amounts are read.
        samples: samples.map(({ row, cell }) => ({
          row: row.number,
          text: cell.text,
          kind: cell.kind,
          value: valueIn(column, editOf(row, understanding)),
        })),
        filled: column.use.kind === 'ignored' ? null : filled,
      })),
      problems: [...this.#problems.values()].sort((a, b) => b.cells - a.cells),
      rows: this.#rows,
    };
  }

  #sample(row: SheetRow): void {
    let enough = false;
    for (const { column, samples } of this.#sampling) {
      // In order: of thousands of columns beside a stray cell most rows have a few.
      if (column.index >= row.width) break;
      const cell = plainCell(row, column.index, this.rules.mapping);
      if (isBlank(cell) || samples.some((other) => other.cell.text === cell.text)) continue;
      samples.push({ row, cell });
      enough ||= samples.length >= SAMPLES;
    }
    if (enough) this.#sampling = this.#sampling.filter(({ samples }) => samples.length < SAMPLES);
  }

  #count(problem: MappingProblem): void {
    const column = 'column' in problem ? problem.column : null;
    const key = `${problem.code} ${column ?? ''}`;
    const counted = this.#problems.get(key);
    if (!counted) this.#problems.set(key, { code: problem.code, column, cells: 1, examples: [problem] });
    else {
      counted.cells += 1;
      if (counted.examples.length < EXAMPLES) counted.examples = [...counted.examples, problem];
    }
  }
}

function valueIn({ use }: MappedColumn, edit: Edit): string | null {
  if (use.kind === 'key') return edit.key;
  if (use.kind !== 'field') return null;
  const wanted = edit.values.find(({ field }) => field === use.field);
  return wanted ? (wanted.value ?? '') : null;
}
