import type { UsageFact } from '../messages/index.js';

/** What was typed cannot be carried out. */
export class UsageRefusal extends Error {
  override readonly name = 'UsageRefusal';
  constructor(
    readonly fact: UsageFact,
    /** The options that there were to choose from. */
    readonly options: readonly string[] = [],
  ) {
    super(fact.code);
  }
}
