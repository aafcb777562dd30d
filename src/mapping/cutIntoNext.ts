import type { FieldPath } from '../opportunity/index.js';
import type { SheetRow } from '../sheet/index.js';
import { readAmount } from './amountStyle.js';
import { isPlaceholder } from './cellText.js';
import type { MappedColumn, Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';
import { type HeldText, heldText } from './textColumn.js';

/** The last thousands of an amount, perhaps with decimals; its decimals alone; any number. */
const THOUSANDS = /^\d{3}(?:\.\d{1,2})?$/;
const DECIMALS = /^\d{2}$/;
const NUMBER = /^[-+]?[\d.,\s]+%?$/;

/** Words, as hardly any column of numbers holds them beside those; `120 días` may be in one. */
const WORDS = /^\P{N}*\p{L}{2}\P{N}*$/u;

/** Fields of which no one writes that they are `000` or `50`, and nothing else. */
const FREE_TEXT: ReadonlySet<FieldPath> = new Set(['name', 'description']);
/** Rows that look cut in any other column, which may be one of numbers itself. */
const LEAST_ROWS = 2;

/**
 * Watches the column behind the amounts in a file that commas separate. Where `28,000` was written without quotes and the
 * row leaves out its last, empty field, it has as many fields as the header: 28 would be the amount, and `000` a text.
 */
export class CutIntoNext {
  #cut = 0;
  #first: { row: number; text: string } | null = null;
  /** Whether one of them begins with a zero, as a number of its own hardly does. */
  #zeros = false;
  /** Rows too long for the header that look cut at the same place. */
  #long = 0;
  /** Rows in which that column holds something else. */
  #others = 0;
  /** One of them has words in it. */
  #words = false;
  /** What looks cut off are the last thousands somewhere, not decimals alone. */
  #thousands = false;
  /** It holds a number that is no part of an amount: it is a column of numbers. */
  #numbers = false;

  private constructor(
    private readonly amounts: MappedColumn,
    private readonly next: MappedColumn,
    private readonly holds: HeldText,
  ) {}

  /** `null` where there are no amounts, or a person has said what the column behind them is. */
  static beside({ columns }: Mapping): CutIntoNext | null {
    const amounts = columns.find(({ use }) => use.kind === 'field' && use.field === 'amount');
    const next = amounts && columns[amounts.index + 1];
    if (!next || next.because === 'user' || next.use.kind === 'key') return null;
    const isNotes = next.use.kind === 'field' && FREE_TEXT.has(next.use.field);
    return new CutIntoNext(amounts, next, isNotes ? 'notes' : heldText(next.header));
  }

  add(row: SheetRow): void {
    if (this.#numbers) return;
    const behind = row.cell(this.next.index).text.trim();
    if (behind === '') return;
    if (!NUMBER.test(behind)) {
      this.#others += 1;
      this.#words ||= WORDS.test(behind) && !isPlaceholder(behind);
      return;
    }
    const amount = row.cell(this.amounts.index).text.trim();
    if (amount === '') return;
    if (!this.#isCut(amount, behind)) {
      this.#numbers = true;
      return;
    }
    this.#cut += 1;
    this.#zeros ||= behind.startsWith('0');
    this.#thousands ||= THOUSANDS.test(behind);
    this.#first ??= { row: row.number, text: `${amount},${behind}` };
  }

  /** A row with more fields than the header, which is a problem of its own. */
  addLong(row: SheetRow): void {
    const amount = row.cell(this.amounts.index).text.trim();
    if (this.#isCut(amount, row.cell(this.next.index).text.trim())) this.#long += 1;
  }

  #isCut(amount: string, behind: string): boolean {
    const isDecimals = (this.holds === 'notes' || this.holds === 'names') && DECIMALS.test(behind);
    if (!isDecimals && !THOUSANDS.test(behind)) return false;
    const reading = readAmount(`${amount},${behind}`);
    if (isDecimals) return reading.kind === 'comma';
    return reading.kind === 'ambiguous' || reading.kind === 'dot';
  }

  /** Whether the column is one of text, so that nobody wrote its numbers there. */
  #isText(): boolean {
    switch (this.holds) {
      case 'notes':
        return true;
      case 'names':
        return this.#thousands || this.#words;
      case 'numbers':
        return false;
      case 'unknown':
        return this.#words && this.#cut >= LEAST_ROWS;
    }
  }

  /** Throws `MappingRefusal` where most rows look like that, or some while others are cut and too long. */
  refuse(): void {
    if (this.#first === null || this.#numbers) return;
    if (this.#cut <= this.#others && this.#long === 0) return;
    if (!this.#isText() && this.#long === 0 && !(this.#zeros && this.#cut >= LEAST_ROWS)) return;
    const { amounts, next } = this;
    throw new MappingRefusal({
      code: 'amount.cutIntoNext',
      column: amounts.header,
      beside: next.header,
      use: next.use.kind === 'field' ? next.use.field : '-',
      ...this.#first,
    });
  }
}
