import type { Cell } from '../sheet/index.js';
import type { AmountStyle } from './amountStyle.js';
import { AmountSurvey } from './amountSurvey.js';
import { KEY_SHAPES, type KeyShape } from './keyShape.js';

/** How many times as many rows of a shape there may be as of those before it, and still be none of the records. */
const MOST_TIMES: Record<KeyShape, number> = { plain: 0, worded: 1, label: 4 };

/**
 * The amounts of a column, apart by how the keys of their rows are written: a rate or a share below the table, with its
 * label where the codes stand, must not be what tells how the amounts of the records are read.
 */
export class AmountsByKey {
  readonly #surveys: Readonly<Record<KeyShape, AmountSurvey>> = {
    plain: new AmountSurvey(),
    worded: new AmountSurvey(),
    label: new AmountSurvey(),
  };
  readonly #rows: Record<KeyShape, number> = { plain: 0, worded: 0, label: 0 };

  add(row: number, text: string, shape: KeyShape): void {
    this.#rows[shape] += 1;
    this.#surveys[shape].add(row, text);
  }

  addNumber(row: number, cell: Cell & { kind: 'number' }, shape: KeyShape): void {
    this.#rows[shape] += 1;
    this.#surveys[shape].addNumber(row, cell);
  }

  /** Of all rows. */
  get all(): AmountSurvey {
    return KEY_SHAPES.map((shape) => this.#surveys[shape]).reduce((some, more) => some.with(more));
  }

  /**
   * The column's style, as `AmountSurvey` decides it. All amounts must fit it, and those of the rows that are records most
   * surely must not leave it to the others.
   */
  decide(column: string): AmountStyle | null {
    this.#ofRecords.decide(column);
    return this.all.decide(column);
  }

  /** The amounts of the rows whose keys are like those of records, or like nearly all of the others. */
  get #ofRecords(): AmountSurvey {
    let survey = new AmountSurvey();
    let rows = 0;
    for (const shape of KEY_SHAPES) {
      if (this.#rows[shape] <= rows * MOST_TIMES[shape]) continue;
      survey = survey.with(this.#surveys[shape]);
      rows += this.#rows[shape];
    }
    return survey;
  }
}
