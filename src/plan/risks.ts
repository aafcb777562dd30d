import { foldName } from '../mapping/index.js';
import type { FieldChange, Opportunity, Stage } from '../opportunity/index.js';
import { isRestyled } from './restyled.js';

/** What may make a person regret a change, the worst first. */
export const RISK_KINDS = [
  'amount.notPositive',
  'amount.tenfold',
  'stage.leftClosed',
  'record.recent',
  'field.cleared',
  'value.restyled',
  'record.renamed',
] as const;

/**
 * `amount.notPositive`: to zero or below, from above it; or below it, from zero. `amount.tenfold`: more than ten times
 * larger or smaller. `stage.leftClosed`: out of a stage that means won or lost, or of a record that is. `record.recent`:
 * changed in the CRM within the hour before the plan. `field.cleared`: a field that loses its value. `value.restyled`: text
 * that is only written otherwise, as programs do to a sheet unasked (`07654321` without its zero).
 */
export type RiskKind = (typeof RISK_KINDS)[number];

export type Severity = 'high' | 'medium' | 'low';

export const RISK_SEVERITY: Readonly<Record<RiskKind, Severity>> = {
  'amount.notPositive': 'high',
  'amount.tenfold': 'high',
  'stage.leftClosed': 'high',
  'record.recent': 'medium',
  'field.cleared': 'medium',
  'value.restyled': 'medium',
  'record.renamed': 'low',
};

/** How recent an edit by someone else is, in ms. */
const RECENT = 3_600_000;

/** Names of stages in which a deal is over, folded: Spanish, English, Portuguese. */
const CLOSED_NAMES: ReadonlySet<string> = new Set(
  [
    ['ganado', 'ganada', 'ganados', 'ganadas', 'perdido', 'perdida', 'perdidos', 'perdidas'],
    ['cerrado ganado', 'cerrada ganada', 'cerrado perdido', 'cerrada perdida'],
    ['won', 'lost', 'closed won', 'closed lost'],
    ['ganho', 'ganha', 'ganhos', 'fechado ganho', 'fechado perdido'],
  ]
    .flat()
    .map(foldName),
);

/** Says of each change of a record what is risky in it. */
export class RiskJudge {
  readonly #closed: ReadonlySet<string>;
  readonly #now: number;

  /** `now` is the plan's own clock: a long reading does not make an edit of an hour ago any older. */
  constructor(stages: readonly Stage[], now: Date) {
    this.#closed = new Set(stages.filter(({ name }) => CLOSED_NAMES.has(foldName(name))).map(({ id }) => id));
    this.#now = now.getTime();
  }

  /** The kinds of risk in these changes, the worst first. */
  risksOf(live: Opportunity, changes: readonly FieldChange[]): readonly RiskKind[] {
    const found = new Set<RiskKind>();
    for (const { field, before, after } of changes) {
      if (field === 'amount') {
        const risk = amountRisk(Number(before ?? 0), Number(after ?? 0));
        if (risk !== null) found.add(risk);
      } else if (after === null || after === '') found.add('field.cleared');
      else if (field !== 'stageId' && isRestyled(before ?? '', after)) found.add('value.restyled');
      if (field === 'name') found.add('record.renamed');
      if (field === 'stageId' && this.#isClosed(live)) found.add('stage.leftClosed');
    }
    const updated = live.updatedDate === null ? Number.NaN : timeOf(live.updatedDate);
    // Clocks differ, and an edit may come while the plan is made: an hour ahead is as recent as an hour ago.
    if (Math.abs(this.#now - updated) <= RECENT) found.add('record.recent');
    return found.size === 0 ? NONE : RISK_KINDS.filter((kind) => found.has(kind));
  }

  /** The codes of `winLossStatus` are not documented; 0 is what open records show (API facts, section 2). */
  #isClosed({ winLossStatus, stageId }: Opportunity): boolean {
    return (winLossStatus ?? 0) !== 0 || (stageId !== null && this.#closed.has(stageId));
  }
}

const NONE: readonly RiskKind[] = [];

/** A slip of the decimal sign makes an amount ten, a hundred or a thousand times what it was. */
function amountRisk(from: number, to: number): RiskKind | null {
  if (to < 0 ? from >= 0 : to === 0 && from > 0) return 'amount.notPositive';
  return from > 0 && to > 0 && (to > from * 10 || from > to * 10) ? 'amount.tenfold' : null;
}

/** ms since 1970 of the server's time, which is UTC also where it does not say so; NaN when it is no time. */
function timeOf(text: string): number {
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}
