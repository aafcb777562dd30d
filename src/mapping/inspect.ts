import type { FieldPath } from '../opportunity/index.js';
import { isBlank, type Sheet, type SheetRow } from '../sheet/index.js';
import { plainCell } from './dataRow.js';
import { type Edit, editOf } from './edit.js';
import type { MappedColumn, SheetUnderstanding } from './mapping.js';
import type { MappingProblem } from './problem.js';

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

/** Reads every cell of a sheet that was understood, as a plan would, and keeps what a puzzled person needs to see. */
export async function inspectSheet(
  sheet: Sheet,
  understanding: SheetUnderstanding,
): Promise<SheetInspection> {
  const inspector = new Inspector(understanding);
  for await (const batch of sheet.batches()) {
    for (const row of batch) if (row.number > understanding.mapping.headerRow) inspector.add(row);
  }
  return inspector.result();
}

class Inspector {
  readonly #columns: { column: MappedColumn; samples: SampleCell[]; filled: number }[];
  /** Columns that still want samples; soon empty, so that a long sheet costs nothing for its unused columns. */
  #sampling: { column: MappedColumn; samples: SampleCell[] }[];
  readonly #used: { column: MappedColumn; filled: number }[];
  readonly #problems = new Map<string, { -readonly [K in keyof ProblemCount]: ProblemCount[K] }>();
  readonly #rows = { withProblems: 0, skipped: 0, withValues: 0, withoutValues: 0 };

  constructor(private readonly understanding: SheetUnderstanding) {
    this.#columns = understanding.mapping.columns.map((column) => ({ column, samples: [], filled: 0 }));
    this.#sampling = [...this.#columns];
    this.#used = this.#columns.filter(({ column }) => column.use.kind !== 'ignored');
  }

  add(row: SheetRow): void {
    const edit = editOf(row, this.understanding);
    if (edit.problems.length > 0) this.#rows.withProblems += 1;
    else if (edit.skip !== null) this.#rows.skipped += 1;
    else if (edit.set.size + edit.clear.length > 0) this.#rows.withValues += 1;
    else this.#rows.withoutValues += 1;
    for (const problem of edit.problems) this.#count(problem);
    for (const used of this.#used) if (!isBlank(row.cell(used.column.index))) used.filled += 1;
    if (this.#sampling.length > 0) this.#sample(row, edit);
  }

  result(): SheetInspection {
    return {
      columns: this.#columns.map(({ column, samples, filled }) => ({
        column,
        samples,
        filled: column.use.kind === 'ignored' ? null : filled,
      })),
      problems: [...this.#problems.values()].sort((a, b) => b.cells - a.cells),
      rows: this.#rows,
    };
  }

  #sample(row: SheetRow, edit: Edit): void {
    for (const { column, samples } of this.#sampling) {
      const cell = plainCell(row, column.index, this.understanding.mapping);
      if (isBlank(cell) || samples.some(({ text }) => text === cell.text)) continue;
      samples.push({ row: row.number, text: cell.text, kind: cell.kind, value: valueIn(column, edit) });
    }
    this.#sampling = this.#sampling.filter(({ samples }) => samples.length < SAMPLES);
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
  const field: FieldPath = use.field;
  return edit.clear.includes(field) ? '' : (edit.set.get(field) ?? null);
}
