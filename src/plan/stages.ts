import { foldText } from '../mapping/index.js';
import { foldedId, type Stage } from '../opportunity/index.js';
import { nearNames } from './nearNames.js';

export type StageMatch =
  | { kind: 'stage'; id: string }
  | { kind: 'unknown'; suggestions: string[] }
  | { kind: 'ambiguous'; ids: string[] }
  /** The stages that the workspace lists are not those that its records are in. */
  | { kind: 'untrusted' };

/** Different texts that are remembered. */
const MOST_MATCHES = 1000;

/** The workspace's stages, found by id or by name. */
export class StageBook {
  /** The ids as the server writes them. */
  readonly #ids: ReadonlyMap<string, string>;
  readonly #unlistedIds: ReadonlyMap<string, string> | null;
  readonly #byName = new Map<string, Stage[]>();
  /** A column of a million stages holds a handful of different texts. */
  readonly #matches = new Map<string, StageMatch>();

  /**
   * `unlisted` are the stage ids that live records have although the workspace does not list them, when most
   * records have such: then the list is of something else, and a name in it means nothing (API facts, section 6).
   */
  constructor(
    private readonly stages: readonly Stage[],
    unlisted: ReadonlySet<string> | null = null,
  ) {
    this.#ids = byFoldedId(stages.map(({ id }) => id));
    this.#unlistedIds = unlisted && byFoldedId([...unlisted]);
    for (const stage of stages) {
      const key = foldText(stage.name);
      this.#byName.set(key, [...(this.#byName.get(key) ?? []), stage]);
    }
  }

  /**
   * What a stage cell means: an id, else a name with case, accents and spaces folded. Nothing is guessed:
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
    const listed = this.#ids.get(foldedId(text));
    if (listed !== undefined) return { kind: 'stage', id: listed };
    if (this.#unlistedIds) {
      const unlisted = this.#unlistedIds.get(foldedId(text));
      return unlisted === undefined ? { kind: 'untrusted' } : { kind: 'stage', id: unlisted };
    }
    const named = this.#byName.get(foldText(text)) ?? [];
    const [first, second] = named;
    if (first && !second) return { kind: 'stage', id: first.id };
    if (first) return { kind: 'ambiguous', ids: named.map((stage) => stage.id) };
    const names = this.stages.map((stage) => stage.name);
    return { kind: 'unknown', suggestions: nearNames(text, names) };
  }
}

function byFoldedId(ids: readonly string[]): ReadonlyMap<string, string> {
  return new Map(ids.map((id) => [foldedId(id), id]));
}
