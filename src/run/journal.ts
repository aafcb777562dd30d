import { type Clock, type Moment, systemClock } from './clock.js';
import { createJournalDisk, type JournalDisk, keepTorn, openJournalDisk } from './journalDisk.js';
import { JournalFacts } from './journalFacts.js';
import { type JournalEntry, journalLine, readJournalLine } from './journalLine.js';
import type { Outcome } from './outcome.js';
import { type Hole, replay, tailOf } from './replay.js';

/** ms by which the clock must have moved against the steady one to be told of. */
const CLOCK_SET = 100;

/**
 * The run's own record: append-only, a checksum a line. An intent is synced before its PUT may leave; the intents that
 * wait at one time are written together and share one sync. What came of a PUT is handed to the operating system
 * within the turn of the event loop in which it is known, together with all else that this turn brought: a process
 * that is killed before has lost no more than if it had been killed before the answer was read, and that costs a
 * look-up. It is synced with the next intent, or at the end: losing it to a power cut costs a look-up, too.
 */
export class Journal extends JournalFacts {
  #end = 0;
  /** Bytes from the beginning that would survive a power cut. */
  #synced = 0;
  /** What a power cut has taken out of the middle, as long as no line says so. */
  #holes: readonly Hole[] = [];
  /** Lines that are written with the next one that may not wait, with the next sync, or when this turn ends. */
  #waiting: JournalEntry[] = [];
  #flushing: NodeJS.Immediate | null = null;
  /** Outcomes that the disk did not take. */
  readonly #unwritten = new Map<number, Outcome>();
  #syncing: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | null = null;
  /** The first error of the disk's: what has an intent then must not be sent any more. */
  #failure: Error | null = null;
  #resumed = false;
  /** By how many ms the clock was ahead of this process's own when a line last told of them. */
  #ahead: number | null = null;

  constructor(
    private readonly disk: JournalDisk,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Starts a journal in a new file; fails when the file exists. */
  static create(path: string, clock: Clock): Journal {
    return new Journal(createJournalDisk(path), clock);
  }

  /**
   * Opens the journal of an earlier run to go on with it: whoever does so holds the lock of its workspace, because what
   * follows the last whole line is cut off, and kept beside it. Throws `JournalDamaged`.
   */
  static open(path: string, clock: Clock): Journal {
    const disk = openJournalDisk(path, 'write');
    const journal = new Journal(disk, clock);
    const torn = journal.recover();
    if (torn.length > 0) {
      keepTorn(path, torn);
      disk.truncate(journal.#end);
    }
    return journal;
  }

  /** Opens it only to tell of it; the run may be under way. Throws `JournalDamaged`. */
  static read(path: string): Journal {
    const journal = new Journal(openJournalDisk(path, 'read'), systemClock);
    journal.recover();
    return journal;
  }

  /** Reads every line that is there, and gives what follows the last whole one. Throws `JournalDamaged`. */
  recover(): Buffer {
    this.#resumed = true;
    const { end, synced, holes } = replay(this.disk, (entry, at, length) => {
      this.take(entry, entry.t, at, length);
    });
    this.#end = end;
    this.#synced = synced;
    this.#holes = holes;
    return tailOf(this.disk, end);
  }

  /**
   * Throws the file system's error when the disk does not take the line: from then on every commit fails. An outcome
   * is kept in memory then, so that the results still tell it.
   */
  append(entry: JournalEntry): void {
    this.#wait(entry);
    this.#flush();
  }

  /** The same, and resolves once the line would survive a power cut. Rejects with the file system's error. */
  async commit(entry: JournalEntry): Promise<void> {
    this.mustHold();
    this.#wait(entry);
    await this.sync();
    // The line may have been written, in vain, before this sync began.
    this.mustHold();
  }

  /**
   * Appends what costs no more than a look-up when it is lost: before this turn of the event loop ends. When the disk
   * does not take it, every commit fails from then on; an outcome is kept in memory.
   */
  note(entry: JournalEntry): void {
    this.#wait(entry);
    this.#flushing ??= setImmediate(() => {
      this.#flushing = null;
      try {
        this.#flush();
      } catch {
        // `mustHold` tells.
      }
    });
  }

  #wait(entry: JournalEntry): void {
    if (entry.k === 'outcome') this.#unwritten.set(entry.outcome.rowNumber, entry.outcome);
    this.#waiting.push(entry);
  }

  /** Writes all that waits in one go. Throws the file system's error; then none of it counts as written. */
  #flush(): void {
    if (this.#waiting.length === 0) return;
    const entries = this.#waiting;
    this.#waiting = [];
    entries.unshift(...this.#holes.map(({ from, to }): JournalEntry => ({ k: 'lost', from, to })));
    const t = this.clock.now().getTime();
    // The first line of all says what the run is.
    if (this.#isClockSet(t)) entries.splice(entries[0]?.k === 'run' ? 1 : 0, 0, this.#clockLine());
    const lines = entries.map((entry) => journalLine(entry, t, this.#synced));
    const text = lines.length === 1 ? (lines[0] as string) : lines.join('');
    const bytes = Buffer.from(text);
    const isAscii = bytes.length === text.length;
    try {
      this.disk.write(bytes, this.#end);
    } catch (error) {
      this.#failure ??= error as Error;
      this.#cutOff();
      throw error;
    }
    for (const [i, entry] of entries.entries()) {
      const line = lines[i] as string;
      const length = isAscii ? line.length : Buffer.byteLength(line);
      if (entry.k === 'outcome') this.#unwritten.delete(entry.outcome.rowNumber);
      this.take(entry, t, this.#end, length);
      this.#end += length;
    }
  }

  /** Whether the clock has gone otherwise than the one that nobody can set, or nothing was said of them by this process. */
  #isClockSet(t: number): boolean {
    const ahead = t - this.clock.elapsed();
    if (this.#ahead !== null && Math.abs(ahead - this.#ahead) < CLOCK_SET) return false;
    this.#ahead = ahead;
    return true;
  }

  #clockLine(): JournalEntry {
    return { k: 'clock', up: Math.round(this.clock.uptime()) };
  }

  /** A write that failed may have left whole lines: they do not count, and must not stand behind later ones. */
  #cutOff(): void {
    try {
      this.disk.truncate(this.#end);
    } catch {
      // Then they are read again after a crash, and looked up: none of their PUTs has left.
    }
  }

  /** Throws the disk's first error when there was one: while one line was synced, another may have found it full. */
  mustHold(): void {
    if (this.#failure) throw this.#failure;
  }

  /**
   * Resolves when all that was appended before is on the disk. Calls that come while a sync is under way share the
   * next one. After a sync that failed nothing is known of what the disk holds, so every later one fails as well.
   */
  sync(): Promise<void> {
    this.#nextSync ??= this.#syncing.then(() => {
      this.#nextSync = null;
      this.#flush();
      const end = this.#end;
      const sync = this.disk.sync().then(
        () => {
          this.#synced = Math.max(this.#synced, end);
        },
        (error: Error) => {
          this.#failure ??= error;
          throw error;
        },
      );
      this.#syncing = sync;
      return sync;
    });
    return this.#nextSync;
  }

  /** Whether it is that of an earlier run. */
  get resumed(): boolean {
    return this.#resumed;
  }

  /** How the update of this row ended, read back from the disk; `null` when it never did. */
  outcomeOf(rowNumber: number): Outcome | null {
    const unwritten = this.#unwritten.get(rowNumber);
    if (unwritten) return unwritten;
    const place = this.placeOf(rowNumber);
    if (place === null) return null;
    const entry = readJournalLine(this.disk.read(place.length - 1, place.at));
    if (entry?.k !== 'outcome') throw new Error(`the journal holds no outcome at ${place.at}`);
    return entry.outcome;
  }

  /**
   * The same, for people: of a row whose PUT was under way when the run was cut off nobody knows how it ended, whatever
   * was told of it before.
   */
  toldOutcomeOf(rowNumber: number): Outcome | null {
    const intent = this.openIntentOf(rowNumber);
    if (!intent || this.#unwritten.has(rowNumber)) return this.outcomeOf(rowNumber);
    return {
      rowNumber,
      rowNumbers: [rowNumber],
      id: intent.id,
      status: 'unverified',
      message: null,
      errorCode: null,
      note: { code: 'run.cutOff' },
      httpStatus: null,
      attempts: intent.attempt,
      finishedAt: new Date(intent.moment.t).toISOString(),
    };
  }

  /** When the PUT of this row left, or was given up, of which nobody knows what it came to; `null` when there is none. */
  inDoubtSince(rowNumber: number): Moment | null {
    const intent = this.openIntentOf(rowNumber);
    if (intent) return intent.moment;
    const outcome = this.outcomeOf(rowNumber);
    if (outcome?.status !== 'unverified') return null;
    return this.momentOf(Date.parse(outcome.finishedAt), this.placeOf(rowNumber)?.at ?? this.#end);
  }

  /** When the update of this row was made; `null` when by all that is known it was not. */
  madeSince(rowNumber: number): Moment | null {
    const outcome = this.toldOutcomeOf(rowNumber);
    if (outcome?.status !== 'updated') return null;
    return this.momentOf(Date.parse(outcome.finishedAt), this.placeOf(rowNumber)?.at ?? this.#end);
  }

  /** Whether it holds, or is about to be written, that a PUT of this row may have left, and not how that ended. */
  isIntended(rowNumber: number): boolean {
    return (
      this.openIntentOf(rowNumber) !== null ||
      this.#waiting.some((entry) => entry.k === 'intent' && entry.row === rowNumber)
    );
  }

  /** Tries the outcomes once more that the disk did not take. Throws the file system's error when it still does not. */
  rewrite(): void {
    this.#flush();
    for (const outcome of this.#unwritten.values()) this.append({ k: 'outcome', outcome });
  }

  /** Outcomes that the disk did not take, for the last resort of printing them. */
  get unwritten(): readonly Outcome[] {
    return [...this.#unwritten.values()];
  }

  async close(): Promise<void> {
    try {
      this.#flush();
    } catch {
      // Nobody waits for it any more.
    }
    await this.#nextSync?.catch(() => undefined);
    await this.#syncing.catch(() => undefined);
    await this.disk.close();
  }

  protected override take(entry: JournalEntry, t: number, at: number, length: number): void {
    super.take(entry, t, at, length);
    if (entry.k === 'lost') this.#holes = this.#holes.filter(({ from }) => from !== entry.from);
  }
}
