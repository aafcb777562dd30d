import type { RiskCount, RiskKind } from '../../plan/index.js';
import type { RowSet } from '../rowSet.js';
import type { PlanPreview } from '../view.js';
import type { PlanIndex } from './planIndex.js';

/** Rows that are named before the rest is only counted, as in the plan itself. */
const NAMED_ROWS = 5;

/** What is risky in that part of a plan which would be sent: counted when it comes to the question, and not before. */
export class RisksLeft {
  /** `null` while they are not counted: then only those of the whole plan are known. */
  counted: readonly RiskCount[] | null = null;
  #work = new AbortController();

  constructor(
    private readonly plan: PlanPreview,
    private readonly readIndex: (signal: AbortSignal) => Promise<PlanIndex>,
    private readonly onChange: () => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Counts those of the updates that are not left out. */
  count(leftOut: RowSet): void {
    this.cancel();
    const { summary } = this.plan;
    if (leftOut.size === 0 || summary.risks.length === 0) return;
    const { signal } = this.#work;
    this.#countAll(leftOut, signal).catch((error: unknown) => {
      if (!signal.aborted) this.onError(error);
    });
  }

  /** Forgets them: something else may be left out by the next time. */
  cancel(): void {
    this.#work.abort();
    this.#work = new AbortController();
    this.counted = null;
  }

  async #countAll(leftOut: RowSet, signal: AbortSignal): Promise<void> {
    const index = await this.readIndex(signal);
    const sent = this.plan.positions(['update']).filter((at) => !leftOut.has(at));
    const counted: RiskCount[] = [];
    for (const { kind, severity } of this.plan.summary.risks) {
      const { records, first } = countOf(index, sent, kind);
      const rows = await Promise.all(first.map((at) => this.plan.rowAt(at)));
      if (records > 0)
        counted.push({ kind, severity, records, rows: rows.map(({ rowNumber }) => rowNumber) });
    }
    if (signal.aborted) return;
    this.counted = counted;
    this.onChange();
  }
}

/** How many of these rows have a risk, and which the first of them are. */
function countOf(index: PlanIndex, positions: Uint32Array, kind: RiskKind) {
  const first: number[] = [];
  let records = 0;
  for (const at of positions) {
    if (!index.hasRisk(at, kind)) continue;
    records += 1;
    if (first.length < NAMED_ROWS) first.push(at);
  }
  return { records, first };
}
