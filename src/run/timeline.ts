import { setImmediate as nextTurn } from 'node:timers/promises';
import { type JournalDisk, openJournalDisk } from './journalDisk.js';
import { type JournalEntry, readJournalLine, type Timed } from './journalLine.js';

/** How fast a run went, in equal stretches of its time. Times between two sittings of a run are left out. */
export interface Timeline {
  /** Length of a stretch, in ms; the last one is cut off by the end of the run. */
  readonly stretchMs: number;
  readonly stretches: readonly Stretch[];
  /** All sittings together, in ms. */
  readonly lengthMs: number;
  /** Where the run was gone on with, in ms from its beginning. */
  readonly resumedAt: readonly number[];
  /** PUTs that were sent, those that were sent again included. */
  readonly sent: number;
  readonly latency: Latency | null;
}

/** What happened in one stretch. */
export interface Stretch {
  /** From the run's beginning, in ms. */
  readonly from: number;
  readonly to: number;
  /** PUTs that were sent in it. */
  readonly sent: number;
  /** Of those that ended in it; `null` when none did. */
  readonly latency: Latency | null;
}

/**
 * Times from a PUT to its answer, in ms. (Journals of 0.1 that do not tell them: from the intent to the outcome.) Median
 * and 95th percentile are within 5% of the truth.
 */
export interface Latency {
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
}

/** Bytes that are read at once. */
const BLOCK = 1024 * 1024;

/** The timeline of the run whose journal this is. It may be under way; a torn end is passed over. */
export async function readTimeline(path: string): Promise<Timeline> {
  const disk = openJournalDisk(path, 'read');
  try {
    return await timelineOf(disk);
  } finally {
    await disk.close();
  }
}

/** Walks a journal once; what it keeps does not grow with the run. */
export async function timelineOf(disk: JournalDisk): Promise<Timeline> {
  const clock = new TimelineClock();
  let rest = Buffer.alloc(0);
  for (let at = 0; ; at += BLOCK) {
    const block = disk.read(BLOCK, at);
    rest = Buffer.concat([rest, block]);
    let from = 0;
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a, from)) {
      const entry = readJournalLine(rest.subarray(from, end));
      if (entry === null) return clock.timeline();
      clock.take(entry);
      from = end + 1;
    }
    rest = Buffer.from(rest.subarray(from));
    if (block.length < BLOCK) return clock.timeline();
    // A journal of a million rows takes seconds: Ctrl-C must be heard meanwhile.
    await nextTurn();
  }
}

/** The shortest stretch, in ms, and how many there are at the most: beyond that two and two become one. */
const SHORTEST = 50;
const MOST_STRETCHES = 160;

interface OpenStretch {
  sent: number;
  readonly times: TimeCounts;
}

class TimelineClock {
  #stretchMs = SHORTEST;
  #stretches: OpenStretch[] = [];
  /** Time of the last line, and how much of it passed between sittings. */
  #last: number | null = null;
  #began = 0;
  #away = 0;
  #sent = 0;
  readonly #all = new TimeCounts();
  readonly #resumedAt: number[] = [];
  /** The last intents of the rows that have not ended, by row: never many more than are sent at once. */
  #underWay = new Map<number, { readonly at: number; readonly attempt: number }>();

  take(entry: Timed<JournalEntry>): void {
    if (this.#last === null) {
      this.#began = entry.t;
      this.#last = entry.t;
    }
    if (entry.k === 'resume') {
      this.#away += entry.t - this.#last;
      this.#last = entry.t;
      this.#resumedAt.push(this.#last - this.#began - this.#away);
      this.#underWay = new Map();
      return;
    }
    // The computer's clock may be set back; the run's time is not.
    this.#last = Math.max(this.#last, entry.t);
    const at = this.#last - this.#began - this.#away;
    switch (entry.k) {
      case 'intent':
        // One that was long in the journal before its turn came is written again.
        if (this.#underWay.get(entry.row)?.attempt !== entry.attempt) this.#count(at, 1);
        this.#underWay.set(entry.row, { at, attempt: entry.attempt });
        break;
      case 'answer':
        this.#answered(entry.row, at, entry.ms);
        break;
      case 'outcome': {
        const { rowNumber, status, attempts } = entry.outcome;
        const intent = this.#underWay.get(rowNumber);
        // What was not sent after all waited only for its turn.
        if (intent && attempts < intent.attempt) this.#count(intent.at, -1);
        if (status === 'not-sent' || (intent && attempts < intent.attempt)) this.#underWay.delete(rowNumber);
        else this.#answered(rowNumber, at, entry.ms);
        break;
      }
      default:
        break;
    }
  }

  #count(at: number, puts: 1 | -1): void {
    this.#sent += puts;
    this.#stretch(at).sent += puts;
  }

  #answered(row: number, at: number, ms: number | undefined): void {
    const intent = this.#underWay.get(row);
    if (intent === undefined) return;
    this.#underWay.delete(row);
    const took = ms ?? at - intent.at;
    this.#all.add(took);
    this.#stretch(at).times.add(took);
  }

  #stretch(at: number): OpenStretch {
    while (at >= this.#stretchMs * MOST_STRETCHES) this.#halve();
    const index = Math.floor(at / this.#stretchMs);
    while (this.#stretches.length <= index) this.#stretches.push({ sent: 0, times: new TimeCounts() });
    return this.#stretches[index] as OpenStretch;
  }

  #halve(): void {
    this.#stretchMs *= 2;
    const halved: OpenStretch[] = [];
    for (const [i, stretch] of this.#stretches.entries()) {
      const into = halved[i >> 1];
      if (into === undefined) halved.push(stretch);
      else {
        into.sent += stretch.sent;
        into.times.join(stretch.times);
      }
    }
    this.#stretches = halved;
  }

  timeline(): Timeline {
    const lengthMs = (this.#last ?? 0) - this.#began - this.#away;
    return {
      stretchMs: this.#stretchMs,
      stretches: this.#stretches.map(({ sent, times }, i) => ({
        from: i * this.#stretchMs,
        to: Math.max(Math.min((i + 1) * this.#stretchMs, lengthMs), i * this.#stretchMs + 1),
        sent,
        latency: times.latency(),
      })),
      lengthMs,
      resumedAt: this.#resumedAt,
      sent: this.#sent,
      latency: this.#all.latency(),
    };
  }
}

/** Steps in which a time doubles: sixteen, so that a step is 4.4%. Up to a day. */
const STEPS = 16;
const MOST_STEPS = STEPS * 27;

/** Counts times by their size, so that percentiles of any number of them need the same memory. */
class TimeCounts {
  #counts: Uint32Array | null = null;
  #count = 0;
  #longest = 0;

  add(ms: number): void {
    this.#counts ??= new Uint32Array(MOST_STEPS);
    const step = Math.min(MOST_STEPS - 1, Math.floor(Math.log2(ms + 1) * STEPS));
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    this.#count += 1;
    this.#longest = Math.max(this.#longest, ms);
  }

  join(other: TimeCounts): void {
    if (other.#counts === null) return;
    this.#counts ??= new Uint32Array(MOST_STEPS);
    for (const [step, count] of other.#counts.entries())
      this.#counts[step] = (this.#counts[step] ?? 0) + count;
    this.#count += other.#count;
    this.#longest = Math.max(this.#longest, other.#longest);
  }

  latency(): Latency | null {
    if (this.#counts === null) return null;
    return { median: this.#share(0.5), p95: this.#share(0.95), longest: this.#longest };
  }

  #share(share: number): number {
    let left = Math.ceil(this.#count * share);
    for (const [step, count] of this.#counts?.entries() ?? []) {
      left -= count;
      if (left <= 0) return Math.min(this.#longest, Math.round(2 ** ((step + 0.5) / STEPS) - 1));
    }
    return this.#longest;
  }
}
