/**
 * Pauses the whole run while a new token is being got: no row fails because a token expired. Requests that were under
 * way with the old one come back here and find the new one. A new one that is refused at once is not replaced: it is
 * not its age that the server minds, and asking for ever would only be asking.
 */
export class TokenGate {
  #version = 0;
  #renewing: Promise<boolean> | null = null;
  /** Whether the token in use was accepted; of the first one that is taken for granted, the plan was read with it. */
  #proven = true;
  /** There is no other token to be had: nobody is asked for one again. */
  #givenUp = false;

  constructor(private readonly renew: () => Promise<boolean>) {}

  /** Names the token that requests bear now. */
  get version(): number {
    return this.#version;
  }

  /** A request with the token of this version was let in. */
  accepted(version: number): void {
    if (version === this.#version) this.#proven = true;
  }

  /** A request with the token of this version was refused. Resolves to whether there is another token to try. */
  async refused(version: number): Promise<boolean> {
    if (version !== this.#version) return true;
    if (!this.#proven || this.#givenUp) return false;
    this.#renewing ??= this.renew()
      .then((renewed) => {
        if (renewed) {
          this.#version += 1;
          this.#proven = false;
        } else this.#givenUp = true;
        return renewed;
      })
      .finally(() => {
        this.#renewing = null;
      });
    return this.#renewing;
  }

  /** Whether a token is being got right now. */
  get isRenewing(): boolean {
    return this.#renewing !== null;
  }

  /** Resolves when no token is being got. */
  async pass(): Promise<void> {
    while (this.#renewing) await this.#renewing.catch(() => false);
  }
}
