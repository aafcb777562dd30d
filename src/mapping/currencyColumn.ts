import { isBlank, type SheetRow } from '../sheet/index.js';
import { isPlaceholder } from './cellText.js';
import { agree, currencyName, fitsHeader, headerWithCurrency, isCurrency, namesOne } from './currency.js';
import { plainCell, plainText } from './dataRow.js';
import type { Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';
import { foldHeader } from './synonyms.js';

/** A word by which a column says that it holds currencies: what else stands in it is one too. */
const HEADER = /\b(?:moneda|divisa|moeda|currency)\b/;
/** How many of its cells may say no currency in a column of any name. */
const MOST_OTHERS = 0.2;

/** Cells of a column without any currency after which no more of it are looked at. */
const LEAST_OTHERS = 5;
/** Different currencies after which no more are looked for. */
const MOST_SEEN = 20;

/**
 * A column beside the amounts that says their currency, as exports of other CRMs have it. It is not read, and the amount
 * of this one has no currency: where the rows have several, their amounts would stand beside each other as if they had one.
 */
export class CurrencyColumn {
  /** The first row of each currency, by its name. */
  readonly #seen = new Map<string, { row: number; text: string }>();

  #currencies = 0;
  #others = 0;

  private constructor(
    private readonly mapping: Mapping,
    private readonly index: number,
    private readonly header: string,
    private readonly amount: { readonly index: number; readonly header: string },
  ) {}

  /** The columns that may be such; one that a person has left out says nothing. */
  static beside(mapping: Mapping): CurrencyColumn[] {
    const { columns } = mapping;
    const amount = columns.find(({ use }) => use.kind === 'field' && use.field === 'amount');
    if (!amount) return [];
    return columns
      .filter(
        ({ use }) => use.kind === 'ignored' && (use.reason === 'unknown' || use.reason === 'empty-header'),
      )
      .map(({ index, header }) => new CurrencyColumn(mapping, index, header, amount));
  }

  add(row: SheetRow): void {
    if (this.#seen.size >= MOST_SEEN || (this.#currencies === 0 && this.#others >= LEAST_OTHERS)) return;
    const text = plainText(row, this.index, this.mapping);
    if (text === '') return;
    const shown = text ?? plainCell(row, this.index, this.mapping).text;
    if (shown.trim() === '' || isPlaceholder(shown)) return;
    const isNamed = HEADER.test(foldHeader(this.header));
    if (!isNamed && !isCurrency(shown)) {
      this.#others += 1;
      return;
    }
    this.#currencies += 1;
    if (isBlank(plainCell(row, this.amount.index, this.mapping))) return;
    const name = currencyName(shown.normalize('NFD').replace(/\p{M}/gu, ''));
    if (!this.#seen.has(name)) this.#seen.set(name, { row: row.number, text: shown });
  }

  /** Throws `MappingRefusal` where there are two, or one that is not that of the amounts' header. */
  refuse(): void {
    if (this.#others > this.#currencies * MOST_OTHERS) return;
    const named = headerWithCurrency(this.amount.header)?.currency;
    const seen = [...this.#seen];
    const { header } = this;
    for (const [at, [name, other]] of seen.entries()) {
      const said = named !== undefined && namesOne(named) && fitsHeader(name, named);
      const one = seen
        .slice(0, at)
        .find(([before]) => !agree(before, name) && !(said && fitsHeader(before, named)))?.[1];
      if (one) throw new MappingRefusal({ code: 'amount.currencyColumn', column: header, one, other });
      if (named !== undefined && !fitsHeader(name, named)) {
        const text = this.amount.header;
        const place = { row: this.mapping.headerRow, text };
        throw new MappingRefusal({ code: 'amount.currencyColumn', column: header, one: place, other });
      }
    }
  }
}
