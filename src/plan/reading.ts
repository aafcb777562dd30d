/** Live records are read one by one, many at once, or all of them as the list gives them, page after page. */
export type ReadingWay = 'rows' | 'list';

/** Why live records are read the way they are. */
export type ReadingReason =
  /** `--read` says so. */
  | 'asked'
  /** The rows go by code, and only the list tells which record has a code. */
  | 'codes'
  /** All rows can be read at once. */
  | 'few'
  /** It takes less time by what the workspace says of its size. */
  | 'cost'
  /** The workspace does not say how many records it has. */
  | 'unknownTotal';

/** How a plan reads the live records, and what each way was expected to take. */
export interface Reading {
  readonly how: ReadingWay;
  readonly why: ReadingReason;
  /** What the rows name their records by: with codes the list is walked first either way. */
  readonly by: 'id' | 'opportCode';
  /** Different records that the sheet names. */
  readonly records: number;
  /** Records in the workspace by its own count; `null` when it did not say or was not asked. */
  readonly total: number | null;
  /** Requests that each way takes; `null` when the size of the workspace is not known. */
  readonly requests: { readonly rows: number; readonly list: number | null };
}

export interface ReadingQuestion {
  readonly records: number;
  readonly keyedBy: 'id' | 'opportCode';
  /** What the user wants, if they said. */
  readonly wanted?: ReadingWay | undefined;
  /** Reads under way at once. */
  readonly concurrency: number;
  /** Requests a second at the most, if there is a limit. */
  readonly rate?: number | undefined;
  /** Asks the workspace for its size; `null` when it does not say. */
  readonly total: () => Promise<number | null>;
}

/** Records on a page of the list (API facts, section 3). */
const PAGE = 20;
/** What a workspace that does not say its size is taken to hold, or as many as the sheet names if that is more. */
const ASSUMED_TOTAL = 5000;
/** What one request is taken to last, in ms: only a rate makes it matter. */
const ROUND_TRIP = 100;

/**
 * The cheaper way to read: reads of single records go out together, pages only one after the other. The size of
 * the workspace decides nothing but the cost: both ways come to the same plan.
 */
export async function chooseReading(question: ReadingQuestion): Promise<Reading> {
  const { records, keyedBy, wanted, concurrency } = question;
  const decided = (how: ReadingWay, why: ReadingReason, total: number | null = null): Reading => {
    const list = total === null ? null : pagesOf(total);
    return { how, why, by: keyedBy, records, total, requests: { rows: records, list } };
  };
  if (wanted !== undefined) return decided(wanted, 'asked');
  if (keyedBy === 'opportCode') return decided('list', 'codes');
  if (records <= concurrency) return decided('rows', 'few');

  const total = await question.total();
  const pages = pagesOf(total ?? Math.max(records, ASSUMED_TOTAL));
  const byRows = timeOf(records, Math.ceil(records / concurrency), question.rate);
  const byList = timeOf(pages, pages, question.rate);
  // Of two that take as long, the one with fewer requests.
  const how = byRows < byList || (byRows === byList && records < pages) ? 'rows' : 'list';
  return decided(how, total === null ? 'unknownTotal' : 'cost', total);
}

function pagesOf(total: number): number {
  return Math.max(1, Math.ceil(total / PAGE));
}

/** ms that so many requests take when they go out in so many rounds. */
function timeOf(requests: number, rounds: number, rate: number | undefined): number {
  const paced = rate === undefined ? 0 : (requests * 1000) / rate;
  return Math.max(rounds * ROUND_TRIP, paced);
}
