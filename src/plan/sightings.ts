import { customFieldName, type Opportunity, type Stage } from '../opportunity/index.js';
import { nearNames } from './nearNames.js';
import type { NewField, PlanSummary } from './summary.js';

/** Different names and ids that are remembered. */
const MOST_REMEMBERED = 5000;

/** What the live records that a plan reads say of their workspace: which stages and custom fields are in use. */
export class Sightings {
  readonly #listed: ReadonlySet<string>;
  readonly #unlisted = new Set<string>();
  readonly #fieldNames = new Set<string>();
  #inListed = 0;
  #inUnlisted = 0;

  constructor(stages: readonly Stage[]) {
    this.#listed = new Set(stages.map(({ id }) => id));
  }

  add({ stageId, customFields }: Opportunity): void {
    if (stageId !== null && stageId !== '') {
      if (this.#listed.has(stageId)) this.#inListed += 1;
      else {
        this.#inUnlisted += 1;
        remember(this.#unlisted, stageId);
      }
    }
    for (const { name } of customFields ?? []) remember(this.#fieldNames, name);
  }

  /**
   * The ids of the stages that records are in and the workspace does not list, when that is so for more records than
   * not; else `null`: a record in a stage that was since deleted says nothing against the list.
   */
  get unlistedStages(): ReadonlySet<string> | null {
    return this.#inUnlisted > this.#inListed ? new Set(this.#unlisted) : null;
  }

  /** Those of the fields that a plan sets that no record has. Names are exact, as they are to the server. */
  newFields(fields: PlanSummary['fields']): NewField[] {
    const known = new Set([...this.#fieldNames].map(plainName));
    return fields.flatMap(({ field, records }) => {
      const name = customFieldName(field);
      if (name === null || known.has(plainName(name))) return [];
      return [{ field, records, suggestions: nearNames(name, this.#fieldNames) }];
    });
  }
}

function remember(set: Set<string>, text: string): void {
  if (set.size < MOST_REMEMBERED) set.add(text);
}

function plainName(name: string): string {
  return name.normalize('NFC').trim();
}
