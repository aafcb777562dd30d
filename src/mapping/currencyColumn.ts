import { isBlank, type SheetRow } from '../sheet/index.js';
import { agree, currencyName, fitsHeader, headerWithCurrency } from './currency.js';
import { plainCell } from './dataRow.js';
import type { Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';
import { foldHeader } from './synonyms.js';

/** How a column is called that says in which currency each amount is. */
const HEADERS: ReadonlySet<string> = new Set([
  ...['moneda', 'tipo de moneda', 'codigo de moneda', 'divisa', 'moeda', 'currency', 'currency code'],
  ...['deal currency', 'deal currency code', 'amount currency', 'opportunity currency'],
]);

/** Different currencies after which no more are looked for. */
const MOST_SEEN = 20;

/**
 * A column beside the amounts that says their currency, as exports of other CRMs have it. It is not read, and the amount
 * of this one has no currency: where the rows have several, their amounts would stand beside each other as if they had one.
 */
export class CurrencyColumn {
  /** The first row of each currency, by its name. */
  readonly #seen = new Map<string, { row: number; text: string }>();

  private constructor(
    private readonly mapping: Mapping,
    private readonly index: number,
    private readonly header: string,
    private readonly amount: { readonly index: number; readonly header: string },
  ) {}

  /** The column, if there is one; one that a person has left out says nothing. */
  static beside(mapping: Mapping): CurrencyColumn | null {
    const { columns } = mapping;
    const amount = columns.find(({ use }) => use.kind === 'field' && use.field === 'amount');
    const column = columns.find(
      ({ header, use }) =>
        use.kind === 'ignored' && use.reason === 'unknown' && HEADERS.has(foldHeader(header)),
    );
    return amount && column ? new CurrencyColumn(mapping, column.index, column.header, amount) : null;
  }

  add(row: SheetRow): void {
    if (this.#seen.size >= MOST_SEEN || isBlank(plainCell(row, this.amount.index, this.mapping))) return;
    const cell = plainCell(row, this.index, this.mapping);
    if (isBlank(cell)) return;
    const name = currencyName(cell.text.normalize('NFD').replace(/\p{M}/gu, ''));
    if (!this.#seen.has(name)) this.#seen.set(name, { row: row.number, text: cell.text });
  }

  /** Throws `MappingRefusal` where there are two, or one that is not that of the amounts' header. */
  refuse(): void {
    const named = headerWithCurrency(this.amount.header)?.currency;
    const seen = [...this.#seen];
    const { header } = this;
    for (const [at, [name, other]] of seen.entries()) {
      const one = seen.slice(0, at).find(([before]) => !agree(before, name))?.[1];
      if (one) throw new MappingRefusal({ code: 'amount.currencyColumn', column: header, one, other });
      if (named !== undefined && !fitsHeader(name, named)) {
        const text = this.amount.header;
        const place = { row: this.mapping.headerRow, text };
        throw new MappingRefusal({ code: 'amount.currencyColumn', column: header, one: place, other });
      }
    }
  }
}
