import type { Messages } from '../../messages/index.js';
import type { PlannedRow } from '../../plan/index.js';
import { RowSet } from '../rowSet.js';
import type { PlanPreview } from '../view.js';
import { type SearchPattern, searchPattern } from './searchPattern.js';

/**
 * A search through the rows of a list, from one on and round to it, while the screen stays awake. What was found so
 * far can be asked for at any time.
 */
export class Search {
  readonly found: RowSet;
  /** The share of the plan that was looked through; 1 when all of it was. */
  share = 0;
  /** The first row that was found, going round from where the search began. */
  first: number | null = null;
  readonly #pattern: SearchPattern;
  readonly #stopping = new AbortController();

  constructor(
    private readonly plan: PlanPreview,
    readonly text: string,
    /** The rows that are searched. */
    readonly members: RowSet,
    private readonly from: number,
    private readonly messages: Messages,
    private readonly onProgress: () => void,
  ) {
    this.found = new RowSet(plan.summary.rows);
    this.#pattern = searchPattern(text, plan.stages);
  }

  get done(): boolean {
    return this.share === 1;
  }

  cancel(): void {
    this.#stopping.abort();
  }

  /** Resolves when all rows were looked at, or the search was cancelled. */
  async run(): Promise<void> {
    const { rows } = this.plan.summary;
    await this.#through(this.from, rows);
    await this.#through(0, this.from);
    if (this.#stopping.signal.aborted) return;
    this.share = 1;
    this.onProgress();
  }

  async #through(from: number, to: number): Promise<void> {
    const total = this.plan.summary.rows;
    if (from >= to) return;
    for await (const { at, rows } of this.plan.scan(from)) {
      if (this.#stopping.signal.aborted || at >= to) return;
      for (const [i, row] of rows.entries()) {
        const position = at + i;
        if (position >= to || !this.members.has(position)) continue;
        if (!this.#pattern.inJson.test(row.text) || !this.#says(row.row())) continue;
        this.found.add(position);
        this.first ??= position;
      }
      this.share = Math.min(0.99, this.share + rows.length / total);
      this.onProgress();
    }
  }

  /** Whether it is in what a person sees of the row: the line of JSON holds more than that. */
  #says(row: PlannedRow): boolean {
    return textsOf(row, this.messages, this.plan).some((text) => this.#pattern.inText.test(text));
  }
}

/** What a row can be found by: id, name, key, values as they are stored and as they are shown, problems. */
function textsOf(row: PlannedRow, { format }: Messages, { stages }: PlanPreview): string[] {
  switch (row.verdict) {
    case 'update': {
      const { id, opportCode, name } = row.beforeImage;
      const values = row.changes.flatMap(({ field, before, after }) =>
        [before, after].flatMap((value) => [value ?? '', format.value(field, value, stages)]),
      );
      return [id, opportCode ?? '', name ?? '', ...values];
    }
    case 'unchanged':
      return [row.id, row.name ?? ''];
    case 'duplicate':
      return [row.id];
    case 'skipped':
      return [];
    case 'missing':
    case 'invalid':
      return [row.key ?? '', ...row.problems.flatMap((one) => ('text' in one ? [one.text] : []))];
  }
}
