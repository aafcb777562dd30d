/** What came of the inputs: how many were read, how many refused and with which codes, and the slowest, in ms. */
export interface FuzzOutcome {
  readonly read: number;
  readonly refused: number;
  readonly slowestMs: number;
  readonly codes: ReadonlyMap<string, number>;
}

export function fuzz(count: number, seed: number, rooms: Record<string, unknown>): Promise<FuzzOutcome>;
