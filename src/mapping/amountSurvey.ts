import { type AmountStyle, currencyOf, readAmount } from './amountStyle.js';
import { MappingRefusal } from './problem.js';

type Sighting = { row: number; text: string };

/** Collects, over all cells of the amount column, how its decimals and its currency are written. */
export class AmountSurvey {
  #comma: Sighting | null = null;
  #dot: Sighting | null = null;
  #ambiguous: (Sighting & { readings: readonly [string, string] }) | null = null;
  #currency: (Sighting & { sign: string }) | null = null;
  #otherCurrency: (Sighting & { sign: string }) | null = null;
  #negative: Sighting | null = null;
  #negatives = 0;

  constructor(private readonly column: string) {}

  add(row: number, text: string): void {
    const reading = readAmount(text);
    switch (reading.kind) {
      case 'comma':
        this.#comma ??= { row, text };
        break;
      case 'dot':
        this.#dot ??= { row, text };
        break;
      case 'ambiguous':
        this.#ambiguous ??= { row, text, readings: [reading.comma, reading.dot] };
        break;
      case 'plain':
        break;
      default:
        return;
    }
    const amount = reading.kind === 'ambiguous' ? reading.comma : reading.amount;
    if (amount.startsWith('-')) {
      this.#negative ??= { row, text };
      this.#negatives += 1;
    }
    const sign = isDigit(text, 0) && isDigit(text, text.length - 1) ? null : currencyOf(text);
    if (sign === null) return;
    if (this.#currency === null) this.#currency = { row, text, sign };
    else if (this.#currency.sign !== sign) this.#otherCurrency ??= { row, text, sign };
  }

  get negatives(): { cells: number; example: Sighting } | null {
    return this.#negative && { cells: this.#negatives, example: this.#negative };
  }

  /**
   * The column's style; `null` when no cell depends on it. Throws `MappingRefusal` when the cells contradict
   * each other, or when none of them tells and one of them has two readings.
   */
  decide(): AmountStyle | null {
    if (this.#comma && this.#dot) {
      const { column } = this;
      throw new MappingRefusal({ code: 'amount.mixed', column, comma: this.#comma, dot: this.#dot });
    }
    if (this.#comma) return 'comma';
    if (this.#dot) return 'dot';
    if (this.#ambiguous) {
      throw new MappingRefusal({ code: 'amount.ambiguous', column: this.column, ...this.#ambiguous });
    }
    return null;
  }

  /** Amounts of two currencies in one column are not amounts of one field. Throws `MappingRefusal`. */
  refuseTwoCurrencies(): void {
    if (!this.#currency || !this.#otherCurrency) return;
    const { column } = this;
    const { row, text } = this.#currency;
    const other = { row: this.#otherCurrency.row, text: this.#otherCurrency.text };
    throw new MappingRefusal({ code: 'amount.currencies', column, one: { row, text }, other });
  }
}

/** A currency stands before or behind an amount, so one that begins and ends with digits has none. */
function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
