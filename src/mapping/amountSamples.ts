import type { Cell } from '../sheet/index.js';
import type { AmountStyle } from './amountStyle.js';
import { AmountSurvey } from './amountSurvey.js';
import { amountIntent } from './amountValue.js';

/** A cell as it is written, and as what amount it would be read. */
export interface AmountSample {
  readonly text: string;
  /** Plain decimals: none when it is no amount; two while it is open how decimals are written, comma before point. */
  readonly amounts: readonly string[];
}

/**
 * How cells of one column would be read if it held amounts. `around` are more cells of it, which may tell how its
 * decimals are written; `style` is what a person said of that.
 */
export function amountSamples(
  cells: readonly Cell[],
  around: readonly Cell[],
  style: AmountStyle | undefined,
): AmountSample[] {
  const styles = style === undefined ? stylesOf(around) : [style];
  return cells.map((cell) => {
    const read = styles.flatMap((amountStyle) => {
      const rules = {
        amountStyle,
        placeholders: new Map(),
        ordinary: [],
        mojibake: 'keep',
        round: false,
      } as const;
      const intent = amountIntent(cell, rules);
      return intent.kind === 'set' ? [intent.value] : [];
    });
    return { text: cell.text, amounts: [...new Set(read)] };
  });
}

/** The ways of writing decimals that the cells leave open. */
function stylesOf(cells: readonly Cell[]): readonly AmountStyle[] {
  const survey = new AmountSurvey();
  cells.forEach(({ kind, text }, at) => {
    if (kind === 'text') survey.add(at, text);
  });
  const { settled } = survey;
  return settled === null ? ['comma', 'dot'] : [settled];
}
