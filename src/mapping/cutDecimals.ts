import { isBlank, type SheetRow } from '../sheet/index.js';
import { readAmount } from './amountStyle.js';
import type { MappedColumn, Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';

/** What may have been cut off an amount: its decimals, or its last thousands and what is behind them. */
const CUT_OFF = /^\d{1,3}(?:\.\d+)?(?!\d)[^\d]*$/;

/**
 * Watches a column without a name to the right of the amounts, in a file that commas separate: where `1234,50` or
 * `1,234` was written without quotes, the row is one cell too long, and the amount would lose what is behind the comma.
 */
export class CutDecimals {
  #seen: { row: number; text: string } | null = null;

  private constructor(
    private readonly amounts: MappedColumn,
    /** The first column without a name: empty, unless a row is too long. */
    private readonly spare: MappedColumn,
  ) {}

  /** `null` where there is no such column. */
  static beside({ columns }: Mapping): CutDecimals | null {
    const amounts = columns.find(({ use }) => use.kind === 'field' && use.field === 'amount');
    if (amounts === undefined) return null;
    const spare = columns.find(
      ({ index, use }) => index > amounts.index && use.kind === 'ignored' && use.reason === 'empty-header',
    );
    return spare === undefined ? null : new CutDecimals(amounts, spare);
  }

  add(row: SheetRow): void {
    if (this.#seen !== null || isBlank(row.cell(this.spare.index))) return;
    const behind = row.cell(this.amounts.index + 1).text.trim();
    if (!CUT_OFF.test(behind)) return;
    const text = `${row.cell(this.amounts.index).text.trim()},${behind}`;
    const { kind } = readAmount(text);
    if (kind === 'comma' || kind === 'dot' || kind === 'ambiguous') this.#seen = { row: row.number, text };
  }

  /** Throws `MappingRefusal` when a row looks like that: one that was cut is enough, whatever stands in the others. */
  refuse(): void {
    if (this.#seen === null) return;
    const { amounts, spare } = this;
    throw new MappingRefusal({
      code: 'amount.cut',
      column: amounts.header,
      beside: spare.header,
      ...this.#seen,
    });
  }
}
