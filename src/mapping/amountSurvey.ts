import type { Cell } from '../sheet/index.js';
import { type AmountReading, type AmountStyle, commonStyle, currencyOf, readAmount } from './amountStyle.js';
import { agree, fitsHeader, headerWithCurrency, namesOne } from './currency.js';
import { MappingRefusal } from './problem.js';

type Sighting = { row: number; text: string };
/** A cell with two readings: for comma and for dot decimals. */
type Ambiguous = Sighting & { readings: readonly [string, string] };

type StyledReading = Extract<AmountReading, { kind: AmountStyle }>;

/** Three decimals or more at the end, before nothing but a currency. */
const LONG_FRACTION: Record<AmountStyle, RegExp> = { comma: /,\d{3,}\D*$/, dot: /\.\d{3,}\D*$/ };

const STYLES: readonly AmountStyle[] = ['comma', 'dot'];

const THREE_DECIMALS = /^-?[1-9]\d{0,2}\.\d{3}$/;

/** Amounts with three decimals or more that make a habit of it, and one to how many of those that it would decide. */
const LEAST_LONG = 2;
const LEAST_SHARE = 4;

/** Collects, over all cells of the amount column, how its decimals and its currency are written. */
export class AmountSurvey {
  /** The first cell that has decimals of each style, and the first that can have no other. */
  readonly #styled: Record<AmountStyle, Sighting | null> = { comma: null, dot: null };
  readonly #clear: Record<AmountStyle, Sighting | null> = { comma: null, dot: null };
  /** The first whose sign, comma or dot, stands either for three decimals or for thousands. */
  readonly #ambiguous: Record<AmountStyle, Ambiguous | null> = { comma: null, dot: null };
  /** How many of them there are, and how many cells that tell have three decimals or more themselves. */
  readonly #open: Record<AmountStyle, number> = { comma: 0, dot: 0 };
  readonly #long: Record<AmountStyle, number> = { comma: 0, dot: 0 };
  /** Whether one of those is below 1, as `0.125`: nobody writes thousands so. */
  readonly #below1: Record<AmountStyle, boolean> = { comma: false, dot: false };
  /** The first amount in each currency. */
  readonly #currencies = new Map<string, Sighting>();
  /** Number formats whose currency was looked at: there are few of them, and many cells. */
  readonly #formats = new Set<string>();
  /** The first number of a workbook that has three decimals and no format. */
  #typed: Sighting | null = null;
  #negative: Sighting | null = null;
  #negatives = 0;

  add(row: number, text: string): void {
    // Of two amounts that are digits with one or two decimals the second tells nothing that the first did not.
    const common = commonStyle(text);
    if (common === 'plain' || (common !== null && this.#clear[common] !== null)) return;
    const reading = readAmount(text);
    switch (reading.kind) {
      case 'comma':
      case 'dot':
        this.#noteStyle(row, text, reading);
        break;
      case 'ambiguous':
        this.#ambiguous[reading.separator] ??= { row, text, readings: [reading.comma, reading.dot] };
        this.#open[reading.separator] += 1;
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
    this.#noteCurrency(row, text);
  }

  #noteStyle(row: number, text: string, { kind, amount, grouped }: StyledReading): void {
    this.#styled[kind] ??= { row, text };
    if (grouped === undefined) {
      this.#clear[kind] ??= { row, text };
      if (!hasShortFraction(text) && LONG_FRACTION[kind].test(text)) {
        this.#long[kind] += 1;
        this.#below1[kind] ||= amount.startsWith('0.') || amount.startsWith('-0.');
      }
    } else {
      this.#open[kind] += 1;
      this.#ambiguous[kind] ??= {
        row,
        text,
        readings: kind === 'dot' ? [grouped, amount] : [amount, grouped],
      };
    }
  }

  /**
   * A number of a workbook: only its currency, which its format shows, is a matter of the column. One without a format
   * that has three decimals may have been typed with a point for thousands, where the program takes that for the decimals.
   */
  addNumber(row: number, { text, number, format }: Cell & { kind: 'number' }): void {
    if (format === undefined) {
      if (this.#typed === null && !Number.isInteger(number) && THREE_DECIMALS.test(text))
        this.#typed = { row, text };
      return;
    }
    if (this.#formats.has(format)) return;
    this.#formats.add(format);
    // `[$-280A]` is a language alone, for which SheetJS shows a `$`.
    const shown = /\[\$-[^\]]*\]/.test(format) ? text.replace('$', '') : text;
    this.#noteCurrency(row, shown, text);
  }

  #noteCurrency(row: number, text: string, shown = text): void {
    const sign = isDigit(text, 0) && isDigit(text, text.length - 1) ? null : currencyOf(text);
    if (sign !== null && !this.#currencies.has(sign)) this.#currencies.set(sign, { row, text: shown });
  }

  /** What is known from the cells of both. */
  with(other: AmountSurvey): AmountSurvey {
    const both = new AmountSurvey();
    for (const one of [this, other]) {
      for (const style of STYLES) {
        both.#styled[style] = firstOf(both.#styled[style], one.#styled[style]);
        both.#clear[style] = firstOf(both.#clear[style], one.#clear[style]);
        both.#ambiguous[style] = firstOf(both.#ambiguous[style], one.#ambiguous[style]);
        both.#open[style] += one.#open[style];
        both.#long[style] += one.#long[style];
        both.#below1[style] ||= one.#below1[style];
      }
      for (const [sign, sighting] of one.#currencies) {
        both.#currencies.set(sign, firstOf(both.#currencies.get(sign) ?? null, sighting) ?? sighting);
      }
      both.#typed = firstOf(both.#typed, one.#typed);
      both.#negative = firstOf(both.#negative, one.#negative);
      both.#negatives += one.#negatives;
    }
    return both;
  }

  get negatives(): { cells: number; example: Sighting } | null {
    return this.#negative && { cells: this.#negatives, example: this.#negative };
  }

  /**
   * The style that the cells settle; `null` when none depends on it, or they leave it open: `1.5` does not make three
   * decimals of `1.234`, where no amount that tells has as many, nor does a single one that has (`83.1500`, `1083.155`):
   * that may be a slip of the hand.
   */
  get settled(): AmountStyle | null {
    const style = this.#told;
    return style === null || (this.#ambiguous[style] && !this.#hasLong(style)) ? null : style;
  }

  /** Whether three decimals and more are a habit of this column. */
  #hasLong(style: AmountStyle): boolean {
    const long = this.#long[style];
    return this.#below1[style] || (long >= LEAST_LONG && long * LEAST_SHARE >= this.#open[style]);
  }

  /** The style that the cells with one reading have; `null` when there are none, or they contradict each other. */
  get #told(): AmountStyle | null {
    const { comma, dot } = this.#styled;
    if (comma && dot) return null;
    if (comma) return 'comma';
    return dot ? 'dot' : null;
  }

  /**
   * The column's style; `null` when no cell depends on it. Throws `MappingRefusal` when the cells contradict
   * each other, or leave open how one of them is read.
   */
  decide(column: string): AmountStyle | null {
    const { settled } = this;
    const { comma, dot } = this.#styled;
    if (settled === 'comma' && comma && this.#typed)
      throw new MappingRefusal({ code: 'amount.typed', column, beside: comma, ...this.#typed });
    if (settled !== null) return settled;
    if (comma && dot) throw new MappingRefusal({ code: 'amount.mixed', column, comma, dot });
    const told = this.#told;
    const open = told ? this.#ambiguous[told] : firstOf(this.#ambiguous.comma, this.#ambiguous.dot);
    if (open === null) return null;
    throw new MappingRefusal({
      code: 'amount.ambiguous',
      column,
      ...open,
      against: this.#clear.comma ?? this.#clear.dot,
    });
  }

  /**
   * Amounts of two currencies in one column are not amounts of one field, nor are those of another than its header
   * names. Throws `MappingRefusal`.
   */
  refuseTwoCurrencies(column: string, headerRow: number): void {
    const named = headerWithCurrency(column)?.currency;
    const seen = [...this.#currencies];
    for (const [at, [name, other]] of seen.entries()) {
      // Under `Amount (USD)` `$` and `USD` are one: the header says so.
      const said = named !== undefined && namesOne(named) && fitsHeader(name, named);
      const earlier = seen
        .slice(0, at)
        .find(([before]) => !agree(before, name) && !(said && fitsHeader(before, named)))?.[1];
      const header = named === undefined || fitsHeader(name, named) ? null : { row: headerRow, text: column };
      const one = earlier ?? header;
      if (one) throw new MappingRefusal({ code: 'amount.currencies', column, one, other });
    }
  }
}

function firstOf<Place extends Sighting>(one: Place | null, other: Place | null): Place | null {
  if (one === null || other === null) return one ?? other;
  return one.row < other.row ? one : other;
}

/** Whether a separator and one or two characters end the text: nearly all amounts with decimals are like that. */
function hasShortFraction(text: string): boolean {
  return isSeparator(text.charCodeAt(text.length - 3)) || isSeparator(text.charCodeAt(text.length - 2));
}

function isSeparator(code: number): boolean {
  return code === 44 || code === 46;
}

/** A currency stands before or behind an amount, so one that begins and ends with digits has none. */
function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
