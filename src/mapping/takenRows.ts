/** Which rows of a results sheet are taken: those that are not done, or of these what nobody had left out then. */
export type TakenRows = 'all' | 'open' | 'failed';

/** What an earlier run says of a row in its results sheet; `null` in a sheet that is none. */
export type EarlierStatus = 'done' | 'left-out' | 'open' | 'unknown' | null;

/** Whether a row that ended so is not taken. */
export function isLeftOut(earlier: EarlierStatus, taken: TakenRows): boolean {
  return taken !== 'all' && (earlier === 'done' || (taken === 'failed' && earlier === 'left-out'));
}
