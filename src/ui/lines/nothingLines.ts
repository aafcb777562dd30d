import type { Messages } from '../../messages/index.js';
import type { PlanPreview } from '../view.js';
import { type Line, span } from './line.js';

/** Why a plan without a change has none, and what to try where no record was found at all. */
export function nothingLines({ summary, sheet, takesBack }: PlanPreview, { screens }: Messages): Line[] {
  const { verdicts } = summary;
  const lines: Line[] = [[span(screens.nothingToSend(verdicts))]];
  // A record that an undo does not find was found by that key before, and one of an invalid row may have been.
  const noneFound = verdicts.missing > 0 && verdicts.unchanged === 0 && verdicts.invalid === 0;
  if (noneFound && takesBack === undefined) {
    const { mapping } = sheet;
    const { by, header } = mapping.key;
    const other = mapping.columns.find(({ use }) => use.kind === 'ignored' && use.reason === 'other-key');
    lines.push([
      span('! ', 'warn'),
      span(screens.noKeyFound(header, by === 'id' ? 'opportCode' : 'id', other?.header ?? null), 'warn'),
    ]);
  }
  return lines;
}
