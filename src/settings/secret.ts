import { inspect } from 'node:util';

const REDACTED = '[secret]';

/**
 * A token that cannot print itself: every way of turning it into text gives a placeholder, except `reveal`,
 * which only the request that needs it calls.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
