import type { FieldPath } from '../../opportunity/index.js';
import type { RiskKind, RowOutline, Severity } from '../../plan/index.js';
import type { PlanPreview } from '../view.js';

const WEIGHTS: Readonly<Record<Severity, number>> = { high: 64, medium: 8, low: 1 };

/** Fields that one number can tell apart. */
const BITS = 32;

/**
 * What the table is filtered and sorted by, a few bytes a row: a million rows cost 13 MB, and 4 MB for each 32
 * fields, and only once somebody asks for such a view.
 */
export class PlanIndex {
  readonly #risks: Uint8Array;
  /** `#words` numbers a row, a bit for each field. */
  readonly #fields: Uint32Array;
  readonly #words: number;
  readonly #deltas: Float64Array;
  readonly #kinds: readonly RiskKind[];
  readonly #weights: readonly number[];
  readonly #paths: readonly FieldPath[];

  private constructor({ summary }: PlanPreview) {
    this.#risks = new Uint8Array(summary.rows);
    this.#words = Math.ceil(summary.fields.length / BITS);
    this.#fields = new Uint32Array(summary.rows * this.#words);
    this.#deltas = new Float64Array(summary.rows);
    this.#kinds = summary.risks.map(({ kind }) => kind);
    this.#weights = summary.risks.map(({ severity }) => WEIGHTS[severity]);
    this.#paths = summary.fields.map(({ field }) => field);
  }

  /** Reads the whole plan once. `onProgress` is told the share that was read; the signal's reason is thrown. */
  static async read(
    plan: PlanPreview,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<PlanIndex> {
    const index = new PlanIndex(plan);
    for await (const { at, rows } of plan.scan(0)) {
      signal.throwIfAborted();
      for (const [i, row] of rows.entries()) index.#add(at + i, row.outline());
      onProgress((at + rows.length) / plan.summary.rows);
    }
    signal.throwIfAborted();
    return index;
  }

  /** The fields that rows can be filtered by, the most changed first. */
  static fieldsOf({ summary }: PlanPreview): readonly FieldPath[] {
    return summary.fields.map(({ field }) => field);
  }

  #add(position: number, { verdict, changes, risks }: RowOutline): void {
    if (verdict !== 'update') return;
    for (const risk of risks)
      this.#risks[position] = (this.#risks[position] ?? 0) | (1 << this.#kinds.indexOf(risk));
    for (const { field, before, after } of changes) {
      const place = this.#paths.indexOf(field);
      const word = this.#wordOf(position, place);
      if (place !== -1) this.#fields[word] = (this.#fields[word] ?? 0) | (1 << (place % BITS));
      // Only to rank rows by: what is shown is counted with all digits.
      if (field === 'amount') this.#deltas[position] = Number(after ?? 0) - Number(before ?? 0);
    }
  }

  hasRisk(position: number, kind: RiskKind): boolean {
    return ((this.#risks[position] ?? 0) & (1 << this.#kinds.indexOf(kind))) !== 0;
  }

  changes(position: number, field: FieldPath): boolean {
    const place = this.#paths.indexOf(field);
    const word = this.#fields[this.#wordOf(position, place)] ?? 0;
    return place !== -1 && (word & (1 << (place % BITS))) !== 0;
  }

  /** Where the bit of a field stands for a row. */
  #wordOf(position: number, place: number): number {
    return position * this.#words + Math.floor(place / BITS);
  }

  /** How risky a row is: a risk outweighs all that are less severe. */
  riskOf(position: number): number {
    const bits = this.#risks[position] ?? 0;
    let weight = 0;
    for (let i = 0; i < this.#weights.length; i += 1) if (bits & (1 << i)) weight += this.#weights[i] ?? 0;
    return weight;
  }

  /** By how much the amount changes, up or down. */
  amountShiftOf(position: number): number {
    return Math.abs(this.#deltas[position] ?? 0);
  }
}
