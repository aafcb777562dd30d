/**
 * Pauses the whole run while a new token is being got: no row fails because a token expired. Each token is tried
 * once; requests that were under way with the old one come back here and find the new one.
 */
export class TokenGate {
  #version = 0;
  #renewing: Promise<boolean> | null = null;

  constructor(private readonly renew: () => Promise<boolean>) {}

  /** Names the token that requests bear now. */
  get version(): number {
    return this.#version;
  }

  /** A request with the token of this version was refused. Resolves to whether there is another token to try. */
  async refused(version: number): Promise<boolean> {
    if (version !== this.#version) return true;
    this.#renewing ??= this.renew()
      .then((renewed) => {
        if (renewed) this.#version += 1;
        return renewed;
      })
      .finally(() => {
        this.#renewing = null;
      });
    return this.#renewing;
  }

  /** Resolves when no token is being got. */
  async pass(): Promise<void> {
    while (this.#renewing) await this.#renewing.catch(() => false);
  }
}
