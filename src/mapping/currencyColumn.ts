import { isBlank, type SheetRow } from '../sheet/index.js';
import { isPlaceholder } from './cellText.js';
import { agree, currencyName, fitsHeader, headerWithCurrency, isCurrency, namesOne } from './currency.js';
import { plainCell, plainText } from './dataRow.js';
import type { Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';
import { foldHeader } from './synonyms.js';

/** A word by which a column says that it holds currencies: what else stands in it is one too. */
const HEADER = /\b(?:moneda|divisa|moeda|currency)\b/;
/** The same cut short, as people head a narrow column; it might be another word. */
const SHORT_HEADER = /^(?:(?:tipo|tip|t)(?: de)? )?(?:mon|mda)$/;
/** What is written in such a column: soles and dollars, the national currency and a foreign one. */
const SHORT_WORDS: Readonly<Record<string, string>> = { S: 'PEN', D: 'USD', MN: 'MXN', ME: 'ME' };
/** A name of one, and names of a currency that may also be a person's: those count beside another that is none. */
const DOLLAR = /^(?:DOLAR|DOLLAR)$/;
const ALSO_A_NAME = /^(?:SOL|REAL|PESO)$/;
/** Currencies that are foreign ones where people say so. */
const FOREIGN: ReadonlySet<string> = new Set(['USD', 'EUR', 'GBP']);

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
  readonly #seen = new Map<string, { row: number; text: string; sure: boolean }>();
  readonly #headed: 'long' | 'short' | null;

  #currencies = 0;
  #others = 0;

  private constructor(
    private readonly mapping: Mapping,
    private readonly index: number,
    private readonly header: string,
    private readonly amount: { readonly index: number; readonly header: string },
  ) {
    const folded = foldHeader(header);
    this.#headed = HEADER.test(folded) ? 'long' : SHORT_HEADER.test(folded) ? 'short' : null;
  }

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
    const written = shown.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().replace(/[\s.]/g, '');
    const sure =
      this.#headed === 'long' ||
      isCurrency(shown) ||
      DOLLAR.test(written) ||
      (this.#headed === 'short' && written in SHORT_WORDS);
    if (!sure && !ALSO_A_NAME.test(written)) {
      this.#others += 1;
      return;
    }
    this.#currencies += 1;
    if (isBlank(plainCell(row, this.amount.index, this.mapping))) return;
    const name =
      SHORT_WORDS[written] ??
      currencyName(written === 'DOLLAR' || written === 'PESO' ? `${written}S` : written);
    if (this.#seen.has(name)) return;
    this.#seen.set(name, { row: row.number, text: shown, sure: sure || this.#headed !== null });
  }

  /** Throws `MappingRefusal` where there are two, or one that is not that of the amounts' header. */
  refuse(): void {
    if (this.#others > this.#currencies * MOST_OTHERS) return;
    const named = headerWithCurrency(this.amount.header)?.currency;
    const seen = [...this.#seen];
    const { header } = this;
    if (!seen.some(([, { sure }]) => sure)) return;
    for (const [at, [name, { sure, ...other }]] of seen.entries()) {
      const said = named !== undefined && namesOne(named) && fitsHeader(name, named);
      const earlier = seen
        .slice(0, at)
        .find(([before]) => !agree(before, name) && !(said && fitsHeader(before, named)))?.[1];
      if (earlier) {
        const one = { row: earlier.row, text: earlier.text };
        throw new MappingRefusal({ code: 'amount.currencyColumn', column: header, one, other });
      }
      if (sure && named !== undefined && !fits(name, other.text, named)) {
        const text = this.amount.header;
        const place = { row: this.mapping.headerRow, text };
        throw new MappingRefusal({ code: 'amount.currencyColumn', column: header, one: place, other });
      }
    }
  }
}

/** Whether a currency can be that of a header that names one. The national one is that of any country. */
function fits(name: string, text: string, named: string): boolean {
  if (name === 'ME') return FOREIGN.has(named) || named === '$';
  return /^\s*m\.?\s*n\.?\s*$/i.test(text) ? !FOREIGN.has(named) : fitsHeader(name, named);
}
