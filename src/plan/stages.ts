import { foldName } from '../mapping/index.js';
import type { Stage } from '../opportunity/index.js';

export type StageMatch =
  | { kind: 'stage'; id: string }
  | { kind: 'unknown'; suggestions: string[] }
  | { kind: 'ambiguous'; ids: string[] };

/** Different texts that are remembered. */
const MOST_MATCHES = 1000;

/** The workspace's stages, found by id or by name. */
export class StageBook {
  readonly #byId: ReadonlySet<string>;
  readonly #byName = new Map<string, Stage[]>();
  /** A column of a million stages holds a handful of different texts. */
  readonly #matches = new Map<string, StageMatch>();

  constructor(private readonly stages: readonly Stage[]) {
    this.#byId = new Set(stages.map((stage) => stage.id));
    for (const stage of stages) {
      const key = foldName(stage.name);
      this.#byName.set(key, [...(this.#byName.get(key) ?? []), stage]);
    }
  }

  /**
   * What a stage cell means: an id exactly, else a name with case, accents and spaces folded. Nothing is guessed:
   * two stages of one name, or a name that is only similar, are for a person to decide.
   */
  match(text: string): StageMatch {
    const known = this.#matches.get(text);
    if (known) return known;
    const match = this.#find(text);
    if (this.#matches.size < MOST_MATCHES) this.#matches.set(text, match);
    return match;
  }

  #find(text: string): StageMatch {
    if (this.#byId.has(text)) return { kind: 'stage', id: text };
    const folded = foldName(text);
    const named = this.#byName.get(folded) ?? [];
    const [first, second] = named;
    if (first && !second) return { kind: 'stage', id: first.id };
    if (first) return { kind: 'ambiguous', ids: named.map((stage) => stage.id) };
    return { kind: 'unknown', suggestions: this.#similar(folded) };
  }

  #similar(folded: string): string[] {
    if (folded === '') return [];
    return this.stages
      .filter((stage) => {
        const name = foldName(stage.name);
        return name.startsWith(folded.slice(0, 4)) || folded.startsWith(name.slice(0, 4));
      })
      .map((stage) => stage.name);
  }
}
