import { type AmountStyle, readAmount } from './amountStyle.js';
import { MappingRefusal } from './problem.js';

type Sighting = { row: number; text: string };

/** Collects, over all cells of the amount column, how its decimals are written. */
export class AmountSurvey {
  #comma: Sighting | null = null;
  #dot: Sighting | null = null;
  #ambiguous: (Sighting & { readings: readonly [string, string] }) | null = null;

  constructor(private readonly column: string) {}

  add(row: number, text: string): void {
    const reading = readAmount(text);
    if (reading.kind === 'comma') this.#comma ??= { row, text };
    else if (reading.kind === 'dot') this.#dot ??= { row, text };
    else if (reading.kind === 'ambiguous') {
      this.#ambiguous ??= { row, text, readings: [reading.comma, reading.dot] };
    }
  }

  /**
   * The column's style; `null` when no cell depends on it. Throws `MappingRefusal` when the cells contradict
   * each other, or when none of them tells and one of them has two readings.
   */
  decide(): AmountStyle | null {
    if (this.#comma && this.#dot) {
      throw new MappingRefusal({
        code: 'amount.mixed',
        column: this.column,
        comma: this.#comma,
        dot: this.#dot,
      });
    }
    if (this.#comma) return 'comma';
    if (this.#dot) return 'dot';
    if (this.#ambiguous) {
      throw new MappingRefusal({ code: 'amount.ambiguous', column: this.column, ...this.#ambiguous });
    }
    return null;
  }
}
