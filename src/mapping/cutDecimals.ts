import { isBlank, type SheetRow } from '../sheet/index.js';
import { readAmount } from './amountStyle.js';
import type { MappedColumn, Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';

/** What may have been cut off an amount: its decimals, or its last thousands and what is behind them. */
const CUT_OFF = /^\d{1,3}(?:\.\d+)?(?!\d)[^\d]*$/;

/**
 * Watches for rows that are one cell too long, in a file that commas separate: where `1234,50` or `1,234` was written
 * without quotes, the amount would lose what is behind the comma. The last cell of such a row is in a column without a
 * name, or it is empty and beyond the header.
 */
export class CutDecimals {
  #seen: { row: number; text: string; beside: string | null } | null = null;

  private constructor(
    private readonly amounts: MappedColumn,
    /** The first column without a name to the right of the amounts. */
    private readonly spare: MappedColumn | undefined,
    private readonly width: number,
  ) {}

  /** `null` where there are no amounts. */
  static beside({ columns }: Mapping): CutDecimals | null {
    const amounts = columns.find(({ use }) => use.kind === 'field' && use.field === 'amount');
    if (amounts === undefined) return null;
    const spare = columns.find(
      ({ index, use }) => index > amounts.index && use.kind === 'ignored' && use.reason === 'empty-header',
    );
    return new CutDecimals(amounts, spare, columns.length);
  }

  add(row: SheetRow): void {
    const { amounts, spare, width } = this;
    const spared = spare !== undefined && !isBlank(row.cell(spare.index));
    if (this.#seen !== null || !(spared || row.width > width)) return;
    const behind = row.cell(amounts.index + 1).text.trim();
    if (!CUT_OFF.test(behind)) return;
    const text = `${row.cell(amounts.index).text.trim()},${behind}`;
    const { kind } = readAmount(text);
    if (kind !== 'comma' && kind !== 'dot' && kind !== 'ambiguous') return;
    this.#seen = { row: row.number, text, beside: spared ? spare.header : null };
  }

  /** Throws `MappingRefusal` when a row looks like that: one that was cut is enough, whatever stands in the others. */
  refuse(): void {
    if (this.#seen === null) return;
    throw new MappingRefusal({ code: 'amount.cut', column: this.amounts.header, ...this.#seen });
  }
}
