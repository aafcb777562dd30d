import type { Format, Messages } from '../../messages/index.js';
import type { FieldPath, Stage } from '../../opportunity/index.js';
import type { PlannedRow } from '../../plan/index.js';
import type { Status } from '../../run/index.js';
import type { FinalRow } from '../finalRow.js';
import { needsNobody } from '../rowTally.js';

/** One row of the sheet as the page shows it, its texts cut to a length that a page can bear. */
export interface ReportRow {
  readonly rowNumber: number;
  readonly status: Status;
  /** Whether a person must look at it. */
  readonly open: boolean;
  /** The opportunity's name, where it was read. */
  readonly name: string;
  readonly id: string;
  readonly changes: readonly { readonly field: FieldPath; readonly before: string; readonly after: string }[];
  /** The row that this one repeats. */
  readonly sameAs: number | null;
  readonly message: string;
  readonly errorCode: string;
}

/** Characters of one text that the page shows; the results sheet has it whole. */
const LONGEST_TEXT = 300;

export function reportRow(
  row: PlannedRow,
  final: FinalRow,
  stages: readonly Stage[],
  { format }: Messages,
): ReportRow {
  const short = (text: string) => shortened(text, format);
  const changes = row.verdict === 'update' ? row.changes : [];
  return {
    rowNumber: row.rowNumber,
    status: final.status,
    open: !needsNobody(final.status),
    name: short(nameOf(row)),
    id: short(final.id),
    changes: changes.map(({ field, before, after }) => ({
      field,
      before: short(format.value(field, before, stages)),
      after: short(format.value(field, after, stages)),
    })),
    sameAs: row.verdict === 'duplicate' ? row.of : null,
    message: short(final.message),
    errorCode: short(final.errorCode),
  };
}

function nameOf(row: PlannedRow): string {
  if (row.verdict === 'update') return row.beforeImage.name ?? '';
  return row.verdict === 'unchanged' ? (row.name ?? '') : '';
}

function shortened(text: string, format: Format): string {
  if (text.length <= LONGEST_TEXT) return text;
  const kept = text.slice(0, LONGEST_TEXT).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (+${format.number(text.length - kept.length)})`;
}

/** Rows that the page shows at the most: more makes a browser slow and a mail too large. */
const MOST_ROWS = 5000;

/**
 * The rows that the page shows, whatever the length of the sheet: those that need a person before those that changed,
 * and those before the ones for which there was nothing to do.
 */
export class ReportRows {
  readonly #open: ReportRow[] = [];
  readonly #changed: ReportRow[] = [];
  readonly #rest: ReportRow[] = [];
  #all = 0;

  constructor(private readonly most = MOST_ROWS) {}

  /** `make` is called only when the row may be shown. */
  add(status: Status, make: () => ReportRow): void {
    this.#all += 1;
    const into = !needsNobody(status) ? this.#open : status === 'updated' ? this.#changed : this.#rest;
    if (into.length < this.most) into.push(make());
  }

  /** In the order of the sheet. */
  shown(): ReportRow[] {
    const chosen = [...this.#open, ...this.#changed, ...this.#rest].slice(0, this.most);
    return chosen.sort((a, b) => a.rowNumber - b.rowNumber);
  }

  /** The first rows that need a person. */
  open(most: number): readonly ReportRow[] {
    return this.#open.slice(0, most);
  }

  /** All rows of the sheet, shown or not. */
  get all(): number {
    return this.#all;
  }
}
