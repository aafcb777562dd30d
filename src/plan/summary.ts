import { addAmounts, type FieldPath, type Stage, subtractAmounts } from '../opportunity/index.js';
import { type PlannedRow, type PlannedUpdate, VERDICTS, type Verdict } from './plannedRow.js';
import { RISK_KINDS, RISK_SEVERITY, type RiskKind, type Severity } from './risks.js';

/** What a plan comes to, counted as its rows go by. */
export interface PlanSummary {
  /** Data rows of the sheet. */
  readonly rows: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** How many records change in each field, the most changed first. */
  readonly fields: readonly { readonly field: FieldPath; readonly records: number }[];
  /** Total amount of the records that change, before and after, as plain decimals. */
  readonly amount: { readonly before: string; readonly after: string; readonly difference: string };
  /**
   * The same by stage, in the order of the pipeline, those without a stage last: a record that moves takes its amount
   * with it. Only stages that hold a record that changes, before or after.
   */
  readonly byStage: readonly StageImpact[];
  /** Stage moves by id, the most frequent first. */
  readonly stageMoves: readonly StageMove[];
  /** What a person should look at, the most severe first, then the most frequent. */
  readonly risks: readonly RiskCount[];
  /** Custom fields that the plan sets and no live record that was read has: a typo would make a new one. */
  readonly newFields: readonly NewField[];
}

export interface NewField {
  readonly field: FieldPath;
  readonly records: number;
  /** Names of live custom fields that may have been meant. */
  readonly suggestions: readonly string[];
}

/** The records that change, as they stand in one stage before and after. */
export interface StageImpact {
  readonly stageId: string | null;
  readonly before: StageShare;
  readonly after: StageShare;
  /** Plain decimal, the amount after less the amount before. */
  readonly difference: string;
}

export interface StageShare {
  readonly records: number;
  /** Plain decimal. */
  readonly amount: string;
}

export interface StageMove {
  readonly from: string | null;
  readonly to: string | null;
  readonly records: number;
}

export interface RiskCount {
  readonly kind: RiskKind;
  readonly severity: Severity;
  readonly records: number;
  /** Row numbers of the first few. */
  readonly rows: readonly number[];
}

/** Rows that are named before the rest is only counted. */
const NAMED_ROWS = 5;

const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low'];

interface RunningShare {
  records: number;
  amount: string;
}

export class PlanTally {
  #rows = 0;
  readonly #verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  readonly #fields = new Map<FieldPath, number>();
  readonly #stages = new Map<string | null, { before: RunningShare; after: RunningShare }>();
  readonly #moves = new Map<string, { from: string | null; to: string | null; records: number }>();
  readonly #risks = new Map<RiskKind, { records: number; rows: number[] }>();

  /** `stages` in the order of the pipeline. */
  constructor(private readonly stages: readonly Stage[] = []) {}

  add(row: PlannedRow): void {
    this.#rows += 1;
    this.#verdicts[row.verdict] += 1;
    if (row.verdict === 'update') this.#addUpdate(row);
  }

  #addUpdate({ rowNumber, beforeImage, changes, risks }: PlannedUpdate): void {
    let amount = beforeImage.amount ?? '0';
    // No stage is `null`, also where the API writes it as an empty text.
    let stageId = beforeImage.stageId || null;
    addTo(this.#stage(stageId).before, amount);
    for (const { field, before, after } of changes) {
      this.#fields.set(field, (this.#fields.get(field) ?? 0) + 1);
      if (field === 'amount') amount = after ?? '0';
      if (field === 'stageId') {
        stageId = after || null;
        const from = before || null;
        const key = `${from}>${stageId}`;
        const move = this.#moves.get(key) ?? { from, to: stageId, records: 0 };
        move.records += 1;
        this.#moves.set(key, move);
      }
    }
    addTo(this.#stage(stageId).after, amount);
    for (const kind of risks) {
      const risk = this.#risks.get(kind) ?? { records: 0, rows: [] };
      risk.records += 1;
      if (risk.rows.length < NAMED_ROWS) risk.rows.push(rowNumber);
      this.#risks.set(kind, risk);
    }
  }

  #stage(id: string | null) {
    const known = this.#stages.get(id);
    if (known) return known;
    const stage = { before: { records: 0, amount: '0' }, after: { records: 0, amount: '0' } };
    this.#stages.set(id, stage);
    return stage;
  }

  summary(): PlanSummary {
    const stages = [...this.#stages.values()];
    const before = stages.reduce((sum, stage) => addAmounts(sum, stage.before.amount), '0');
    const after = stages.reduce((sum, stage) => addAmounts(sum, stage.after.amount), '0');
    return {
      rows: this.#rows,
      verdicts: { ...this.#verdicts },
      fields: [...this.#fields]
        .map(([field, records]) => ({ field, records }))
        .sort((a, b) => b.records - a.records),
      amount: { before, after, difference: subtractAmounts(after, before) },
      byStage: [...this.#stages]
        .map(([stageId, shares]) => ({
          stageId,
          before: { ...shares.before },
          after: { ...shares.after },
          difference: subtractAmounts(shares.after.amount, shares.before.amount),
        }))
        .sort((a, b) => this.#order(a.stageId) - this.#order(b.stageId)),
      stageMoves: [...this.#moves.values()].sort((a, b) => b.records - a.records),
      risks: RISK_KINDS.flatMap((kind) => {
        const risk = this.#risks.get(kind);
        return risk ? [{ kind, severity: RISK_SEVERITY[kind], ...risk }] : [];
      }).sort(
        (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.records - a.records,
      ),
      newFields: [],
    };
  }

  /** The place in the pipeline; behind it the ids that the workspace does not list, then no stage. */
  #order(id: string | null): number {
    if (id === null) return this.stages.length + 1;
    const place = this.stages.findIndex((stage) => stage.id === id);
    return place === -1 ? this.stages.length : place;
  }
}

function addTo(share: RunningShare, amount: string): void {
  share.records += 1;
  share.amount = addAmounts(share.amount, amount);
}
