import type { FieldChange } from '../opportunity/index.js';
import type { Moment } from './clock.js';
import type { JournalEntry, Pace, RunHeader } from './journalLine.js';
import { RowPlaces } from './rowPlaces.js';

/** A PUT that was sent, or was about to be, and of which the journal holds no end. */
export interface OpenIntent {
  /** When it was written. */
  readonly moment: Moment;
  readonly id: string;
  /** PUTs for this row so far, this one included. */
  readonly attempt: number;
  readonly restore: boolean;
}

const LOSS: ReadonlySet<string> = new Set(['fields.lost', 'fields.restored']);

/** What the lines of a journal say, as far as they were read or written. Of outcomes only where they stand is kept. */
export class JournalFacts {
  #header: RunHeader | null = null;
  readonly #outcomes = new RowPlaces();
  readonly #intents = new Map<number, OpenIntent>();
  /** Where its lines about the computer's clocks stand, and by how much the two differ from there on, in ms. */
  readonly #clocks: { readonly at: number; readonly ahead: number }[] = [];
  #startedAt = 0;
  #lastAt = 0;
  #elapsedMs = 0;
  #approved = false;
  #losesFields = false;
  readonly #setBesides: FieldChange[] = [];
  #ended: Extract<JournalEntry, { k: 'end' }> | null = null;
  #resultsFile: string | null = null;
  #body: RunHeader['body'] = 'changes';
  #pace: Pace | null = null;
  #sentWhole = false;

  /** Throws when the journal has no first line: nothing was ever sent then. */
  get header(): RunHeader {
    if (!this.#header) throw new Error('the journal has no header');
    return this.#header;
  }

  get hasHeader(): boolean {
    return this.#header !== null;
  }

  /** How the run was last told to send: when it began, or when it was gone on with. */
  get body(): RunHeader['body'] {
    return this.#body;
  }

  /** The same of how fast it sends; `null` where an earlier version began it. */
  get pace(): Pace | null {
    return this.#pace;
  }

  /** Whether it was ever told to send whole records: of those that went well nobody knows what the server keeps unsent. */
  get sentWhole(): boolean {
    return this.#sentWhole;
  }

  get approved(): boolean {
    return this.#approved;
  }

  /** Whether the server was ever seen to lose fields that it was not sent, whatever became of those rows later. */
  get losesFields(): boolean {
    return this.#losesFields;
  }

  /** Values that the server was seen to give fields which it was not sent: `after` of each. */
  get setBesides(): readonly FieldChange[] {
    return this.#setBesides;
  }

  /** How sending ended the last time; `null` while it goes on, and after a crash. */
  get ended(): Extract<JournalEntry, { k: 'end' }> | null {
    return this.#ended;
  }

  /** The whole path of the results as they were written last; `null` when they never were. */
  get resultsFile(): string | null {
    return this.#resultsFile;
  }

  /** UTC, ISO 8601. */
  get startedAt(): string {
    return new Date(this.#startedAt).toISOString();
  }

  get lastAt(): string {
    return new Date(this.#lastAt).toISOString();
  }

  /** When its last line was written. */
  get lastMoment(): Moment {
    return this.momentOf(this.#lastAt, Number.POSITIVE_INFINITY);
  }

  /** ms of sending, all times that the run was gone on with together; those that crashed are not counted. */
  get elapsedMs(): number {
    return this.#elapsedMs;
  }

  /** The PUT of this row whose end is not known; `null` when there is none. */
  openIntentOf(rowNumber: number): OpenIntent | null {
    return this.#intents.get(rowNumber) ?? null;
  }

  get hasOpenIntents(): boolean {
    return this.#intents.size > 0;
  }

  /** Takes the memory that the index of so many rows needs, so that it does not grow by and by. */
  reserve(lastRow: number): void {
    this.#outcomes.reserve(lastRow);
  }

  /** Where the latest outcome of this row stands, in bytes; `null` when there is none. */
  protected placeOf(rowNumber: number): { at: number; length: number } | null {
    return this.#outcomes.get(rowNumber);
  }

  /** When the line that stands there was written, by what the last line before it says of the computer's clocks. */
  protected momentOf(t: number, at: number): Moment {
    const clock = this.#clocks.findLast((line) => line.at <= at);
    return { t, up: clock === undefined ? null : t - clock.ahead };
  }

  /** Learns one line, written at `t` (ms since 1970), which stands `at` so many bytes and is `length` long. */
  protected take(entry: JournalEntry, t: number, at: number, length: number): void {
    this.#lastAt = t;
    switch (entry.k) {
      case 'run':
        this.#header = entry;
        this.#startedAt = t;
        this.#sends(entry.body);
        this.#pace = entry.pace ?? null;
        break;
      case 'approve':
        this.#approved = true;
        break;
      case 'intent':
        this.#ended = null;
        // Nothing is put back before its loss was seen.
        this.#losesFields ||= entry.restore === true;
        this.#intents.set(entry.row, {
          moment: this.momentOf(t, at),
          id: entry.id,
          attempt: entry.attempt,
          restore: entry.restore === true,
        });
        break;
      case 'outcome':
        this.#losesFields ||= LOSS.has(entry.outcome.note?.code ?? '');
        this.#outcomes.set(entry.outcome.rowNumber, at, length);
        this.#intents.delete(entry.outcome.rowNumber);
        break;
      case 'resume':
        this.#ended = null;
        this.#sends(entry.body ?? this.#body);
        this.#pace = entry.pace ?? this.#pace;
        break;
      case 'end':
        this.#ended = entry;
        if (entry.stop?.cause === 'fieldsSet') this.#setBesides.push(...entry.stop.differences);
        this.#elapsedMs += entry.elapsedMs;
        break;
      case 'results':
        this.#resultsFile = entry.file;
        break;
      case 'clock':
        this.#clocks.push({ at, ahead: t - entry.up });
        break;
      case 'lost':
      case 'answer':
        break;
    }
  }

  #sends(body: RunHeader['body']): void {
    this.#body = body;
    this.#sentWhole ||= body === 'full';
  }
}
