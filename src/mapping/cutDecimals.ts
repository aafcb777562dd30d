import { isBlank, type SheetRow } from '../sheet/index.js';
import type { MappedColumn, Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';

/**
 * Watches a column without a name to the right of the amounts, in a file that commas separate: where `1234,50` was
 * written without quotes, its decimals stand there, and the amount would lose them.
 */
export class CutDecimals {
  #seen: { row: number; text: string } | null = null;
  #other = false;

  private constructor(
    private readonly amounts: MappedColumn,
    private readonly beside: MappedColumn,
  ) {}

  /** `null` where there is no such column. */
  static beside({ columns }: Mapping): CutDecimals | null {
    const amounts = columns.find(({ use }) => use.kind === 'field' && use.field === 'amount');
    if (amounts === undefined) return null;
    const beside = columns[amounts.index + 1];
    if (beside?.use.kind !== 'ignored' || beside.use.reason !== 'empty-header') return null;
    return new CutDecimals(amounts, beside);
  }

  add(row: SheetRow): void {
    const cell = row.cell(this.beside.index);
    if (isBlank(cell)) return;
    const whole = row.cell(this.amounts.index).text.trim();
    if (/^-?\d+$/.test(whole) && /^\d{1,2}$/.test(cell.text.trim())) {
      this.#seen ??= { row: row.number, text: `${whole},${cell.text.trim()}` };
    } else {
      this.#other = true;
    }
  }

  /** Throws `MappingRefusal` when all that stands in the column could be decimals. */
  refuse(): void {
    if (this.#seen === null || this.#other) return;
    const { amounts, beside } = this;
    throw new MappingRefusal({
      code: 'amount.cut',
      column: amounts.header,
      beside: beside.header,
      ...this.#seen,
    });
  }
}
